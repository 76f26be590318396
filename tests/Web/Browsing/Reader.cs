using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Clientele.WebTests.Browsing;

/// <summary>Who looks at a page, and with what.</summary>
internal sealed record Reader
{
    static Reader() => Assertions.SetDefaultExpectTimeout((float)Visit.Patience.TotalMilliseconds);

    /// <summary>What the browser asks for: <c>en</c>, <c>es</c> or <c>pt</c>.</summary>
    public string Language { get; init; } = "en";

    public ColorScheme Theme { get; init; } = ColorScheme.Light;

    /// <summary>A screen of 390 x 844 that is touched, instead of 1280 x 800 and a mouse.</summary>
    public bool OnPhone { get; init; }

    public bool WithoutScript { get; init; }

    /// <summary>Looks at a site in a fresh profile. Fails when <paramref name="look"/> does, and when the browser had anything to complain of meanwhile.</summary>
    /// <param name="site">Its address; requests to another are a complaint.</param>
    /// <param name="test">Names the picture that is kept of a failure; empty: none is kept.</param>
    public async Task VisitAsync(Uri site, Func<Visit, Task> look, [CallerMemberName] string test = "")
    {
        IBrowser browser = await Chromium.SharedAsync();
        IBrowserContext context = await browser.NewContextAsync(Options());
        context.SetDefaultTimeout((float)Visit.Patience.TotalMilliseconds);
        Complaints complaints = new(site);
        complaints.Listen(context);
        if (!WithoutScript)
        {
            await context.AddInitScriptAsync(Complaints.SayViolations);
        }

        Exception? failure = null;
        string picture = "";
        Visit visit = new(site, await context.NewPageAsync(), complaints);
        try
        {
            await look(visit);
            await visit.Page.WaitForLoadStateAsync(LoadState.Load);
        }
        catch (Exception exception)
        {
            failure = exception;
            picture = test.Length == 0 ? "" : await PictureAsync(visit, test);
        }

        // What the browser says comes in order: all of it has come when the answer to this one has.
        await context.CloseAsync();
        if (failure is not null || complaints.All.Count > 0)
        {
            throw new VisitException(this, complaints.All, picture, failure);
        }
    }

    public override string ToString() =>
        $"{Language}, {(Theme == ColorScheme.Dark ? "dark" : "light")}{(OnPhone ? ", on a phone" : "")}{(WithoutScript ? ", without JavaScript" : "")}";

    private BrowserNewContextOptions Options() => new()
    {
        Locale = Language switch { "en" => "en-GB", "es" => "es-ES", "pt" => "pt-BR", _ => Language },
        TimezoneId = "UTC",
        ColorScheme = Theme,
        JavaScriptEnabled = !WithoutScript,
        ViewportSize = OnPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 800 },
        HasTouch = OnPhone,
        IsMobile = OnPhone,
        AcceptDownloads = true,
        // A service worker would answer instead of the app.
        ServiceWorkers = ServiceWorkerPolicy.Block,
        ReducedMotion = ReducedMotion.Reduce,
    };

    /// <summary>What the page looked like when the test failed; empty where no picture could be taken.</summary>
    private static async Task<string> PictureAsync(Visit visit, string test)
    {
        string file = Path.Combine(Testing.Azurite.FindRepository(), "artifacts", "test-results", "web", $"{test}-{Guid.NewGuid().ToString("N")[..6]}.png");
        try
        {
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true, Timeout = 5000 });
            return file;
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            return "";
        }
    }
}

/// <summary>A visit that went wrong: what the test said, and what the browser did.</summary>
internal sealed class VisitException(Reader reader, IReadOnlyCollection<string> complaints, string picture, Exception? failure)
    : Exception(Describe(reader, complaints, picture, failure), failure)
{
    private static string Describe(Reader reader, IReadOnlyCollection<string> complaints, string picture, Exception? failure)
    {
        string[] lines =
        [
            .. failure is null ? Array.Empty<string>() : [failure.Message],
            .. complaints.Count == 0 ? Array.Empty<string>() : ["The browser complained:", .. complaints.Select(each => "- " + each)],
            $"Reader: {reader}.",
            .. picture.Length == 0 ? Array.Empty<string>() : ["Picture: " + picture],
        ];
        return string.Join('\n', lines);
    }
}
