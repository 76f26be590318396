using Azure;
using Azure.Data.Tables;
using Clientele.Models;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>The table <c>models</c>: a copy, for reports, of what manifests, judgements and the alias say.</summary>
internal sealed class ModelRows(ITable table, ModelVersions versions, Champions champions)
{
    private const int MostConflicts = 50;
    private const int LargestTransaction = 100;

    /// <summary>Brings the rows up to the alias. They follow from files alone, so whoever writes last writes the same.</summary>
    /// <param name="judged">A version whose judgement is new; null for none.</param>
    public async Task UpdateAsync(string schema, string kind, string? judged, CancellationToken cancellation)
    {
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            // Rows before the alias: a row that still has its ETag at the write was not written from a newer alias.
            Dictionary<string, TableEntity> rows = await ReadAsync(schema, kind, cancellation);
            ChampionAlias? alias = (await champions.ReadAsync(schema, kind, cancellation))?.Alias;
            bool written = true;
            foreach (TableWrite[] batch in (await WritesAsync(schema, kind, judged, rows, alias, cancellation)).Chunk(LargestTransaction))
            {
                written &= await table.TryWriteAsync(batch, cancellation);
            }

            if (written)
            {
                return;
            }
        }

        throw new IOException($"The rows of {ModelRow.Partition(schema, kind)} changed {MostConflicts} times while they were being written.");
    }

    /// <summary>Every version under the alias given, newest first, whether or not the table has caught up.</summary>
    public async Task<IReadOnlyList<ModelRow>> ListAsync(string schema, string kind, ChampionAlias? alias, CancellationToken cancellation)
    {
        Dictionary<string, TableEntity> stored = await ReadAsync(schema, kind, cancellation);
        var rows = new List<ModelRow>();
        await foreach (string version in versions.ListAsync(schema, kind, cancellation))
        {
            ModelRow? row = stored.TryGetValue(version, out TableEntity? entity) ? ModelRow.From(entity) : null;
            if (row is null || row.Grade.Length == 0 || !row.Agrees(alias))
            {
                row = await RenewAsync(row, schema, kind, version, alias, cancellation);
            }

            if (row is not null)
            {
                rows.Add(row);
            }
        }

        // A run's id begins with the time of the newest file that it read.
        return [.. rows.OrderByDescending(row => row.Run, StringComparer.Ordinal).ThenBy(row => row.Version, StringComparer.Ordinal)];
    }

    private async Task<List<TableWrite>> WritesAsync(
        string schema, string kind, string? judged, Dictionary<string, TableEntity> rows, ChampionAlias? alias, CancellationToken cancellation)
    {
        var writes = new List<TableWrite>();
        await foreach (string version in versions.ListAsync(schema, kind, cancellation))
        {
            ModelRow? old = rows.TryGetValue(version, out TableEntity? entity) ? ModelRow.From(entity) : null;
            bool stands = old is not null && old.Agrees(alias) && version != judged && !old.Current;
            if (!stands && await RenewAsync(old, schema, kind, version, alias, cancellation) is { } row && row != old)
            {
                writes.Add(new TableWrite(row.ToEntity(), entity is null ? null : (ETag?)entity.ETag));
            }
        }

        return writes;
    }

    /// <summary>Null where there is no row yet and the manifest is refused: nothing can be said of the version then.</summary>
    private async Task<ModelRow?> RenewAsync(ModelRow? old, string schema, string kind, string version, ChampionAlias? alias, CancellationToken cancellation)
    {
        try
        {
            // A manifest never changes, and may be large.
            ModelRow? row = old ?? (await versions.FindManifestAsync(schema, kind, version, cancellation) is { } manifest ? ModelRow.Of(manifest) : null);
            return row?.With((await versions.FindJudgementAsync(schema, kind, version, cancellation))?.Judgement, alias);
        }
        catch (ModelRefusedException)
        {
            return old?.With(judgement: null, alias);
        }
    }

    private async Task<Dictionary<string, TableEntity>> ReadAsync(string schema, string kind, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (TablePage page in table.ReadAsync(ModelRow.Partition(schema, kind), from: null, before: null, select: null, cancellation))
        {
            foreach (TableEntity row in page.Rows)
            {
                rows[row.RowKey] = row;
            }
        }

        return rows;
    }
}
