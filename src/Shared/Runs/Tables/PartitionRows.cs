using Azure.Data.Tables;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>Makes a small partition hold exactly the rows given, whoever writes beside.</summary>
internal static class PartitionRows
{
    private const int MostConflicts = 50;
    private const int LargestTransaction = 100;

    /// <param name="rows">Asked after the existing rows were read, and again after each conflict: what they are made of is at least as new as what they replace.</param>
    /// <exception cref="IOException">Others kept writing; try again.</exception>
    public static async Task ReplaceAsync(
        ITable table, string partition, Func<IReadOnlyDictionary<string, TableEntity>, Task<IEnumerable<TableEntity>>> rows, CancellationToken cancellation)
    {
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            Dictionary<string, TableEntity> existing = await ReadAsync(table, partition, cancellation);
            List<TableWrite> writes = (await rows(existing)).Select(row => new TableWrite(row, existing.TryGetValue(row.RowKey, out TableEntity? old) ? old.ETag : null)).ToList();
            HashSet<string> kept = writes.Select(write => write.Entity.RowKey).ToHashSet(StringComparer.Ordinal);
            writes.AddRange(existing.Values.Where(row => !kept.Contains(row.RowKey)).Select(row => new TableWrite(row, row.ETag, Delete: true)));
            if (await TryWriteAsync(table, writes, cancellation))
            {
                return;
            }
        }

        throw new IOException($"The rows of {partition} in {table.Name} changed {MostConflicts} times while they were being written.");
    }

    /// <inheritdoc cref="ReplaceAsync(ITable, string, Func{IReadOnlyDictionary{string, TableEntity}, Task{IEnumerable{TableEntity}}}, CancellationToken)"/>
    public static Task ReplaceAsync(ITable table, string partition, IEnumerable<TableEntity> rows, CancellationToken cancellation)
        => ReplaceAsync(table, partition, _ => Task.FromResult(rows), cancellation);

    private static async Task<Dictionary<string, TableEntity>> ReadAsync(ITable table, string partition, CancellationToken cancellation)
    {
        var existing = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (TablePage page in table.ReadAsync(partition, from: null, before: null, select: null, cancellation))
        {
            foreach (TableEntity row in page.Rows)
            {
                existing[row.RowKey] = row;
            }
        }

        return existing;
    }

    private static async Task<bool> TryWriteAsync(ITable table, List<TableWrite> writes, CancellationToken cancellation)
    {
        foreach (TableWrite[] batch in writes.Chunk(LargestTransaction))
        {
            if (!await table.TryWriteAsync(batch, cancellation))
            {
                return false;
            }
        }

        return true;
    }
}
