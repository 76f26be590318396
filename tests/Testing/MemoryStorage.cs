using System.Collections.Concurrent;
using Azure;
using Clientele.Storage;

namespace Clientele.Testing;

/// <summary>
/// A storage account in memory with the service's semantics: versions and conditions, blocks, pages, visibility, a clock of its own.
/// Nothing waits and nothing is random: every call completes at once unless a hook does not, so a test decides the order of everything.
/// Safe for use from several threads.
/// </summary>
public sealed class MemoryStorage
{
    private readonly ConcurrentDictionary<string, MemoryBlobContainer> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MemoryTable> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MemoryQueue> _queues = new(StringComparer.Ordinal);
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;
    private long _versions;

    /// <summary>Awaited before an operation's effect. Throwing here: the request never arrived.</summary>
    public Func<StorageOperation, ValueTask>? Before { get; set; }

    /// <summary>Awaited after an operation's effect, before the caller learns of it. Throwing here: done, but the answer was lost.</summary>
    public Func<StorageOperation, ValueTask>? After { get; set; }

    /// <summary>The clock of the service. Each write moves it by a microsecond, so that Timestamps are ordered.</summary>
    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _ticks, value.UtcTicks);
    }

    /// <summary>When false, a container, table or queue that was not created answers 404, as the service does. When true, it springs up at first use.</summary>
    public bool CreatesOnUse { get; set; } = true;

    /// <summary>Rows in a page of <see cref="ITable.ReadAsync"/>, and blobs in a page of a listing.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Whether each page of rows is preceded by an empty one, as the service may do.</summary>
    public bool EmptyPages { get; set; }

    /// <summary>Bytes that one ranged request of a stream brings.</summary>
    public int ReadStep { get; set; } = 256 * 1024;

    public IEnumerable<MemoryTable> Tables => _tables.Values.OrderBy(each => each.Name, StringComparer.Ordinal);

    public IEnumerable<MemoryBlobContainer> Containers => _containers.Values.OrderBy(each => each.Name, StringComparer.Ordinal);

    /// <summary>What a response's Date header would say: the clock, to the second.</summary>
    internal DateTimeOffset ServiceDate => ToSecond(Now);

    public ClienteleStorage Open() => new(Container, Table, Table, Queue) { FromBrowsers = new MemoryIncomingBlobs(this) };

    public MemoryBlobContainer Container(string name) => _containers.GetOrAdd(name, static (each, storage) => new MemoryBlobContainer(storage, each), this);

    public MemoryTable Table(string name) => _tables.GetOrAdd(name, static (each, storage) => new MemoryTable(storage, each), this);

    public MemoryQueue Queue(string name) => _queues.GetOrAdd(name, static (each, storage) => new MemoryQueue(storage, each), this);

    internal static DateTimeOffset ToSecond(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    internal static RequestFailedException Refuse(int status, string code, string message) => new(status, message, code, null);

    internal DateTimeOffset NextWriteTime() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    internal long NextVersion() => Interlocked.Increment(ref _versions);

    /// <summary>Runs one operation between the hooks.</summary>
    internal async ValueTask<T> RunAsync<T>(StorageOperationKind kind, string store, string key, Func<T> effect, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var operation = new StorageOperation(kind, store, key);
        if (Before is { } before)
        {
            await before(operation);
        }

        T result = effect();
        if (After is { } after)
        {
            await after(operation);
        }

        return result;
    }
}
