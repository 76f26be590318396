namespace Clientele.WebTests.Pages;

/// <summary>The pictures of pages in <c>docs/screenshots</c>.</summary>
internal static class Screenshots
{
    /// <summary>Whether this run of the tests writes them anew.</summary>
    public static bool Refreshed => Environment.GetEnvironmentVariable("CLIENTELE_REFRESH") == "1";
}
