using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using CsvHelper;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

public sealed class CustomersTests
{
    private static readonly string Rows = "#list tbody tr";

    [Fact]
    public async Task The_list_and_its_figures_follow_the_goal_and_the_segment_as_they_are_picked()
    {
        StartedApp app = await StartedApp.SharedAsync();
        JsonElement balanced = await app.GetAsync("api/customers?objective=balanced"), segment = await app.GetAsync("api/customers?objective=balanced&segments=2&segment=1");

        await new Reader().VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync("/customers");
            await visit.Page.EvaluateAsync("() => document.body.dataset.stayed = 'yes'");
            await visit.Page.GetByLabel("Goal").SelectOptionAsync("balanced");
            await Assertions.Expect(visit.Page.Locator("#list")).ToContainTextAsync(Count(balanced));
            await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("objective=balanced"));
            await Assertions.Expect(visit.Page.GetByText(balanced.GetProperty("cost").GetDouble().ToString("N0", CultureInfo.GetCultureInfo("en-GB")), new() { Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator("#status")).ToContainTextAsync(Count(balanced));
            await visit.Page.GetByLabel("Segment").SelectOptionAsync("2.1");
            await Assertions.Expect(visit.Page.Locator("#list")).ToContainTextAsync(Count(segment));
            (await visit.Page.EvaluateAsync<string>("() => document.body.dataset.stayed")).ShouldBe("yes");

            // The address leads to the same list.
            await visit.OpenAsync(visit.Place);
            await Assertions.Expect(visit.Page.Locator("#list dl")).ToContainTextAsync(Count(segment));
            await visit.ShouldBeAccessibleAsync();
        });
        segment.GetProperty("count").GetInt32().ShouldBeInRange(1, balanced.GetProperty("count").GetInt32() - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_list_is_sorted_and_leafed_through(bool withoutScript)
    {
        StartedApp app = await StartedApp.SharedAsync();
        string[] second = Ids(await app.GetAsync("api/customers?sort=-profit&page=2&size=50"));

        await new Reader { WithoutScript = withoutScript }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/customers");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Expected profit" }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Expected profit");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Page 2 of 45")).ToBeVisibleAsync();
            (await visit.Page.Locator(Rows + " th").AllTextContentsAsync()).ShouldBe(second);
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Previous" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Page 1 of 45")).ToBeVisibleAsync();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_customer_is_found_by_id_and_the_id_stands_in_no_address(bool withoutScript)
    {
        StartedApp app = await StartedApp.SharedAsync();
        string id = Ids(await app.GetAsync("api/customers?sort=customer&page=3&size=50"))[0];
        ConcurrentQueue<string> addresses = new();

        await new Reader { WithoutScript = withoutScript }.VisitAsync(app.Address, async visit =>
        {
            visit.Page.Request += (_, request) => addresses.Enqueue(request.Url);
            await visit.OpenAsync("/customers");
            await visit.Page.GetByLabel("Customer's number or id").FillAsync(id);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = $"Customer {id}" })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator("ul.reasons li")).ToHaveCountAsync(3);
            if (!withoutScript)
            {
                await visit.ShouldBeAccessibleAsync();
            }

            await visit.Page.GetByLabel("Customer's number or id").FillAsync("nobody");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        });

        addresses.ShouldNotBeEmpty();
        addresses.ShouldAllBe(address => !address.Contains(id, StringComparison.Ordinal) && !address.Contains("nobody", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", ',')]
    [InlineData("es", ';')]
    public async Task The_list_is_downloaded_as_a_file_that_a_CSV_reader_of_the_country_opens(string language, char delimiter)
    {
        StartedApp app = await StartedApp.SharedAsync();
        JsonElement frugal = await app.GetAsync("api/customers?objective=frugal&sort=-probability&size=50");
        string[] ids = [];

        await new Reader { Language = language }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/customers?objective=frugal");
            Task<IDownload> downloading = visit.Page.WaitForDownloadAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of<CustomersTexts>(language, "Download") }).ClickAsync();
            IDownload download = await downloading;
            download.SuggestedFilename.ShouldEndWith(".csv");
            ids = Read(await download.PathAsync(), delimiter);
        });

        ids.Length.ShouldBe(frugal.GetProperty("count").GetInt32());
        ids.Take(50).ShouldBe(Ids(frugal).Take(ids.Length));
    }

    [Fact]
    public async Task A_target_list_is_made_with_the_keyboard_alone()
    {
        StartedApp app = await StartedApp.SharedAsync();
        JsonElement moderate = await app.GetAsync("api/customers?objective=moderate");

        await new Reader().VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync("/customers");
            await TabToAsync(visit, visit.Page.GetByLabel("Goal"));
            await visit.Page.Keyboard.TypeAsync("Mod");
            await Assertions.Expect(visit.Page.Locator("#list")).ToContainTextAsync(Count(moderate));
            await TabToAsync(visit, visit.Page.GetByRole(AriaRole.Link, new() { Name = "Expected profit" }));
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Expected profit");
            await TabToAsync(visit, visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download the list (CSV)" }));
            Task<IDownload> downloading = visit.Page.WaitForDownloadAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            Read(await (await downloading).PathAsync(), ',').Length.ShouldBe(moderate.GetProperty("count").GetInt32());
        });
    }

    /// <summary>Presses Tab until the element has the focus; every step must be visible.</summary>
    private static async Task TabToAsync(Visit visit, ILocator element)
    {
        for (int steps = 0; steps < 100; steps++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await element.EvaluateAsync<bool>("each => each === document.activeElement"))
            {
                (await element.EvaluateAsync<bool>("each => { const style = getComputedStyle(each); return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }")).ShouldBeTrue("the focus is to be seen");
                return;
            }
        }

        throw new InvalidOperationException($"100 steps of the Tab key do not lead to {element}.");
    }

    private static string Count(JsonElement list) => list.GetProperty("count").GetInt32().ToString("N0", CultureInfo.GetCultureInfo("en-GB"));

    private static string[] Ids(JsonElement list) => [.. list.GetProperty("customers").EnumerateArray().Select(customer => customer.GetProperty("id").GetString()!)];

    /// <summary>The ids of a target list, in its order.</summary>
    private static string[] Read(string file, char delimiter)
    {
        CsvReaderOptions options = new() { Separator = delimiter, HasHeader = false, MalformedData = CsvMalformedDataHandling.Throw };
        using CsvReader reader = CsvReader.FromText(File.ReadAllText(file), options);
        List<(string Rank, string Id)> rows = [];
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        // The first row is the header.
        return [.. rows.Skip(1).OrderBy(row => int.Parse(row.Rank, CultureInfo.InvariantCulture)).Select(row => row.Id)];
    }
}
