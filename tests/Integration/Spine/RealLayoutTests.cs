using Azure.Data.Tables;
using Clientele.Runs;
using Clientele.Testing;

namespace Clientele.Integration.Spine;

/// <summary>The public campaign data in its three layouts (semicolons and ISO dates; tabs and day first; commas), from drop to tables.</summary>
public sealed class RealLayoutTests
{
    private static readonly string[] Layouts = ["marketing_campaign.csv", "marketing_campaign_tab_dmy.csv", "marketing_campaign_comma.csv"];

    [RealLayoutsFact]
    public async Task The_three_layouts_of_the_real_customers_give_the_same_rows()
    {
        List<string> expected = [];
        foreach (string layout in Layouts)
        {
            await using SpineApp app = await (await SpineApp.PrepareAsync()).StartAsync();
            await app.UploadAsync("customers.csv", await File.ReadAllBytesAsync(Path.Combine(RealLayoutsFactAttribute.Folder, layout)));
            RunRow run = await app.CompletedAsync("customers.csv");
            (run.Read, run.Accepted + run.Rejected).ShouldBe((2240, 2240), layout);
            RunView view = await ViewAsync(app, run);
            view.Repairs.Where(repair => repair.Column == "Income").Sum(repair => repair.Count).ShouldBe(24, layout);

            List<string> rows = [.. await RowsAsync(app, "customerscores", run), .. await RowsAsync(app, "customerscampaign", run)];
            rows.Count.ShouldBe(2 * 2240, layout);
            expected = expected.Count == 0 ? rows : expected;
            rows.ShouldBe(expected, layout);
        }
    }

    private static async Task<RunView> ViewAsync(SpineApp app, RunRow run)
    {
        using HttpClient client = new() { BaseAddress = app.Host.Address };
        return System.Text.Json.JsonSerializer.Deserialize<RunView>(await client.GetStringAsync($"api/runs/{run.Id}"), System.Text.Json.JsonSerializerOptions.Web)!;
    }

    private static async Task<List<string>> RowsAsync(SpineApp app, string table, RunRow run)
    {
        var rows = new List<string>();
        foreach (TableEntity row in await StorageImage.EntitiesAsync(app, table))
        {
            rows.Add(StorageImage.Text(row, run.Id));
        }

        return rows;
    }

    /// <summary>Skipped, saying so, where the real files are not: the project does not contain them.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class RealLayoutsFactAttribute : FactAttribute
    {
        public RealLayoutsFactAttribute()
        {
            if (Array.Find(Layouts, file => !File.Exists(Path.Combine(Folder, file))) is { } absent)
            {
                Skip = $"{absent} is not in '{Folder}'; set CLIENTELE_DATA to the folder that holds it.";
            }
        }

        // A relative path counts from the project's root, wherever the tests run.
        public static string Folder { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable("CLIENTELE_DATA") ?? "data", Azurite.FindRepository());
    }
}
