using System.Text.Json;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Rule 3 for uploads: understands the file, pins the champion and cuts the upload into chunks. Streams it once, in bounded memory.</summary>
internal sealed class ScorePlanning(ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings)
{
    private const int HeadBytes = 1 << 20;

    public async Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation)
    {
        (BlobFacts? found, DateTimeOffset now) = await storage.Uploads.FindAsync(run.SourceName, cancellation);
        BlobFacts upload = found is null ? throw new BlobChangedException(storage.Uploads.Name, run.SourceName, gone: true)
            : found.ETag != run.SourceETag ? throw new BlobChangedException(storage.Uploads.Name, run.SourceName, gone: false)
            : found;
        if (SecondOf(now) <= SecondOf(upload.LastModified))
        {
            // Two versions written within one second can only be told apart, and ordered, once the second is over.
            return new PlanOutcome.TooEarly(TimeSpan.FromSeconds(1));
        }

        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        CsvSniff sniff = await SniffAsync(run, upload, cancellation);
        Schema schema = catalog.Find(run.Schema) ?? throw NoSchema(catalog, sniff);
        HeaderMatch match = HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Score);
        if (!match.IsComplete)
        {
            throw new RunFailedException(match.Sentence ?? "The file does not have the columns it needs.");
        }

        if (schema.Grain == Grain.Transaction)
        {
            throw new RunFailedException("transactions are not scored yet");
        }

        if (await models.Response.FindUsableAsync(schema, cancellation) is not { } champion)
        {
            return new PlanOutcome.NoChampion();
        }

        ModelManifest model = champion.Model?.Manifest ?? throw NoModel(champion);
        UsableChampion<SegmentModel>? segments = await models.Segments.FindUsableAsync(schema, cancellation);

        // A schema may have come since the app was started.
        await storage.Customers(schema.Id).EnsureExistsAsync(cancellation);
        IReadOnlyList<CsvChunk> chunks = await SplitAsync(upload, sniff, cancellation);
        return new PlanOutcome.Planned(new RunPlan
        {
            Started = run.Timestamp ?? now,
            Parts = chunks.Count,
            SchemaFingerprint = schema.Fingerprint,
            ModelVersion = model.Version,
            SegmentsVersion = segments?.Model?.Manifest.Version ?? "",
            Demonstration = model.Demonstration,
            Economics = await schemas.EconomicsAsync(schema, cancellation),
            Objectives = settings.Objectives,
            AsOf = await ReferenceDate.FindAsync(storage.Uploads, upload, match, sniff.Dialect, chunks, cancellation),
            MostRejectedShare = settings.MostRejectedShare,
            Dialect = sniff.Dialect,
            Header = sniff.Header,
            Chunks = chunks,
            Warnings = [.. WarningsOf(schema, match, model, champion.Refused), .. WarningsOf(segments)],
        });
    }

    private static RunFailedException NoSchema(SchemaCatalog catalog, CsvSniff sniff)
    {
        HeaderMatcher.Best(catalog, sniff.Header, HeaderPurpose.Score, out string? sentence);
        return new RunFailedException(sentence ?? "No schema claims the file. Try again with retry.");
    }

    private async Task<CsvSniff> SniffAsync(RunRow run, BlobFacts upload, CancellationToken cancellation)
    {
        byte[] head = await UploadHead.ReadAsync(storage.Uploads, upload, HeadBytes, cancellation);
        IEnumerable<KeyValuePair<string, string>> overrides = run.Overrides.Length == 0
            ? upload.Metadata
            : upload.Metadata.Concat(JsonSerializer.Deserialize(run.Overrides, RunsJson.Default.DictionaryStringString) ?? []);
        try
        {
            return CsvSniffer.Sniff(head, head.Length == upload.Length, CsvDialectOverrides.Parse(overrides));
        }
        catch (CsvFormatException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    private async Task<IReadOnlyList<CsvChunk>> SplitAsync(BlobFacts upload, CsvSniff sniff, CancellationToken cancellation)
    {
        await using Stream stream = await storage.Uploads.OpenReadAsync(upload.Name, upload.ETag, 0, length: null, cancellation);
        try
        {
            IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(stream, sniff, settings.ChunkBytes, cancellation);
            return chunks.Count > 0 ? chunks : throw new RunFailedException("The file has a header and no customers below it.");
        }
        catch (CsvFormatException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    private static RunFailedException NoModel(UsableChampion<ResponseModel> champion)
        => new(champion.Refused.Count == 1 ? champion.Refused[0] : $"{champion.Refused[0]} No earlier champion can be used either.");

    private static List<string> WarningsOf(Schema schema, HeaderMatch match, ModelManifest model, IReadOnlyList<string> refused)
    {
        var warnings = new List<string>();
        if (refused.Count > 0)
        {
            warnings.Add($"{refused[0]} Scored with an earlier champion, {model.Version}.");
        }

        if (model.Demonstration)
        {
            warnings.Add("Scored with the demonstration model, which was trained on made-up customers. Train on your own labelled file before you act on this.");
        }

        if (!match.HasIds)
        {
            warnings.Add(LineIds.Warning(match));
        }

        if (match.UnknownColumns.Count > 0)
        {
            warnings.Add($"Columns that the schema '{schema.Id}' does not know were left out: {string.Join(", ", match.UnknownColumns.Take(20))}.");
        }

        return warnings;
    }

    /// <summary>Customers are scored without segments rather than not at all.</summary>
    private static IEnumerable<string> WarningsOf(UsableChampion<SegmentModel>? segments) => segments switch
    {
        { Refused: [var first, ..], Model: { } model } => [$"{first} Customers were placed in the segments of an earlier champion, {model.Manifest.Version}."],
        { Refused: [var first, ..] } => [$"{first} Customers were scored without segments."],
        _ => [],
    };

    private static long SecondOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerSecond;
}
