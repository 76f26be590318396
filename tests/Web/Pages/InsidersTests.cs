using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

public sealed class InsidersTests
{
    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("es", ColorScheme.Dark)]
    public async Task Nine_questions_are_answered_with_charts(string language, ColorScheme theme)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = language, Theme = theme }.VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync("/insiders");
            await Assertions.Expect(visit.Page.Locator("nav.contents ol li")).ToHaveCountAsync(9);
            foreach (string anchor in await visit.Page.Locator("nav.contents a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"))
            {
                await Assertions.Expect(visit.Page.Locator(anchor)).ToHaveCountAsync(1);
            }

            int charts = await visit.Page.Locator("[data-chart]").CountAsync();
            charts.ShouldBeGreaterThan(3);
            await Assertions.Expect(visit.Page.Locator("[data-chart] canvas")).ToHaveCountAsync(charts);
        });
    }

    [Theory]
    [InlineData("en")]
    [InlineData("pt")]
    public async Task The_report_to_print_stands_alone_and_bars_nobody(string language)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = language }.VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync("/insiders/report");
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await Assertions.Expect(visit.Page.Locator("h1:visible")).ToHaveCountAsync(1);
            await Assertions.Expect(visit.Page.Locator("script")).ToHaveCountAsync(0);
            await visit.ShouldBeAccessibleAsync();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_in_is_listed_downloaded_and_looked_up_without_an_id_in_an_address(bool withoutScript)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { WithoutScript = withoutScript }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/insiders/list");
            await visit.Page.Locator("#who").SelectOptionAsync("in");
            if (withoutScript)
            {
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
            }

            await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("who=in"));
            int count = int.Parse((await visit.Page.Locator("#list dl.tiles dd").First.TextContentAsync())!, System.Globalization.CultureInfo.InvariantCulture);
            string id = (await visit.Page.Locator("#list tbody th").First.TextContentAsync())!;
            Task<IDownload> downloading = visit.Page.WaitForDownloadAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync();
            (await File.ReadAllLinesAsync(await (await downloading).PathAsync())).Length.ShouldBe(count + 1);

            await visit.Page.GetByLabel("Customer id").FillAsync(id);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look for" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = $"Customer {id}" })).ToBeVisibleAsync();
            visit.Place.ShouldBe("/insiders/search");
        });
    }
}
