using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

public sealed class PreferencesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_language_that_is_picked_stays_and_brings_its_way_of_writing_figures(bool withoutScript)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { WithoutScript = withoutScript }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/customers?sort=customer&page=2");
            await Assertions.Expect(visit.Page.Locator("#list")).ToContainTextAsync("2,237");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Português" }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "pt");

            // The same list as before, and every page after it.
            visit.Place.ShouldBe("/customers?sort=customer&page=2");
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync(Words.Of<CustomersTexts>("pt", "Title"));
            await Assertions.Expect(visit.Page.Locator("#list")).ToContainTextAsync("2.237");
            await visit.OpenAsync("/customers");
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "pt");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Português" })).ToHaveAttributeAsync("aria-pressed", "true");
        });
    }

    [Fact]
    public async Task Colours_that_are_picked_win_over_those_of_the_device_until_they_are_given_back()
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Theme = ColorScheme.Light }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/customers");
            string light = await BackgroundAsync(visit);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of<LayoutTexts>("en", "Theme.dark"), Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
            (await BackgroundAsync(visit)).ShouldNotBe(light);
            await visit.ShouldBeAccessibleAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of<LayoutTexts>("en", "Theme.auto"), Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "auto");
            (await BackgroundAsync(visit)).ShouldBe(light);
        });
    }

    private static Task<string> BackgroundAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
