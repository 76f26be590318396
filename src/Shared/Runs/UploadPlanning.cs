using Clientele.Csv;
using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>An upload becomes a run: the same version of it always the same one, whatever events arrive.</summary>
internal sealed partial class UploadPlanning(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, ILogger<UploadPlanning> logger)
{
    // A header longer than this is no header.
    private const int HeadBytes = 64 * 1024;

    /// <summary>Rule 2: insert the row; then, whether it was new or not, queue its planning unless the run has ended. Safe to call at any time.</summary>
    public async Task PlanAsync(string name, CancellationToken cancellation)
    {
        (BlobFacts? upload, _) = await storage.Uploads.FindAsync(name, cancellation);
        if (upload is null || name.EndsWith('/'))
        {
            Log.Gone(logger, name);
            return;
        }

        await PlanAsync(upload, cancellation);
    }

    public async Task PlanAsync(BlobFacts upload, CancellationToken cancellation)
    {
        string source = $"{storage.Uploads.Name}/{upload.Name}";
        RunId id = RunId.First(upload.LastModified, source, upload.ETag);
        if (await FindAsync(id, cancellation) is not { } run)
        {
            Schema? schema;
            try
            {
                schema = await SchemaOfAsync(upload, cancellation);
            }
            catch (BlobChangedException)
            {
                // The newer version raises its own event.
                Log.Gone(logger, upload.Name);
                return;
            }

            run = new RunRow
            {
                Schema = schema?.Id ?? RunRow.UnknownSchema,
                Id = id,
                Kind = KindOf(schema),
                Source = source,
                SourceETag = upload.ETag,
                State = RunState.Planned,
            };
            if (await ledger.TryInsertAsync(run, cancellation))
            {
                Log.Planned(logger, id.Value, source);
            }
            else if (await ledger.FindAsync(run.Schema, id, cancellation) is { } existing)
            {
                run = existing;
            }
        }

        if (!run.HasEnded)
        {
            await storage.Parts.SendAsync(new PartMessage(run.Schema, id.Value, RunKind.PlanStage, 0, 0).ToJson(), null, cancellation);
        }
    }

    /// <summary>The run under the schema that claims its file now; unchanged when none does.</summary>
    public async Task<RunRow> ClaimAsync(RunRow run, CancellationToken cancellation)
    {
        (BlobFacts? upload, _) = await storage.Uploads.FindAsync(run.SourceName, cancellation);
        return upload is not null && upload.ETag == run.SourceETag && await SchemaOfAsync(upload, cancellation) is { } schema
            ? run with { Schema = schema.Id, Kind = KindOf(schema) }
            : run;
    }

    private static string KindOf(Schema? schema) => schema is { Grain: Grain.Transaction } ? RunKindName.Transactions : RunKindName.Score;

    /// <summary>The run under any schema: the file's schema may have come, or changed, since.</summary>
    private async Task<RunRow?> FindAsync(RunId id, CancellationToken cancellation)
    {
        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        foreach (string partition in catalog.Select(schema => schema.Id).Append(RunRow.UnknownSchema))
        {
            if (await ledger.FindAsync(partition, id, cancellation) is { } run)
            {
                return run;
            }
        }

        return null;
    }

    /// <summary>By folder, else by header; null when neither names one (planning says why).</summary>
    private async Task<Schema?> SchemaOfAsync(BlobFacts upload, CancellationToken cancellation)
    {
        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        int slash = upload.Name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && catalog.Find(upload.Name[..slash]) is { } byFolder)
        {
            return byFolder;
        }

        byte[] head = await UploadHead.ReadAsync(storage.Uploads, upload, HeadBytes, cancellation);
        try
        {
            CsvSniff sniff = CsvSniffer.Sniff(head, head.Length == upload.Length, CsvDialectOverrides.Parse(upload.Metadata));
            return HeaderMatcher.Best(catalog, sniff.Header, HeaderPurpose.Score, out _, ColumnMapping.Find(upload.Metadata))?.Schema;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {Run} planned for {Source}")]
        public static partial void Planned(ILogger logger, string run, string source);

        [LoggerMessage(LogLevel.Information, "The upload {Name} is not there any more; nothing to plan")]
        public static partial void Gone(ILogger logger, string name);
    }
}

/// <summary>The first bytes of an upload, in the version that was found.</summary>
internal static class UploadHead
{
    public static async Task<byte[]> ReadAsync(IBlobContainer container, BlobFacts blob, int most, CancellationToken cancellation)
    {
        byte[] head = new byte[(int)Math.Min(most, blob.Length)];
        if (head.Length > 0)
        {
            await using Stream stream = await container.OpenReadAsync(blob.Name, blob.ETag, 0, head.Length, cancellation);
            await stream.ReadExactlyAsync(head, cancellation);
        }

        return head;
    }
}
