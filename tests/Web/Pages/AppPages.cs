using Clientele.WebTests.App;

namespace Clientele.WebTests.Pages;

/// <summary>The app's pages, as a reader finds them before doing anything.</summary>
internal static class AppPages
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["predict"] = "/predict",
        ["customers"] = "/customers",
        ["segments"] = "/segments",
        ["insiders"] = "/insiders",
        ["insiders-list"] = "/insiders/list",
        ["uploads"] = "/uploads",
        ["run"] = "/uploads/run/",
        ["models"] = "/models",
    };

    /// <summary>A page's name, which its screenshots have, too.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Paths.Keys];

    public static readonly IReadOnlyList<string> Languages = ["en", "es", "pt"];

    /// <summary>From the app's root.</summary>
    public static async Task<string> PathAsync(StartedApp app, string page) =>
        page == "run" ? Paths[page] + await app.RunOfAsync("uploads/campaign-customers.csv") : Paths[page];
}
