using Azure;
using Azure.Data.Tables;

namespace Clientele.Storage;

/// <summary>One write of a <see cref="ITable.TryWriteAsync"/> batch.</summary>
/// <param name="Entity">Keys and every column.</param>
/// <param name="IfMatch">Null: insert, absent is the condition. Otherwise: replace this version.</param>
/// <param name="Delete">Delete the version instead of replacing it.</param>
public readonly record struct TableWrite(TableEntity Entity, ETag? IfMatch, bool Delete = false);

/// <summary>Some rows of a partition and the clock of the service when it answered. A page may be empty and not the last.</summary>
public sealed record TablePage(IReadOnlyList<TableEntity> Rows, DateTimeOffset ServiceDate);

/// <summary>
/// One table. Conflicts (already there, another version, gone) are return values; all else throws and may be tried again.
/// Rows come with their ETag and service Timestamp.
/// </summary>
public interface ITable
{
    string Name { get; }

    Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellation);

    /// <summary>
    /// Rows of a partition with <paramref name="from"/> ≤ RowKey &lt; <paramref name="before"/> (ordinal; null: no bound), in key order, page by page.
    /// <paramref name="select"/> limits the columns; keys, ETag and Timestamp always come.
    /// </summary>
    IAsyncEnumerable<TablePage> ReadAsync(string partition, string? from, string? before, IReadOnlyList<string>? select, CancellationToken cancellation);

    Task<bool> TryInsertAsync(TableEntity entity, CancellationToken cancellation);

    /// <summary>Replaces the whole row if it is still the version <paramref name="ifMatch"/>. False when it is not, or is gone.</summary>
    Task<bool> TryReplaceAsync(TableEntity entity, ETag ifMatch, CancellationToken cancellation);

    /// <summary>At most 100 writes of one partition, all or none. False when any condition does not hold.</summary>
    Task<bool> TryWriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellation);

    /// <summary>Number of rows in the whole table: a scan, for people and tests, never for a page or a run.</summary>
    Task<long> CountAsync(CancellationToken cancellation);

    Task EnsureExistsAsync(CancellationToken cancellation);
}
