using Clientele.Testing;
using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

/// <summary>Pictures of every page for people: <c>CLIENTELE_REFRESH=1 dotnet test tests/Web --filter Screenshot</c> takes them.</summary>
public sealed class ScreenshotTests
{
    /// <summary>Pixels: the rows of a long list say nothing new, and the pictures are part of the project.</summary>
    private const int Highest = 2000;

    /// <summary>One page stands for all in the dark, and one on a phone.</summary>
    public static TheoryData<string, string, ColorScheme, bool> Pictures
    {
        get
        {
            TheoryData<string, string, ColorScheme, bool> pictures = [];
            foreach (string page in AppPages.All)
            {
                pictures.Add(page, page, ColorScheme.Light, false);
            }

            pictures.Add("customers-dark", "customers", ColorScheme.Dark, false);
            pictures.Add("predict-phone", "predict", ColorScheme.Light, true);
            return pictures;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_page_has_a_picture_in_the_docs(string picture, string page, ColorScheme theme, bool onPhone)
    {
        FileInfo file = new(Path.Combine(Azurite.FindRepository(), "docs", "screenshots", picture + ".png"));
        if (Screenshots.Refreshed)
        {
            StartedApp app = await StartedApp.SharedAsync();
            await new Reader { Theme = theme, OnPhone = onPhone }.VisitAsync(app.Address, async visit =>
            {
                await visit.SettleAsync(await AppPages.PathAsync(app, page));
                float height = Math.Min(Highest, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"));
                await visit.Page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = file.FullName,
                    FullPage = true,
                    Clip = new Clip { Width = visit.Page.ViewportSize!.Width, Height = height },
                    Animations = ScreenshotAnimations.Disabled,
                });
            }, picture);
            file.Refresh();
        }

        file.Exists.ShouldBeTrue($"{file.FullName} is missing: CLIENTELE_REFRESH=1 dotnet test tests/Web --filter Screenshot");
        file.Length.ShouldBeGreaterThan(10_000);
    }
}
