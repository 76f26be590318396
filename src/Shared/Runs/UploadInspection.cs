using System.Text.Json;
using Clientele.Csv;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>An upload in the version that a run works on, as planning understands it.</summary>
/// <param name="Now">The service's clock.</param>
/// <param name="Columns">What a person said of the columns.</param>
/// <param name="Match">Complete.</param>
internal sealed record InspectedUpload(BlobFacts Blob, DateTimeOffset Now, Schema Schema, CsvSniff Sniff, ColumnMapping Columns, HeaderMatch Match)
{
    /// <summary>Why there is nothing to work on.</summary>
    public static string NothingBelow(Schema schema) => $"The file has a header and no {(schema.Grain == Grain.Transaction ? "lines" : "customers")} below it.";

    /// <summary>Sentence on columns that no field claims; none where there are none.</summary>
    public IEnumerable<string> UnknownColumns => Match.UnknownColumns.Count == 0
        ? []
        : [$"Columns that the schema '{Schema.Id}' does not know were left out: {string.Join(", ", Match.UnknownColumns.Take(20))}."];
}

/// <summary>What planning of uploads has in common, whatever they hold: finds the schema and the dialect, and cuts the file into chunks. Streams it once, in bounded memory.</summary>
internal sealed class UploadInspection(ClienteleStorage storage, SchemaSource schemas, RunSettings settings)
{
    /// <summary>Null while two versions written within one second can't be told apart and ordered: look again a second later.</summary>
    /// <exception cref="RunFailedException">No schema claims the file, it lacks columns, or it is no CSV.</exception>
    /// <exception cref="BlobChangedException">The upload was deleted or replaced.</exception>
    public async Task<InspectedUpload?> InspectAsync(RunRow run, CancellationToken cancellation)
    {
        (BlobFacts? found, DateTimeOffset now) = await storage.Uploads.FindAsync(run.SourceName, cancellation);
        BlobFacts upload = found is null ? throw new BlobChangedException(storage.Uploads.Name, run.SourceName, gone: true)
            : found.ETag != run.SourceETag ? throw new BlobChangedException(storage.Uploads.Name, run.SourceName, gone: false)
            : found;
        if (SecondOf(now) <= SecondOf(upload.LastModified))
        {
            return null;
        }

        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        (CsvSniff sniff, ColumnMapping columns) = await SniffAsync(run, upload, cancellation);
        Schema schema = catalog.Find(run.Schema) ?? throw NoSchema(catalog, sniff, columns);
        HeaderMatch match = HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Score, columns);
        return match.IsComplete
            ? new InspectedUpload(upload, now, schema, sniff, columns, match)
            : throw new RunFailedException(match.Sentence ?? "The file does not have the columns it needs.");
    }

    /// <summary>What people said of the file: at upload, as metadata, and after it with a retry, which counts more.</summary>
    public static IEnumerable<KeyValuePair<string, string>> SettingsOf(RunRow run, BlobFacts upload) => run.Overrides.Length == 0
        ? upload.Metadata
        : upload.Metadata.Concat(JsonSerializer.Deserialize(run.Overrides, RunsJson.Default.DictionaryStringString) ?? []);

    public async Task<IReadOnlyList<CsvChunk>> SplitAsync(InspectedUpload upload, CancellationToken cancellation)
    {
        await using Stream stream = await storage.Uploads.OpenReadAsync(upload.Blob.Name, upload.Blob.ETag, 0, length: null, cancellation);
        try
        {
            IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(stream, upload.Sniff, settings.ChunkBytes, cancellation);
            return chunks.Count > 0 ? chunks : throw new RunFailedException(InspectedUpload.NothingBelow(upload.Schema));
        }
        catch (CsvFormatException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    private static RunFailedException NoSchema(SchemaCatalog catalog, CsvSniff sniff, ColumnMapping columns)
    {
        HeaderMatcher.Best(catalog, sniff.Header, HeaderPurpose.Score, out string? sentence, columns);
        return new RunFailedException(sentence ?? "No schema claims the file. Try again with retry.");
    }

    private async Task<(CsvSniff Sniff, ColumnMapping Columns)> SniffAsync(RunRow run, BlobFacts upload, CancellationToken cancellation)
    {
        byte[] head = await UploadHead.ReadAsync(storage.Uploads, upload, CsvSniffer.HeadBytes, cancellation);
        try
        {
            IEnumerable<KeyValuePair<string, string>> said = SettingsOf(run, upload);
            return (CsvSniffer.Sniff(head, head.Length == upload.Length, CsvDialectOverrides.Parse(said)), ColumnMapping.Find(said));
        }
        catch (CsvFormatException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    private static long SecondOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerSecond;
}
