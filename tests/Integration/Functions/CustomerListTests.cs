using System.Globalization;
using System.Text;
using System.Text.Json;
using Clientele.Integration.Spine;

namespace Clientele.Integration.Functions;

/// <summary>The list of customers through the host and the handler, over what a real run left in tables and index.</summary>
public sealed class CustomerListTests
{
    [Fact]
    public async Task Customers_of_a_run_are_listed_page_by_page_and_downloaded_as_they_were_scored()
    {
        await using SpineApp app = await (await SpineApp.PrepareAsync()).StartAsync();
        await app.UploadAsync("campaign.csv", CustomerFile.Bytes(await CustomerFile.LinesAsync(300, seed: 21)));
        string run = (await app.CompletedAsync("campaign.csv")).Id.Value;
        using HttpClient client = new() { BaseAddress = app.Host.Address };

        List<JsonElement> listed = [];
        JsonElement page;
        do
        {
            string address = string.Create(CultureInfo.InvariantCulture, $"api/customers?objective=aggressive&sort=-profit&size=20&page={1 + (listed.Count / 20)}");
            page = JsonElement.Parse(await client.GetStringAsync(address));
            listed.AddRange(page.GetProperty("customers").EnumerateArray());
        }
        while (listed.Count < page.GetProperty("count").GetInt32());

        List<Azure.Data.Tables.TableEntity> rows = await StorageImage.EntitiesAsync(app, "customerscores");
        Azure.Data.Tables.TableEntity[] expected =
        [
            .. rows.Where(row => row.GetBoolean("Aggressive") == true).OrderByDescending(row => row.GetDouble("ExpectedProfit")).ThenBy(row => row.RowKey, StringComparer.Ordinal),
        ];
        expected.Length.ShouldBeInRange(21, 299);
        listed.Select(customer => customer.GetProperty("id").GetString()).ShouldBe(expected.Select(row => row.GetString("Customer")));
        listed.ShouldAllBe(customer => customer.GetProperty("run").GetString() == run && customer.GetProperty("values").GetProperty("Income").ValueKind == JsonValueKind.Number);
        page.GetProperty("expectedResponses").GetDouble().ShouldBe(expected.Sum(row => row.GetDouble("Probability")!.Value), 1e-9);
        page.GetProperty("cost").GetDouble().ShouldBe(3 * expected.Length);

        byte[] file = await client.GetByteArrayAsync("api/customers.csv?objective=aggressive&sort=-profit&language=pt");
        string[] lines = Encoding.UTF8.GetString(file)[1..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(expected.Length + 1);
        lines[1..].Select(line => line.Split(',')).OrderBy(cells => int.Parse(cells[0], CultureInfo.InvariantCulture)).Select(cells => cells[1])
            .ShouldBe(expected.Select(row => row.GetString("Customer")));
        string first = lines.Single(line => line.StartsWith("1,", StringComparison.Ordinal));
        first.ShouldContain(expected[0].GetString("Reason1Pt")!);
    }
}
