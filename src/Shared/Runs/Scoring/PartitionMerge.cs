using System.Text;
using Azure.Data.Tables;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>What to write for a customer, if anything, and what the row then is.</summary>
internal readonly record struct MergeDecision(TableEntity? Write, TableEntity? Result);

/// <summary>Rows of a bucket in the order of their keys.</summary>
internal interface IKeyedRows
{
    int Count { get; }

    /// <summary>ASCII; none twice.</summary>
    ReadOnlySpan<byte> Key(int row);

    /// <summary>About how many bytes the row is made of.</summary>
    int Size(int row);
}

/// <summary>
/// Merges a bucket's rows into a partition of a table, without a lock: pages through what is there in key order beside the rows, writes in transactions of 100
/// (insert where absent, else replace If-Match), and where another writer was faster reads that key range again and decides again (rule 8).
/// </summary>
internal sealed class PartitionMerge(ITable table, string partition, IReadOnlyList<string>? select, Func<int, TableEntity?, MergeDecision> decide, Action<int, TableEntity?> settled, Action<TableEntity> recycle)
{
    private const int LargestTransaction = 100;

    // The service takes 4 MiB a transaction.
    private const int LargestTransactionBytes = 2 << 20;
    private const int MostConflicts = 20;

    private readonly List<(int Row, TableEntity? Existing, MergeDecision Decision)> _pending = new(LargestTransaction * 2);
    private int _writes;
    private int _bytes;

    public async Task RunAsync(IKeyedRows rows, CancellationToken cancellation)
    {
        int next = 0;
        await foreach (TablePage page in table.ReadAsync(partition, from: null, before: null, select, cancellation))
        {
            foreach (TableEntity existing in page.Rows)
            {
                int order = -1;
                for (; next < rows.Count && (order = Compare(rows, next, existing.RowKey)) < 0; next++)
                {
                    if (Add(rows, next, existing: null))
                    {
                        await FlushAsync(rows, cancellation);
                    }
                }

                bool matches = next < rows.Count && order == 0;
                if (Add(rows, matches ? next++ : -1, existing))
                {
                    await FlushAsync(rows, cancellation);
                }
            }
        }

        for (; next < rows.Count; next++)
        {
            if (Add(rows, next, existing: null))
            {
                await FlushAsync(rows, cancellation);
            }
        }

        await FlushAsync(rows, cancellation);
    }

    /// <summary>Returns whether there is enough for a transaction.</summary>
    private bool Add(IKeyedRows rows, int row, TableEntity? existing)
    {
        MergeDecision decision = row < 0 ? new MergeDecision(null, existing) : decide(row, existing);
        if (_pending.Count == 0 && decision.Write is null)
        {
            settled(row, decision.Result);
            return false;
        }

        _pending.Add((row, existing, decision));
        if (decision.Write is not null)
        {
            _writes++;
            _bytes += (4 * rows.Size(row)) + 1024;
        }

        return _writes == LargestTransaction || _bytes >= LargestTransactionBytes || _pending.Count >= 20 * LargestTransaction;
    }

    private async Task FlushAsync(IKeyedRows rows, CancellationToken cancellation)
    {
        for (int conflicts = 0; _writes > 0 && !await table.TryWriteAsync(Writes(), cancellation); conflicts++)
        {
            if (conflicts == MostConflicts)
            {
                throw new IOException($"The rows of {table.Name} {partition} changed {MostConflicts} times while they were being written.");
            }

            await DecideAgainAsync(rows, cancellation);
        }

        foreach ((int row, _, MergeDecision decision) in _pending)
        {
            settled(row, decision.Result);
            if (decision.Write is not null)
            {
                recycle(decision.Write);
            }
        }

        _pending.Clear();
        _writes = 0;
        _bytes = 0;
    }

    private List<TableWrite> Writes()
    {
        var writes = new List<TableWrite>(_writes);
        foreach ((_, TableEntity? existing, MergeDecision decision) in _pending)
        {
            if (decision.Write is not null)
            {
                writes.Add(new TableWrite(decision.Write, existing?.ETag));
            }
        }

        return writes;
    }

    private async Task DecideAgainAsync(IKeyedRows rows, CancellationToken cancellation)
    {
        var now = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        (string from, string to) = (KeyOf(rows, _pending[0]), KeyOf(rows, _pending[^1]));
        await foreach (TablePage page in table.ReadAsync(partition, from, to + "\0", select, cancellation))
        {
            foreach (TableEntity entity in page.Rows)
            {
                now[entity.RowKey] = entity;
            }
        }

        _writes = 0;
        for (int i = 0; i < _pending.Count; i++)
        {
            int row = _pending[i].Row;
            TableEntity? existing = now.GetValueOrDefault(KeyOf(rows, _pending[i])) ?? (row < 0 ? _pending[i].Existing : null);
            MergeDecision decision = row < 0 ? new MergeDecision(null, existing) : decide(row, existing);
            _pending[i] = (row, existing, decision);
            _writes += decision.Write is null ? 0 : 1;
        }
    }

    private static string KeyOf(IKeyedRows rows, (int Row, TableEntity? Existing, MergeDecision Decision) pending)
        => pending.Existing?.RowKey ?? Encoding.ASCII.GetString(rows.Key(pending.Row));

    private static int Compare(IKeyedRows rows, int row, string key)
    {
        Span<byte> ascii = stackalloc byte[CustomerKey.Longest];
        return Encoding.ASCII.TryGetBytes(key, ascii, out int length)
            ? rows.Key(row).SequenceCompareTo(ascii[..length])
            : throw new InvalidDataException($"A customer table holds the key '{key}', which is none of ours.");
    }
}
