using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Clientele.Storage;

namespace Clientele.Testing;

/// <summary>A table in memory: see <see cref="MemoryStorage"/>. Rows are copied on the way in and on the way out.</summary>
public sealed class MemoryTable(MemoryStorage storage, string name) : ITable
{
    private const int MostWrites = 100;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryPartition> _partitions = new(StringComparer.Ordinal);
    private bool _exists;

    public string Name => name;

    /// <summary>A copy of every row, in key order.</summary>
    public IReadOnlyList<TableEntity> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _partitions.Values.SelectMany(partition => partition.Rows).Select(row => MemoryRow.Copy(row, null))];
            }
        }
    }

    public Task EnsureExistsAsync(CancellationToken cancellation) =>
        RunAsync(StorageOperationKind.EnsureExists, "", () => _exists = true, cancellation);

    public Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellation) =>
        RunAsync(
            StorageOperationKind.FindRow,
            $"{partition}/{row}",
            () => Current(partition, row) is { } found ? MemoryRow.Copy(found, null) : null,
            cancellation);

    public async IAsyncEnumerable<TablePage> ReadAsync(
        string partition,
        string? from,
        string? before,
        IReadOnlyList<string>? select,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        (string Key, bool Included)? start = from is null ? null : (from, true);
        while (true)
        {
            if (storage.EmptyPages)
            {
                yield return await RunAsync(StorageOperationKind.ReadRows, partition, () => new TablePage([], storage.ServiceDate), cancellation);
            }

            TablePage page = await RunAsync(StorageOperationKind.ReadRows, partition, () => Page(partition, start, before, select), cancellation);
            yield return page;
            if (page.Rows.Count < storage.PageSize)
            {
                yield break;
            }

            start = (page.Rows[^1].RowKey, false);
        }
    }

    public Task<bool> TryInsertAsync(TableEntity entity, CancellationToken cancellation) =>
        WriteAsync(StorageOperationKind.InsertRow, [new TableWrite(entity, null)], cancellation);

    public Task<bool> TryReplaceAsync(TableEntity entity, ETag ifMatch, CancellationToken cancellation) =>
        WriteAsync(StorageOperationKind.ReplaceRow, [new TableWrite(entity, ifMatch)], cancellation);

    public Task<bool> TryWriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellation) =>
        writes.Count == 0 ? Task.FromResult(true) : WriteAsync(StorageOperationKind.WriteRows, writes, cancellation);

    public Task<long> CountAsync(CancellationToken cancellation) =>
        RunAsync(StorageOperationKind.CountRows, "", () => _partitions.Values.Sum(partition => (long)partition.Count), cancellation);

    private Task<bool> WriteAsync(StorageOperationKind kind, IReadOnlyList<TableWrite> writes, CancellationToken cancellation)
    {
        TableWrite[] copies = [.. writes.Select(write => write with { Entity = MemoryRow.Stored(write.Entity) })];
        string partition = copies[0].Entity.PartitionKey;
        if (copies.Any(write => write.Delete && write.IfMatch is null))
        {
            throw new ArgumentException("A delete names the version it deletes.", nameof(writes));
        }

        if (copies.Length > MostWrites)
        {
            throw MemoryStorage.Refuse(400, "InvalidInput", $"{copies.Length} writes to {Name} at once, {MostWrites} is the most.");
        }

        if (copies.Any(write => write.Entity.PartitionKey != partition))
        {
            throw MemoryStorage.Refuse(400, "CommandsInBatchActOnDifferentPartitions", $"A batch for {Name} names more than one partition.");
        }

        if (copies.Select(write => write.Entity.RowKey).Distinct(StringComparer.Ordinal).Count() != copies.Length)
        {
            throw MemoryStorage.Refuse(400, "InvalidDuplicateRow", $"A batch for {Name}, partition {partition}, names a row twice.");
        }

        string key = kind == StorageOperationKind.WriteRows ? partition : $"{partition}/{copies[0].Entity.RowKey}";
        return RunAsync(kind, key, () => Apply(partition, copies), cancellation);
    }

    private bool Apply(string partitionKey, TableWrite[] writes)
    {
        foreach (TableWrite write in writes)
        {
            TableEntity? current = Current(partitionKey, write.Entity.RowKey);
            bool holds = write.IfMatch is { } version ? current is not null && (version == ETag.All || version == current.ETag) : current is null && !write.Delete;
            if (!holds)
            {
                return false;
            }
        }

        if (!_partitions.TryGetValue(partitionKey, out MemoryPartition? partition))
        {
            _partitions[partitionKey] = partition = new MemoryPartition();
        }

        foreach (TableWrite write in writes)
        {
            if (write.Delete)
            {
                partition.Remove(write.Entity.RowKey);
                continue;
            }

            DateTimeOffset now = storage.NextWriteTime();
            write.Entity.Timestamp = now;
            write.Entity.ETag = new ETag($"W/\"{storage.NextVersion():D12}\"");
            partition.Set(write.Entity);
        }

        return true;
    }

    private TableEntity? Current(string partition, string row) => _partitions.GetValueOrDefault(partition)?.Find(row);

    private TablePage Page(string partition, (string Key, bool Included)? start, string? before, IReadOnlyList<string>? select)
    {
        var rows = new List<TableEntity>();
        foreach (TableEntity row in _partitions.GetValueOrDefault(partition)?.From(start) ?? [])
        {
            if (rows.Count == storage.PageSize || (before is not null && string.CompareOrdinal(row.RowKey, before) >= 0))
            {
                break;
            }

            rows.Add(MemoryRow.Copy(row, select));
        }

        return new TablePage(rows, storage.ServiceDate);
    }

    private Task<T> RunAsync<T>(StorageOperationKind kind, string key, Func<T> effect, CancellationToken cancellation)
    {
        T Locked()
        {
            lock (_lock)
            {
                if (!_exists && !storage.CreatesOnUse && kind != StorageOperationKind.EnsureExists)
                {
                    throw MemoryStorage.Refuse(404, "TableNotFound", $"There is no table {Name}.");
                }

                return effect();
            }
        }

        return storage.RunAsync(kind, Name, key, Locked, cancellation).AsTask();
    }
}
