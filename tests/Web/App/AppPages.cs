namespace Clientele.WebTests.App;

/// <summary>The app's pages, as a visitor finds them before doing anything.</summary>
internal static class AppPages
{
    /// <summary>A page's name, which its screenshots have, too, and its path.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["predict"] = "/predict",
        ["customers"] = "/customers",
        ["segments"] = "/segments",
        ["insiders"] = "/insiders",
        ["insiders-report"] = "/insiders/report",
        ["uploads"] = "/uploads",
        ["models"] = "/models",
    };

    public static readonly IReadOnlyList<string> Languages = ["en", "es", "pt"];
}
