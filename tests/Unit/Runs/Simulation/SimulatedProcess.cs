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

    private TaskCompletionSource? _gate;

    public required SimulatedProcess Process { get; init; }

    /// <summary>The message that called it, if one did, and the queue it came from.</summary>
    public MemoryMessage? Message { get; init; }

    public MemoryQueue? Queue { get; init; }

    public Task Work { get; private set; } = Task.CompletedTask;

    public bool IsStopped => _gate is not null;

    /// <summary>Whether it stands before a request, not after one.</summary>
    public bool IsBefore { get; private set; }

    public StorageOperation Operation { get; private set; }

    public void Start(Func<Task> work)
    {
        SimulatedCall? outer = Current.Value;
        Current.Value = this;
        Work = work();
        Current.Value = outer;
    }

    public ValueTask StopAsync(StorageOperation operation, bool isBefore)
    {
        Operation = operation;
        IsBefore = isBefore;
        _gate = new TaskCompletionSource();
        return new ValueTask(_gate.Task);
    }

    public void GoOn()
    {
        TaskCompletionSource gate = _gate!;
        _gate = null;
        gate.SetResult();
    }

    public void Fault()
    {
        TaskCompletionSource gate = _gate!;
        _gate = null;
        gate.SetException(new IOException($"The service did not answer to {Operation.Kind} {Operation.Store}."));
    }
}
