using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Clientele.LocalHost.Host;

/// <summary>What to run, and on what.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The built or published functions app: host.json, and a folder with a function.json per function.</summary>
    public required string App { get; init; }

    /// <summary>What the handler gets as environment. <c>AzureWebJobsStorage</c> must be among them.</summary>
    public required AppSettings Settings { get; init; }

    /// <summary>0: 7071, or any free port where that is taken.</summary>
    public int Port { get; init; }

    /// <summary>Where set, new blobs of this container become BlobCreated events in <see cref="EventsQueue"/>.</summary>
    public string? EventsContainer { get; init; }

    public string EventsQueue { get; init; } = "uploads-events";

    /// <summary>A handler that ends sooner after it was ready counts as one that failed to start; after three in a row the next start waits.</summary>
    public TimeSpan HandlerLivesAtLeast { get; init; } = TimeSpan.FromSeconds(2);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// Plays the Azure Functions host for a custom handler on one machine: starts the handler and calls it for blobs, queue messages, timers and HTTP
/// requests as host.json and the function.json files say. docs/local-host.md lists what it does as the real one, and what it does not.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private const string PoisonSuffix = "-poison";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly FunctionsHostOptions _options;
    private readonly HostFile _file;
    private readonly IReadOnlyList<FunctionFile> _functions;
    private readonly HostLog _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Wake _wake;
    private readonly Handler _handler;
    private readonly HandlerCalls _calls;
    private readonly Dictionary<string, Func<string, Task<CallResult>>> _byHand = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Task> _running = [];
    private HttpFront? _front;

    private FunctionsHost(FunctionsHostOptions options, HostLog log)
    {
        (_options, _log) = (options, log);
        _file = HostFile.Read(options.App, options.Settings);
        _functions = FunctionFile.ReadAll(options.App, options.Settings);
        _wake = new Wake(options.Time);
        _handler = new Handler(options, _file.Handler, log);
        _calls = new HandlerCalls(_handler, _file.FunctionTimeout, options.Time, log, _wake);
    }

    /// <summary>The app's address, on loopback.</summary>
    public Uri Address => _front!.Address;

    /// <summary>The handler's process id, or null while there is none.</summary>
    public int? HandlerProcess => _handler.ProcessId;

    /// <summary>How often the handler was started.</summary>
    public int HandlerStarts => _handler.Starts;

    /// <summary>Starts the handler, and the triggers once it is ready.</summary>
    /// <exception cref="LocalHostException">The app, its files or the port are not as they must be.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, HostLog log, CancellationToken cancellation)
    {
        FunctionsHost host = new(options with { App = Path.GetFullPath(options.App) }, log);
        try
        {
            host._front = await HttpFront.StartAsync(host._functions, host._file.RoutePrefix, options.Port, host._handler, host._wake, host.TryRunByHand);
            Task ready = host._handler.ReadyAsync(cancellation);
            await Task.WhenAny(ready, host._handler.NeverStarted).WaitAsync(StartsWithin, options.Time, cancellation);
            if (host._handler.NeverStarted.IsCompleted)
            {
                throw new LocalHostException($"The functions app in {options.App} does not start. The last that it said: {await host._handler.NeverStarted}");
            }

            await ready;
            host.StartTriggers();
            return host;
        }
        catch (TimeoutException exception)
        {
            await host.DisposeAsync();
            throw new LocalHostException($"The functions app in {options.App} did not start within {StartsWithin.TotalSeconds:0} s; the log says why.", exception);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a function that has no HTTP trigger by hand and waits for it.</summary>
    /// <param name="input">A queue message, or a blob's path; timers need none.</param>
    /// <returns>Null when it succeeded, else the reason.</returns>
    /// <exception cref="LocalHostException">There is no such function.</exception>
    public async Task<string?> RunFunctionAsync(string name, string input = "") =>
        _byHand.TryGetValue(name, out Func<string, Task<CallResult>>? run)
            ? (await run(input)).Reason
            : throw new LocalHostException($"The functions app has no function {name} that can be run by hand.");

    /// <summary>Stops the triggers, kills the handler as the real host does, and waits until nothing runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _handler.DisposeAsync();
        Task[] running;
        lock (_running)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        _calls.Dispose();
        _stop.Dispose();
    }

    private void StartTriggers()
    {
        string storage = _options.Settings.Connection(null);
        BlobServiceClient blobs = new(storage);
        BlobCalls blobCalls = new(blobs, new QueueClient(storage, BlobCalls.QueueName), _calls, _options.Time, _log);
        List<BlobAudience> audiences = [];
        foreach (FunctionFile function in _functions.Where(each => !each.Disabled))
        {
            switch (function.Trigger)
            {
                case QueueTrigger queue:
                    Listen(QueueWorkOf(function.Name, queue), _file.Queues);
                    break;
                case TimerTrigger timer:
                    TimerCalls calls = new(function.Name, timer, _calls, _options.Time);
                    _byHand[function.Name] = _ => calls.CallAsync(_stop.Token);
                    Run(calls.RunAsync);
                    break;
                case BlobTrigger blob:
                    audiences.Add(blobCalls.Audience(function.Name, blob));
                    _byHand[function.Name] = path => blobCalls.CallByHandAsync(function.Name, path, _stop.Token);
                    break;
            }
        }

        if (audiences.Count > 0)
        {
            Listen(blobCalls.Work(new QueueClient(storage, BlobCalls.PoisonQueueName)), new QueueSettings
            {
                BatchSize = Math.Clamp(_file.Blobs.MaxDegreeOfParallelism, 1, 32),
                NewBatchThreshold = 0,
                MaxDequeueCount = _file.Blobs.PoisonBlobThreshold,
            });
        }

        if (_options.EventsContainer is { } container)
        {
            audiences.Add(BlobCreatedEvent.Audience(BlobPath.Parse(container), blobs.Uri, new QueueClient(storage, _options.EventsQueue), _options.Time));
        }

        Run(new BlobWatcher(blobs, audiences, _options.Time, _wake, _log).RunAsync);
    }

    private QueueWork QueueWorkOf(string function, QueueTrigger trigger)
    {
        string connection = _options.Settings.Connection(trigger.Connection);
        async Task<CallResult> CallAsync(QueueMessage message, string text, CancellationToken stop)
        {
            byte[] body = Payload.OfQueueMessage(trigger.Binding, message, text, new SystemFacts(function, _options.Time.GetUtcNow(), Guid.NewGuid()));
            using JsonContentOf content = new(body);
            return await _calls.CallAsync(function, content, stop);
        }

        _byHand[function] = text => CallAsync(QueuesModelFactory.QueueMessage(Guid.NewGuid().ToString(), "by hand", text, 1), text, _stop.Token);
        return new QueueWork(function, new QueueClient(connection, trigger.Queue), PoisonOf(trigger.Queue, connection), CallAsync, text => text);
    }

    private static QueueClient? PoisonOf(string queue, string connection)
        => queue.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? null : new QueueClient(connection, queue + PoisonSuffix);

    private void Listen(QueueWork work, QueueSettings settings) => Run(new QueueListener(work, settings, _options.Time, _wake, _log).RunAsync);

    private void Run(Func<CancellationToken, Task> loop) => _running.Add(Task.Run(() => WatchedAsync(loop)));

    private async Task WatchedAsync(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_stop.Token);
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Nobody waits for a trigger; the rest of the app goes on without it, as on the real host.
            _log(HostLogLevel.Error, "host", $"A trigger stopped for good: {exception}");
        }
    }

    private bool TryRunByHand(string name, string body)
    {
        if (!_byHand.TryGetValue(name, out Func<string, Task<CallResult>>? run))
        {
            return false;
        }

        lock (_running)
        {
            _running.RemoveAll(each => each.IsCompletedSuccessfully);
            _running.Add(Task.Run(async () =>
            {
                try
                {
                    await run(InputOf(body));
                }
                catch (OperationCanceledException) when (_stop.IsCancellationRequested)
                {
                    return;
                }
            }));
        }

        return true;
    }

    /// <summary>The body of an admin call is <c>{"input":"…"}</c>, or nothing.</summary>
    private static string InputOf(string body)
    {
        try
        {
            return JsonNode.Parse(body).At("input").Text() ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
