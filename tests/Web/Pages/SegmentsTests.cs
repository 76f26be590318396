using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

/// <summary>In an app of its own: names are changed.</summary>
public sealed class SegmentsTests(OwnApp own) : IClassFixture<OwnApp>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_segment_is_given_a_name_leads_to_its_customers_and_loses_the_name_again(bool withoutScript)
    {
        string name = withoutScript ? "Quiet ones" : "Bon vivants";

        await new Reader { WithoutScript = withoutScript }.VisitAsync(own.App.Address, async visit =>
        {
            await visit.OpenAsync("/segments");
            ILocator card = visit.Page.Locator("section[aria-labelledby=shown] article").First;
            string generated = (await card.Locator("h3").TextContentAsync())!;
            await card.Locator("summary").ClickAsync();
            await card.GetByLabel("English").FillAsync(name);
            await card.GetByLabel("Español").FillAsync("");
            await card.GetByLabel("Português").FillAsync("");
            await card.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("The name is in use now")).ToBeVisibleAsync();
            await Assertions.Expect(card.Locator("h3")).ToHaveTextAsync(name);
            if (!withoutScript)
            {
                await visit.ShouldBeAccessibleAsync();
            }

            // Other pages show the name within a minute, which is not waited for here.
            await card.GetByRole(AriaRole.Link, new() { Name = "See these customers" }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator("#segment")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^recommended\.\d+$"));
            await visit.Page.GoBackAsync();
            await card.Locator("summary").ClickAsync();
            await card.GetByRole(AriaRole.Button, new() { Name = "Use the generated name" }).ClickAsync();
            await Assertions.Expect(card.Locator("h3")).ToHaveTextAsync(generated);
        });
    }

    [Fact]
    public async Task Two_three_and_the_recommended_number_stand_side_by_side_and_each_is_shown_in_full()
    {
        await new Reader { Language = "es" }.VisitAsync(own.App.Address, async visit =>
        {
            await visit.SettleAsync("/segments?segments=2");
            await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=shown] article")).ToHaveCountAsync(2);
            await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=proposals] .cards > *")).ToHaveCountAsync(3);
            await Assertions.Expect(visit.Page.Locator("[data-chart] canvas").First).ToBeVisibleAsync();
            await visit.SettleAsync("/segments?segments=3");
            await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=shown] article")).ToHaveCountAsync(3);
            await visit.ShouldBeAccessibleAsync();
        });
    }
}
