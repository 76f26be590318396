using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

/// <summary>What holds for every page, whoever opens it.</summary>
public sealed class EveryPageTests
{
    public static TheoryData<string> Pages => [.. AppPages.All];

    public static TheoryData<string, string> Readers
    {
        get
        {
            TheoryData<string, string> readers = [];
            foreach (string page in AppPages.All)
            {
                foreach (string language in AppPages.Languages)
                {
                    readers.Add(page, language);
                }
            }

            return readers;
        }
    }

    /// <summary>In both themes: the device turns dark while the page is open.</summary>
    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_page_speaks_the_readers_language_and_bars_nobody(string page, string language)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = language, Theme = ColorScheme.Light }.VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync(await AppPages.PathAsync(app, page));
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveCountAsync(1);
            await Assertions.Expect(visit.Page.Locator("nav [aria-current=page]")).ToHaveCountAsync(1);
            (await visit.Page.TitleAsync()).ShouldEndWith(" · Clientele");
            await visit.ShouldBeAccessibleAsync();

            string light = await BackgroundAsync(visit);
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            (await BackgroundAsync(visit)).ShouldNotBe(light);
            await visit.ShouldBeAccessibleAsync();
        }, $"{page}-{language}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_a_phone_and_bars_nobody_there(string page)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = "pt", OnPhone = true }.VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync(await AppPages.PathAsync(app, page));
            (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
            await visit.ShouldBeAccessibleAsync();
        }, page + "-phone");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_read_without_JavaScript(string page)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { WithoutScript = true }.VisitAsync(app.Address, async visit =>
        {
            (await visit.OpenAsync(await AppPages.PathAsync(app, page))).Status.ShouldBe(200);
            await Assertions.Expect(visit.Page.Locator("#main h1")).ToBeVisibleAsync();
        }, page + "-noscript");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_first_key_on_a_page_leads_past_the_navigation(string page)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader().VisitAsync(app.Address, async visit =>
        {
            await visit.SettleAsync(await AppPages.PathAsync(app, page));
            await visit.Page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(visit.Page.Locator(":focus")).ToHaveAttributeAsync("href", "#main");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.Locator("#main")).ToBeFocusedAsync();
        }, page + "-skip");
    }

    [Fact]
    public async Task The_root_leads_to_the_customers_and_what_is_not_there_is_said_in_the_readers_language()
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = "es" }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/");
            visit.Place.ShouldBe("/customers");
            visit.Expect(404, "/nowhere");
            (await visit.OpenAsync("/nowhere")).Status.ShouldBe(404);
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync(Words.Of<LayoutTexts>("es", "Problem.404"));
            await visit.ShouldBeAccessibleAsync();
        });
    }

    private static Task<string> BackgroundAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
