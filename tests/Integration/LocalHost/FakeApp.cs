using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Clientele.LocalHost.Host;

namespace Clientele.Integration.LocalHost;

/// <summary>A functions app in a folder of its own, whose handler does what messages ask for, run by a real host on a real Azurite.</summary>
internal sealed class FakeApp : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("clientele-app-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<JsonNode> _told = new();
    private readonly AzuriteForHost _azurite;
    private readonly Dictionary<string, string> _settings = [];
    private readonly JsonObject _hostFile;
    private FunctionsHost? _host;

    public FakeApp(AzuriteForHost azurite)
    {
        _azurite = azurite;
        _settings[AppSettings.StorageName] = azurite.ConnectionString;
        _settings["MY_SETTING"] = "mine";
        _hostFile = JsonNode.Parse("""
            {"version":"2.0","functionTimeout":"00:05:00",
             "customHandler":{"description":{"defaultExecutablePath":"node","arguments":["handler.mjs"]},"enableProxyingHttpRequest":true},
             "extensions":{"http":{"routePrefix":""},"queues":{"batchSize":2,"newBatchThreshold":0,"maxDequeueCount":5,"visibilityTimeout":"00:00:00"}}}
            """)!.AsObject();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "LocalHost", "fake-handler.mjs"), Path.Combine(_folder, "handler.mjs"));
    }

    public FunctionsHost Host => _host!;

    /// <summary>What the handler said it was given.</summary>
    public IEnumerable<JsonNode> Told => _told;

    public IEnumerable<string> Log => _lines;

    public FakeApp With(string function, string binding)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, function)).FullName;
        File.WriteAllText(Path.Combine(folder, "function.json"), $$"""{"bindings":[{{binding}}]}""");
        return this;
    }

    public FakeApp WithQueue(string function, string queue) => With(function, $$"""{"type":"queueTrigger","name":"msg","queueName":"{{queue}}"}""");

    public FakeApp WithWeb() =>
        With("Web", """{"type":"httpTrigger","name":"req","route":"web/{*path}"},{"type":"http","direction":"out","name":"$return"}""");

    public FakeApp WithSetting(string name, string value)
    {
        _settings[name] = value;
        return this;
    }

    public async Task<FakeApp> StartAsync(string? eventsContainer = null, string eventsQueue = "uploads-events", int port = 0)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), _hostFile.ToJsonString());
        _host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                App = _folder,
                Settings = new AppSettings(_settings),
                Port = port,
                EventsContainer = eventsContainer,
                EventsQueue = eventsQueue,
            },
            Hear,
            CancellationToken.None);
        return this;
    }

    public IEnumerable<JsonNode> Calls(string function) => _told.Where(each => each["function"]?.GetValue<string>() == function);

    public async Task SendAsync(string queue, params string[] texts)
    {
        QueueClient client = _azurite.Queue(queue);
        await client.CreateIfNotExistsAsync();
        foreach (string each in texts)
        {
            await client.SendMessageAsync(each);
        }
    }

    /// <summary>Waits until it holds, and fails with the log when it does not within a minute.</summary>
    public Task UntilAsync(string what, Func<bool> holds) => UntilAsync(what, () => Task.FromResult(holds()));

    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!await holds())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {Limit}: {what}\n{string.Join('\n', _lines)}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>The decoded messages of a queue, without taking them.</summary>
    public async Task<string[]> PeekAsync(string queue)
    {
        QueueClient client = _azurite.Queue(queue);
        if (!await client.ExistsAsync())
        {
            return [];
        }

        PeekedMessage[] messages = await client.PeekMessagesAsync(32);
        return [.. messages.Select(each => each.Body.ToString())];
    }

    /// <summary>How many messages a queue holds, hidden ones included.</summary>
    public async Task<int> CountAsync(string queue) => ((QueueProperties)await _azurite.Queue(queue).GetPropertiesAsync()).ApproximateMessagesCount;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A name that no other test uses.</summary>
    public static string Fresh(string prefix) => prefix + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..10];

    private void Hear(HostLogLevel level, string source, string line)
    {
        _lines.Enqueue($"{level} {source}: {line}");
        if (source == "handler" && line.StartsWith("told ", StringComparison.Ordinal))
        {
            try
            {
                _told.Enqueue(JsonNode.Parse(line[5..])!);
            }
            catch (JsonException)
            {
                // A line cut by a kill.
                return;
            }
        }
    }
}
