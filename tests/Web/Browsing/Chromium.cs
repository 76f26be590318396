using Microsoft.Playwright;

namespace Clientele.WebTests.Browsing;

/// <summary>One browser for the whole test process, started at the first visit. It ends with the process, whatever ends that: Playwright's driver reads a pipe from it.</summary>
internal static class Chromium
{
    /// <summary>The setting that names a Chromium of one's own.</summary>
    public const string Setting = "CLIENTELE_CHROMIUM";

    // Debian's name, then those of other systems.
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Nothing but the pages under test: a browser that looks for updates would be a request to elsewhere. QUIC is tried for some addresses first and waits.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    /// <exception cref="InvalidOperationException">There is no Chromium; the message says what to install.</exception>
    public static Task<IBrowser> SharedAsync() => Shared.Value;

    /// <summary>The program to start.</summary>
    /// <param name="named">What <see cref="Setting"/> says, or null.</param>
    /// <param name="path">The folders where programs are, as in PATH.</param>
    /// <param name="own">Where Playwright keeps a Chromium that it downloaded.</param>
    /// <param name="exists">Whether there is a file.</param>
    /// <exception cref="InvalidOperationException">None of them is there.</exception>
    public static string Choose(string? named, string path, string own, Func<string, bool> exists)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return exists(named) ? named : throw new InvalidOperationException($"{Setting} names {named}, and there is no such file.");
        }

        IEnumerable<string> installed = Names.SelectMany(name => path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)));
        return installed.Append(own).FirstOrDefault(exists) ?? throw new InvalidOperationException(
            $"The browser tests need a Chromium. On Debian: apt-get install chromium. Elsewhere: node tests/Web/bin/Release/net10.0/.playwright/package/cli.js install chromium. Or name one in {Setting}.");
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        string program = Choose(
            Environment.GetEnvironmentVariable(Setting), Environment.GetEnvironmentVariable("PATH") ?? "", playwright.Chromium.ExecutablePath, File.Exists);
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Headless = true, Args = Arguments });
    }
}
