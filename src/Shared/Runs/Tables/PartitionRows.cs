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
    public static Task ReplaceAsync(
        ITable table, string partition, Func<IReadOnlyDictionary<string, TableEntity>, Task<IEnumerable<TableEntity>>> rows, CancellationToken cancellation)
        => ReplaceAsync(table, partition, rows, static (_, _) => false, cancellation);

    /// <summary>The same for rows that follow from a version alone. Most runs change none of them, and reading is less work than writing.</summary>
    public static Task ReplaceAsync(ITable table, string partition, IEnumerable<TableEntity> rows, CancellationToken cancellation)
        => ReplaceAsync(table, partition, _ => Task.FromResult(rows), static (old, row) => row.All(column => Equals(old[column.Key], column.Value)), cancellation);

    /// <param name="stands">
    /// Whether a row need not be written. Where rows hold sums, each has to be: only a new ETag keeps a slower writer from putting older sums over them.
    /// </param>
    private static async Task ReplaceAsync(
        ITable table,
        string partition,
        Func<IReadOnlyDictionary<string, TableEntity>, Task<IEnumerable<TableEntity>>> rows,
        Func<TableEntity, TableEntity, bool> stands,
        CancellationToken cancellation)
    {
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            Dictionary<string, TableEntity> existing = await ReadAsync(table, partition, cancellation);
            List<TableEntity> wanted = [.. await rows(existing)];
            HashSet<string> kept = wanted.Select(row => row.RowKey).ToHashSet(StringComparer.Ordinal);
            var writes = new List<TableWrite>();
            foreach (TableEntity row in wanted)
            {
                TableEntity? old = existing.GetValueOrDefault(row.RowKey);
                if (old is null || !stands(old, row))
                {
                    writes.Add(new TableWrite(row, old?.ETag));
                }
            }

            writes.AddRange(existing.Values.Where(row => !kept.Contains(row.RowKey)).Select(row => new TableWrite(row, row.ETag, Delete: true)));
            if (await TryWriteAsync(table, writes, cancellation))
            {
                return;
            }
        }

        throw new IOException($"The rows of {partition} in {table.Name} changed {MostConflicts} times while they were being written.");
    }

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
