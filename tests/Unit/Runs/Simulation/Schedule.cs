using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Simulation;

/// <summary>How rough a schedule is.</summary>
internal sealed record Roughness(int Kills, int Faults, int Duplicates)
{
    public static readonly Roughness None = new(0, 0, 0);
}

/// <summary>
/// Plays the host and the service over storage in memory, step by step, in an order drawn from a seed: several processes, kills at any step, zombies whose
/// message was given to another, faults before and after a request's effect, messages out of order and twice, poison queues, a watch now and then.
/// </summary>
internal sealed class Schedule : IDisposable
{
    private const int MostSteps = 60_000;
    private const int MostTries = 5;
    private const int Processes = 2;
    private const int CallsPerProcess = 3;
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(60);

    private readonly Random _random;
    private readonly MemoryStorage _storage;
    private readonly MemoryQueue _parts;
    private readonly MemoryQueue _poison;
    private readonly Func<SimulatedProcess> _start;
    private readonly SynchronizationContext? _outer = SynchronizationContext.Current;
    private readonly List<SimulatedProcess> _processes = [];
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal);
    private readonly List<Action> _events = [];
    private int _kills;
    private int _faults;
    private int _duplicates;

    // Watches since anything else happened, kills and faults included: after the third in a row there is nothing left to do.
    private int _idleWatches;

    /// <param name="start">Starts a process with empty caches.</param>
    public Schedule(int seed, MemoryStorage storage, Roughness roughness, Func<SimulatedProcess> start)
    {
        _random = new Random(seed);
        _storage = storage;
        _start = start;
        _parts = storage.Queue(ClienteleStorage.PartsQueueName);
        _poison = storage.Queue(ClienteleStorage.PartsPoisonQueueName);
        (_kills, _faults, _duplicates) = (_random.Next(roughness.Kills + 1), _random.Next(roughness.Faults + 1), _random.Next(roughness.Duplicates + 1));

        // Without a context every continuation runs at once, on the thread that completes what it waited for: ours.
        SynchronizationContext.SetSynchronizationContext(null);
        storage.Before = StopAsync;
        storage.After = StopAsync;
        for (int i = 0; i < Processes; i++)
        {
            _processes.Add(start());
        }
    }

    /// <summary>Faults every request that this holds for, as long as it does.</summary>
    public Func<StorageOperation, bool>? Broken { get; set; }

    /// <summary>The text of every version that was uploaded, by ETag.</summary>
    public Dictionary<string, string> Contents { get; } = new(StringComparer.Ordinal);

    /// <summary>Something from outside that happens once, as soon as this holds and nothing is left to do but wait.</summary>
    public (Func<bool> Holds, Action Action)? OnceIdle { get; set; }

    public int Steps { get; private set; }

    /// <summary>Something from outside that happens at a step of the schedule's choosing.</summary>
    public void Sometime(Action action) => _events.Add(action);

    /// <summary>A function called from outside: an event, a timer, a request. Comes again when it fails, as the host does.</summary>
    public void Call(Func<RunEngine, Task> function) => Start(process => new SimulatedCall { Process = process }, call => function(call.Process.Engine));

    /// <summary>Goes on until nothing is left to do. Throws when that takes too long.</summary>
    public void Run()
    {
        while (_idleWatches < 3)
        {
            if (++Steps > MostSteps)
            {
                throw new InvalidOperationException($"The schedule has not come to an end after {MostSteps} steps. Messages: {string.Join("; ", _parts.Messages.Select(message => message.Text))}");
            }

            Settle();
            if (Step())
            {
                continue;
            }

            if (OnceIdle is { } once && once.Holds())
            {
                OnceIdle = null;
                _idleWatches = 0;
                once.Action();
            }
            else if (NextVisible() is { } next)
            {
                _storage.Now = next > _storage.Now ? next : _storage.Now;
            }
            else
            {
                // Nothing moves by itself: time passes, and Watch looks.
                _idleWatches++;
                _storage.Now += TimeSpan.FromHours(1);
                Call(engine => engine.WatchAsync(CancellationToken.None));
            }
        }
    }

    public void Dispose()
    {
        _storage.Before = null;
        _storage.After = null;
        SynchronizationContext.SetSynchronizationContext(_outer);
    }

    private static ValueTask StopAsync(StorageOperation operation) => SimulatedCall.Current.Value is { } call ? call.StopAsync(operation) : ValueTask.CompletedTask;

    private bool Step()
    {
        List<SimulatedCall> stopped = _processes.SelectMany(process => process.Calls).Where(call => call.IsStopped).ToList();
        List<MemoryMessage> visible = [.. _parts.Visible];
        List<MemoryMessage> poison = [.. _poison.Visible];
        SimulatedProcess? free = _processes.Find(process => process.Calls.Count < CallsPerProcess);
        int choice = _random.Next(100);
        if (choice < 2 && _kills > 0 && stopped.Count > 0)
        {
            _kills--;
            _idleWatches = 0;
            _processes[_random.Next(_processes.Count)] = _start();
            return true;
        }

        if (choice < 4 && _duplicates > 0 && visible.Count > 0)
        {
            Duplicate(visible[_random.Next(visible.Count)]);
            return true;
        }

        if (choice < 5)
        {
            // Long enough, now and then, to show messages again whose calls are still at work.
            _storage.Now += TimeSpan.FromSeconds(_random.Next(1, 50));
        }

        if (choice < 12 && _events.Count > 0)
        {
            TakeEvent();
            return true;
        }

        if (free is not null && choice < 40 && visible.Count + poison.Count > 0)
        {
            Receive(free, visible, poison);
            return true;
        }

        if (stopped.Count > 0)
        {
            GoOn(stopped[_random.Next(stopped.Count)]);
            return true;
        }

        if (free is not null && visible.Count + poison.Count > 0)
        {
            Receive(free, visible, poison);
            return true;
        }

        if (_events.Count > 0)
        {
            TakeEvent();
            return true;
        }

        return false;
    }

    private void TakeEvent()
    {
        Action action = _events[0];
        _events.RemoveAt(0);
        _idleWatches = 0;
        action();
    }

    private void GoOn(SimulatedCall call)
    {
        if (Broken?.Invoke(call.Operation) == true)
        {
            call.Fault();
        }
        else if (_faults > 0 && _random.Next(60) == 0)
        {
            _faults--;
            _idleWatches = 0;
            call.Fault();
        }
        else
        {
            call.GoOn();
        }
    }

    private void Duplicate(MemoryMessage message)
    {
        _duplicates--;
        if (_copied.Add(message.Text))
        {
            // Sent from nowhere: the hooks let it through.
            _parts.SendAsync(message.Text, null, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private void Receive(SimulatedProcess process, List<MemoryMessage> visible, List<MemoryMessage> poison)
    {
        _idleWatches = 0;
        bool fromPoison = poison.Count > 0 && (visible.Count == 0 || _random.Next(3) == 0);
        MemoryQueue queue = fromPoison ? _poison : _parts;
        List<MemoryMessage> choices = fromPoison ? poison : visible;
        if (queue.Receive(choices[_random.Next(choices.Count)].Id, Visibility) is not { } message)
        {
            return;
        }

        if (!fromPoison && message.DequeueCount > MostTries)
        {
            Poison(message);
            return;
        }

        var call = new SimulatedCall { Process = process, Message = message, Queue = queue };
        process.Calls.Add(call);
        call.Start(() => fromPoison
            ? process.Engine.PoisonedAsync(message.Text, CancellationToken.None)
            : process.Engine.WorkAsync(message.Text, CancellationToken.None));
    }

    private void Start(Func<SimulatedProcess, SimulatedCall> make, Func<SimulatedCall, Task> work)
    {
        SimulatedProcess process = _processes[_random.Next(_processes.Count)];
        SimulatedCall call = make(process);
        process.Calls.Add(call);
        call.Start(() => work(call));
    }

    /// <summary>What the host does when a call has answered.</summary>
    private void Settle()
    {
        foreach (SimulatedProcess process in _processes)
        {
            foreach (SimulatedCall call in process.Calls.Where(call => call.Work.IsCompleted).ToList())
            {
                process.Calls.Remove(call);
                if (call.Work.Exception?.InnerException is { } error && (error is not IOException || !error.Message.StartsWith("The service did not answer", StringComparison.Ordinal)))
                {
                    throw new InvalidOperationException($"A call failed with something that is no fault of storage: {error}", error);
                }

                if (call.Message is not { } message || call.Queue is not { } queue)
                {
                    continue;
                }

                if (call.Work.IsCompletedSuccessfully)
                {
                    queue.Delete(message);
                }
                else if (queue == _parts && message.DequeueCount >= MostTries)
                {
                    Poison(message);
                }
                else
                {
                    queue.ChangeVisibility(message, TimeSpan.FromSeconds(5));
                }
            }
        }
    }

    private void Poison(MemoryMessage message)
    {
        if (_parts.Delete(message))
        {
            _poison.SendAsync(message.Text, null, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private DateTimeOffset? NextVisible()
    {
        DateTimeOffset? next = null;
        foreach (MemoryMessage message in _parts.Messages.Concat(_poison.Messages))
        {
            next = next is null || message.VisibleFrom < next ? message.VisibleFrom : next;
        }

        return next;
    }
}
