using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Clientele.Testing;
using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

/// <summary>From a file on someone's machine to customers with scores, in an app of its own.</summary>
public sealed class UploadsTests(OwnApp own) : IClassFixture<OwnApp>
{
    private const int Rows = 60;

    private static readonly string[] Sample = [.. File.ReadLines(Path.Combine(Azurite.FindRepository(), "samples", "campaign-customers.csv")).Take(Rows + 1)];

    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 120_000 };

    [Fact]
    public async Task A_dropped_file_is_understood_corrected_confirmed_followed_and_its_customers_are_found()
    {
        string text = string.Join("\r\n", [Sample[0].Replace("ID;", "Nummer;", StringComparison.Ordinal), .. Sample[1..], "what;is;this", ""]);

        await new Reader().VisitAsync(own.App.Address, async visit =>
        {
            visit.AllowUploads(own.App.Blobs);
            await visit.SettleAsync("/uploads");
            await visit.DropAsync("#send", "my customers.csv", text);
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Is this right?");
            await Assertions.Expect(visit.Page.Locator(".lead")).ToContainTextAsync("my customers.csv");
            await Assertions.Expect(visit.Page.GetByLabel("Between values")).ToContainTextAsync("semicolon (found out)");
            await Assertions.Expect(visit.Page.GetByText("No column holds the customers' ids")).ToBeVisibleAsync();
            await visit.ShouldBeAccessibleAsync();

            // Understood wrongly, and put right again.
            await visit.Page.GetByLabel("Between values").SelectOptionAsync("tab");
            await Assertions.Expect(visit.Page.Locator("#understood .notice.bad strong")).ToHaveTextAsync("The file cannot be used like this.");
            await Assertions.Expect(visit.Page.Locator("#confirm")).ToBeDisabledAsync();
            await visit.ShouldBeAccessibleAsync();
            await visit.Page.GetByLabel("Between values").SelectOptionAsync("");
            await visit.Page.GetByLabel("What Nummer means").SelectOptionAsync("ID");
            await Assertions.Expect(visit.Page.GetByText("No column holds the customers' ids")).ToBeHiddenAsync();
            await visit.Page.Locator("#confirm").ClickAsync();

            await Assertions.Expect(visit.Page.Locator("#run")).ToContainTextAsync("Done", Patiently);
            (await TileAsync(visit, "records read")).ShouldBe((Rows + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            (await TileAsync(visit, "rejected")).ShouldBe("1");
            await visit.ShouldBeAccessibleAsync();
            string rejects = await DownloadAsync(visit, "Download the rejected records");
            rejects.ShouldContain("what;is;this");
            (await DownloadAsync(visit, "Download the results")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(Rows + 1);

            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "To the customers" }).ClickAsync();
            await visit.Page.GetByLabel("Customer's number or id").FillAsync("20001");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Customer 20001" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_run_is_tried_again_after_a_question()
    {
        string run = await own.App.RunOfAsync("uploads/transactions.csv");

        await new Reader().VisitAsync(own.App.Address, async visit =>
        {
            await visit.OpenAsync("/uploads/run/" + run);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await visit.ShouldBeAccessibleAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await visit.Page.Locator("#retry-yes").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("The file is worked on again.")).ToBeVisibleAsync();
            visit.Place.ShouldNotContain(run);
            await Assertions.Expect(visit.Page.Locator("#run")).ToContainTextAsync("Done", Patiently);
        });
    }

    [Fact]
    public async Task A_file_is_thrown_away_and_one_that_cannot_be_used_is_refused_in_a_sentence()
    {
        await new Reader { Language = "es" }.VisitAsync(own.App.Address, async visit =>
        {
            visit.AllowUploads(own.App.Blobs);
            await visit.SettleAsync("/uploads");
            await visit.DropAsync("#send", "notes.csv", "shopping list\nbread\nmilk\n");
            await Assertions.Expect(visit.Page.GetByText(Words.Of<UploadsTexts>("es", "CannotBeUsed"))).ToBeVisibleAsync();
            await visit.ShouldBeAccessibleAsync();
            await visit.Page.Locator("#discard").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText(Words.Of<UploadsTexts>("es", "Done.discarded"))).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator("#history")).Not.ToContainTextAsync("notes.csv");

            await visit.DropAsync("#send", "empty.csv", "");
            await Assertions.Expect(visit.Page.Locator("#sending-text")).ToHaveTextAsync(Words.Of<UploadsTexts>("es", "Refusal.Empty"));
            await visit.ShouldBeAccessibleAsync();
        });
    }

    [Fact]
    public async Task A_large_file_goes_on_where_it_stopped()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("clientele-upload-").FullName, "large.csv");
        await WriteLargeAsync(file, 20_000_000);
        ConcurrentQueue<string> again = new();
        TaskCompletionSource<string> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        await new Reader().VisitAsync(own.App.Address, async visit =>
        {
            visit.AllowUploads(own.App.Blobs);
            await visit.SettleAsync("/uploads");

            // One block arrives; the others are still on their way when the page is left.
            int begun = 0;
            await visit.Page.RouteAsync("**/incoming/**", route => Interlocked.Increment(ref begun) == 1 ? route.ContinueAsync() : Task.CompletedTask);
            visit.Page.Response += (_, answer) =>
            {
                if (answer.Request.Method == "PUT")
                {
                    arrived.TrySetResult(BlockOf(answer.Url));
                }
            };
            await visit.Page.Locator("#file").SetInputFilesAsync(file);
            string first = await arrived.Task.WaitAsync(Visit.Patience);

            // In this order: what is held back is let go when nobody holds it any more, and must have ended with its page by then.
            await visit.SettleAsync("/uploads");
            await visit.Page.UnrouteAllAsync();
            visit.Page.Request += (_, request) =>
            {
                if (request.Method == "PUT")
                {
                    again.Enqueue(BlockOf(request.Url));
                }
            };
            await visit.Page.Locator("#file").SetInputFilesAsync(file);
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Is this right?");
            again.Count.ShouldBe(2);
            again.ShouldNotContain(first);
            await visit.Page.Locator("#discard").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("The file was thrown away.")).ToBeVisibleAsync();
        });
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async Task<string> TileAsync(Visit visit, string name) =>
        (await visit.Page.Locator("#run dl.tiles div", new() { HasText = name }).First.Locator("dd").TextContentAsync())!;

    private static async Task<string> DownloadAsync(Visit visit, string link)
    {
        Task<IDownload> downloading = visit.Page.WaitForDownloadAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
        return await File.ReadAllTextAsync(await (await downloading).PathAsync());
    }

    private static string BlockOf(string address) => Regex.Match(address, "blockid=(?<id>[^&]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["id"].Value;

    private static async Task WriteLargeAsync(string file, int bytes)
    {
        await using StreamWriter writer = new(file, append: false, Encoding.UTF8);
        await writer.WriteLineAsync(Sample[0]);
        for (int written = 0; written < bytes; written += Sample[1].Length + 1)
        {
            await writer.WriteLineAsync(Sample[1]);
        }
    }
}
