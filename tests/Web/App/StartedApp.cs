using System.Collections.Concurrent;
using System.Text.Json;
using Clientele.LocalHost.Processes;
using Clientele.Testing;
using Clientele.WebTests.Pages;

namespace Clientele.WebTests.App;

/// <summary>
/// What a newcomer has after <c>./run --upload samples/campaign-customers.csv samples/transactions.csv</c>: storage, the app, a trained model,
/// scored customers and a loyalty programme, in a folder of its own. It ends with the test process, whatever ends that: a watchdog sees to it.
/// </summary>
internal sealed class StartedApp : IAsyncDisposable
{
    // Generous: the machine that runs the tests may be busy.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<StartedApp>> Shared = new(StartAsync);

    private readonly ConcurrentQueue<string> _said = new();
    private readonly List<string> _outcome = [];
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Not a temporary folder: nobody deletes that of the app that ends with the tests, and ./test empties this one when it begins.
    private readonly DirectoryInfo _state = Directory.CreateDirectory(
        Path.Combine(Azurite.FindRepository(), "artifacts", "test-results", "web", "app-" + Guid.NewGuid().ToString("N")[..8]));

    private readonly ChildProcess _process;

    private StartedApp(IReadOnlyList<string> files, IReadOnlyDictionary<string, string> settings)
    {
        string dotnet = ExecutablePath.Find("dotnet") ?? throw new InvalidOperationException("dotnet is not on the PATH.");
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Clientele.LocalHost.dll"), "--json", "--fresh", "--state", _state.FullName, "--upload", .. files,
        ];
        _process = ChildProcess.Start(new ChildProcessStart(dotnet, arguments, _state.FullName, settings), Hear, _said.Enqueue);
    }

    /// <summary>Of the app, ending in <c>/</c>.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Of the storage behind it.</summary>
    public string StorageConnection { get; private set; } = "";

    /// <summary>Where browsers put blocks of uploads.</summary>
    public Uri Blobs => new(StorageConnection.Split(';').Single(each => each.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..]);

    /// <summary>The app of all tests that change nothing; started at the first call.</summary>
    public static Task<StartedApp> SharedAsync() => Shared.Value;

    /// <summary>An app for tests that change something. The caller ends it.</summary>
    /// <exception cref="InvalidOperationException">It did not come up, or a run did not complete; the message has what it said.</exception>
    public static async Task<StartedApp> StartAsync()
    {
        string samples = Path.Combine(Azurite.FindRepository(), "samples");
        StartedApp app = new([Path.Combine(samples, "campaign-customers.csv"), Path.Combine(samples, "transactions.csv")], Settings());
        try
        {
            await app.UpAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the API answers to a GET.</summary>
    /// <param name="path">From the app's root.</param>
    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpClient client = new() { BaseAddress = Address };
        return JsonElement.Parse(await client.GetStringAsync(path));
    }

    /// <summary>The id of an upload's newest run.</summary>
    /// <param name="source">With its container.</param>
    public async Task<string> RunOfAsync(string source) =>
        (await GetAsync("api/runs")).GetProperty("runs").EnumerateArray().First(run => run.GetProperty("source").GetString() == source).GetProperty("id").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await DeleteAsync();
    }

    /// <summary>What the app said last, for failures of which only it knows the reason.</summary>
    private string Log => File.Exists(LogFile) ? string.Join('\n', ReadShared(LogFile).Split('\n').TakeLast(80)) : "";

    private string LogFile => Path.Combine(_state.FullName, "host.log");

    /// <summary>Pictures for people show the model that people get; tests need one sooner.</summary>
    private static Dictionary<string, string> Settings() =>
        Screenshots.Refreshed ? [] : QuickTraining.AppSettings.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal);

    private async Task UpAsync()
    {
        Task first = await Task.WhenAny(_up.Task, _process.Exited, Task.Delay(Limit));
        if (first != _up.Task)
        {
            throw new InvalidOperationException($"The app did not come up{(first == _process.Exited ? "" : $" within {Limit}")}:\n{string.Join('\n', _said)}\n{Log}");
        }

        using JsonDocument outcome = JsonDocument.Parse(string.Join('\n', _outcome));
        foreach (JsonElement run in outcome.RootElement.GetProperty("runs").EnumerateArray().Where(run => run.GetProperty("state").GetString() != "completed"))
        {
            throw new InvalidOperationException($"{run.GetProperty("source")} is {run.GetProperty("state")}: {run.GetProperty("error")}\n{Log}");
        }

        Address = new Uri(outcome.RootElement.GetProperty("app").GetString() + "/");
        StorageConnection = outcome.RootElement.GetProperty("storage").GetProperty("connectionString").GetString()!;
    }

    /// <summary>Standard output holds one document, whose last line closes it.</summary>
    private void Hear(string line)
    {
        _outcome.Add(line);
        if (line == "}")
        {
            _up.SetResult();
        }
    }

    /// <summary>The storage ends a moment after the program that started it, and writes until then.</summary>
    private async Task DeleteAsync()
    {
        for (int tries = 0; tries < 50; tries++)
        {
            try
            {
                _state.Delete(recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    private static string ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
