using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Clientele.LocalHost.Host;
using Clientele.LocalHost.Processes;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Integration.Spine;

/// <summary>
/// An account of its own and, once started, the real handler under the local host. Its timers never fire: what a test sees happened without Watch.
/// </summary>
internal sealed class SpineApp : IAsyncDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    // Generous: the machine that runs the tests may be busy.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly QueueServiceClient _queues;
    private FunctionsHost? _host;

    private SpineApp(string connection)
    {
        Connection = connection;
        _queues = new QueueServiceClient(connection, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        Storage = StorageConnections.Open(name => name == StorageConnections.App ? connection : null);
    }

    /// <summary>The built functions app, as it would be deployed.</summary>
    public static string App { get; } = Path.Combine(Azurite.FindRepository(), "src", "Functions", "bin", Configuration, "net10.0");

    public string Connection { get; }

    public ClienteleStorage Storage { get; }

    public FunctionsHost Host => _host ?? throw new InvalidOperationException("The host was not started.");

    public IEnumerable<string> Log => _lines;

    /// <summary>Schemas whose runs are looked at.</summary>
    public List<string> Schemas { get; } = ["campaign", "transactions"];

    /// <summary>An account with everything but customers: nothing runs yet.</summary>
    /// <param name="trained">With the demonstration model as champion.</param>
    public static async Task<SpineApp> PrepareAsync(bool trained = true)
    {
        var app = new SpineApp(Azurite.Rent().ConnectionString);
        await app.Storage.EnsureExistsAsync(["campaign"], CancellationToken.None);
        if (trained)
        {
            await DemonstrationModel.CopyToAsync(app.Storage);
        }

        return app;
    }

    /// <param name="settings">App settings beside those of the sample; they win.</param>
    public async Task<SpineApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var decided = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [AppSettings.StorageName] = Connection,
            ["RetrainSchedule"] = "0 0 0 1 1 *",
            ["WatchSchedule"] = "0 0 0 1 1 *",
        };
        foreach ((string name, string value) in QuickTraining.AppSettings.Concat(settings))
        {
            decided[name] = value;
        }

        var options = new FunctionsHostOptions
        {
            App = App,
            Settings = AppSettings.Load(Path.Combine(Azurite.FindRepository(), "local.settings.sample.json"), decided),
            Port = FreePort.Pick(1)[0],
            HandlerLivesAtLeast = TimeSpan.Zero,
        };
        _host = await FunctionsHost.StartAsync(options, (level, source, line) => _lines.Enqueue($"{level} {source}: {line}"), CancellationToken.None);
        return this;
    }

    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    public async Task<BlobContentInfo> UploadAsync(string name, byte[] content, string container = "uploads")
        => (await new BlobContainerClient(Connection, container).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true)).Value;

    public async Task SendAsync(string queue, string text) => await _queues.GetQueueClient(queue).SendMessageAsync(text);

    public QueueClient Queue(string name) => _queues.GetQueueClient(name);

    /// <summary>Every run, of every schema and of none, oldest first.</summary>
    public async Task<List<RunRow>> RunsAsync()
    {
        var rows = new List<RunRow>();
        foreach (string partition in Schemas.Append(RunRow.UnknownSchema))
        {
            await foreach (TablePage page in Storage.Runs.ReadAsync(partition, from: null, before: null, select: null, CancellationToken.None))
            {
                rows.AddRange(page.Rows.Select(RunRow.From));
            }
        }

        return [.. rows.OrderBy(row => row.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>The newest run of an upload, once it is in that state.</summary>
    public async Task<RunRow> ReachedAsync(string name, string state)
    {
        RunRow? run = null;
        await UntilAsync($"{name} to be {state}", async () =>
        {
            run = (await RunsAsync()).LastOrDefault(row => row.Source == "uploads/" + name);
            return run?.State == state || (run is { HasEnded: true } ? throw new InvalidOperationException($"{name} is {run.State}: {run.Error}\n{Tail()}") : false);
        });
        return run!;
    }

    public Task<RunRow> CompletedAsync(string name) => ReachedAsync(name, RunState.Completed);

    /// <summary>Until no queue but those of poison holds a message, hidden ones included.</summary>
    public Task IdleAsync() => UntilAsync("the queues to be empty", async () => (await CountsAsync()).All(each => IsPoison(each.Queue) || each.Messages == 0));

    /// <summary>Queues of poison that hold messages.</summary>
    public async Task<List<(string Queue, int Messages)>> PoisonAsync() => [.. (await CountsAsync()).Where(each => IsPoison(each.Queue) && each.Messages > 0)];

    /// <summary>Waits until it holds; fails with the end of the log when it does not within the limit.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!await holds())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {Limit}: {what}\n{Tail()}");
            }

            await Task.Delay(LookEvery, CancellationToken.None);
        }
    }

    private static bool IsPoison(string queue) => queue.EndsWith("-poison", StringComparison.Ordinal);

    private string Tail() => string.Join('\n', _lines.TakeLast(80));

    private async Task<List<(string Queue, int Messages)>> CountsAsync()
    {
        var counts = new List<(string Queue, int Messages)>();
        await foreach (QueueItem queue in _queues.GetQueuesAsync())
        {
            QueueProperties properties = await _queues.GetQueueClient(queue.Name).GetPropertiesAsync();
            counts.Add((queue.Name, properties.ApproximateMessagesCount));
        }

        return counts;
    }
}
