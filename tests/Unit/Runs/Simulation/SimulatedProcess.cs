using Clientele.Runs;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Runs.Simulation;

/// <summary>An instance of the app: an engine with caches of its own, and the calls it has under way. Killing it stops them for ever, wherever they are.</summary>
internal sealed class SimulatedProcess(MemoryStorage storage, SchemaSource schemas, RunSettings settings)
{
    public RunEngine Engine { get; } = new(storage.Open(), schemas, new ScoringModels(storage.Container("models"), new ServiceTime(storage)), settings, NullLoggerFactory.Instance);

    public List<SimulatedCall> Calls { get; } = [];

    private sealed class ServiceTime(MemoryStorage storage) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => storage.Now;

        public override long GetTimestamp() => storage.Now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}

/// <summary>One call of a function, stopped before and after each request to storage until the schedule lets it go on.</summary>
internal sealed class SimulatedCall
{
    public static readonly AsyncLocal<SimulatedCall?> Current = new();

    // In the order in which they were reached: a call may have several requests under way.
    private readonly Queue<(TaskCompletionSource Gate, StorageOperation Operation)> _stops = new();

    public required SimulatedProcess Process { get; init; }

    /// <summary>The message that called it, if one did, and the queue it came from.</summary>
    public MemoryMessage? Message { get; init; }

    public MemoryQueue? Queue { get; init; }

    public Task Work { get; private set; } = Task.CompletedTask;

    public bool IsStopped => _stops.Count > 0;

    /// <summary>The first of the requests that it stands at.</summary>
    public StorageOperation Operation => _stops.Peek().Operation;

    public void Start(Func<Task> work)
    {
        SimulatedCall? outer = Current.Value;
        Current.Value = this;
        Work = work();
        Current.Value = outer;
    }

    public ValueTask StopAsync(StorageOperation operation)
    {
        var gate = new TaskCompletionSource();
        _stops.Enqueue((gate, operation));
        return new ValueTask(gate.Task);
    }

    public void GoOn() => _stops.Dequeue().Gate.SetResult();

    public void Fault()
    {
        (TaskCompletionSource gate, StorageOperation operation) = _stops.Dequeue();
        gate.SetException(new IOException($"The service did not answer to {operation.Kind} {operation.Store}."));
    }
}
