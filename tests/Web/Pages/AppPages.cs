namespace Clientele.WebTests.Pages;

/// <summary>The app's pages, as a reader finds them before doing anything.</summary>
internal static class AppPages
{
    /// <summary>A page's name, which its screenshots have, too, and its path.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["customers"] = "/customers",
    };

    public static readonly IReadOnlyList<string> Languages = ["en", "es", "pt"];
}
