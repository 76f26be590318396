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
    private readonly UploadInspection _uploads = new(storage, schemas, settings);

    public async Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation)
    {
        if (await _uploads.InspectAsync(run, cancellation) is not { } upload)
        {
            return new PlanOutcome.TooEarly(TimeSpan.FromSeconds(1));
        }

        Schema schema = upload.Schema;
        if (await models.Response.FindUsableAsync(schema, cancellation) is not { } champion)
        {
            return new PlanOutcome.NoChampion();
        }

        ModelManifest model = champion.Model?.Manifest ?? throw NoModel(champion);
        UsableChampion<SegmentModel>? segments = await models.Segments.FindUsableAsync(schema, cancellation);

        // A schema may have come since the app was started.
        await storage.Customers(schema.Id).EnsureExistsAsync(cancellation);
        IReadOnlyList<CsvChunk> chunks = await _uploads.SplitAsync(upload, cancellation);
        return new PlanOutcome.Planned(new RunPlan
        {
            Started = run.Timestamp ?? upload.Now,
            Parts = chunks.Count,
            SchemaFingerprint = schema.Fingerprint,
            ModelVersion = model.Version,
            SegmentsVersion = segments?.Model?.Manifest.Version ?? "",
            Demonstration = model.Demonstration,
            Economics = await schemas.EconomicsAsync(schema, cancellation),
            Objectives = settings.Objectives,
            AsOf = await ReferenceDate.FindAsync(storage.Uploads, upload.Blob, upload.Match, upload.Sniff.Dialect, chunks, cancellation),
            MostRejectedShare = settings.MostRejectedShare,
            Dialect = upload.Sniff.Dialect,
            Header = upload.Sniff.Header,
            Columns = upload.Columns.ToString(),
            Chunks = chunks,
            Warnings = [.. WarningsOf(upload, model, champion.Refused), .. WarningsOf(segments)],
        });
    }

    private static RunFailedException NoModel(UsableChampion<ResponseModel> champion)
        => new(champion.Refused.Count == 1 ? champion.Refused[0] : $"{champion.Refused[0]} No earlier champion can be used either.");

    private static List<string> WarningsOf(InspectedUpload upload, ModelManifest model, IReadOnlyList<string> refused)
    {
        var warnings = new List<string>();
        if (refused.Count > 0)
        {
            warnings.Add($"{refused[0]} Scored with an earlier champion, {model.Version}.");
        }

        if (model.Demonstration)
        {
            warnings.Add(RunView.DemonstrationWarning);
        }

        if (!upload.Match.HasIds)
        {
            warnings.Add(LineIds.Warning(upload.Match));
        }

        warnings.AddRange(upload.UnknownColumns);
        return warnings;
    }

    /// <summary>Customers are scored without segments rather than not at all.</summary>
    private static IEnumerable<string> WarningsOf(UsableChampion<SegmentModel>? segments) => segments switch
    {
        { Refused: [var first, ..], Model: { } model } => [$"{first} Customers were placed in the segments of an earlier champion, {model.Manifest.Version}."],
        { Refused: [var first, ..] } => [$"{first} Customers were scored without segments."],
        _ => [],
    };
}
