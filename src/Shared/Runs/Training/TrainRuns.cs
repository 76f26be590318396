using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Training;

/// <summary>
/// Runs of kind train: plan, fit (a part for each kind of model), finish. A version's name follows from what it is trained on, so a repeated fit is the
/// same version.
/// </summary>
internal sealed class TrainRuns : RunKind
{
    private const string FitStage = "fit";
    private const string FinishStage = "finish";
    private const int ResponsePart = 0;
    private const int SegmentsPart = 1;
    private const int FitParts = 2;

    private readonly ClienteleStorage _storage;
    private readonly RunLedger _ledger;
    private readonly SchemaSource _schemas;
    private readonly RunSettings _settings;
    private readonly FitPart _fit;
    private readonly PromotePart _promote;
    private readonly SegmentChampion _segments;

    public TrainRuns(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, ScoringModels models, ChampionChange change, RunSettings settings, TimeProvider time)
    {
        (_storage, _ledger, _schemas, _settings) = (storage, ledger, schemas, settings);
        var response = new ResponseChampion(models);
        _segments = new SegmentChampion(models);
        Challenge[] challenges = [new(storage, models, response), new(storage, models, _segments)];
        var cores = new Lock();
        IKindFit[] fits = [new FitResponse(ledger, response, settings, time, cores), new FitSegments(models, _segments, settings, cores)];
        _fit = new FitPart(new LabelledFiles(storage), models.Versions, fits, challenges);
        _promote = new PromotePart(challenges, change);
    }

    public override string Name => RunKindName.Train;

    public override IReadOnlyList<Stage> Stages { get; } = [new(FitStage, FitParts), new(FinishStage, 1)];

    public override async Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation)
    {
        Schema schema = await SchemaAsync(run, cancellation);
        (IReadOnlyList<BlobFacts> files, bool demonstration) = await TrainingPlanning.FilesAsync(_storage.Training, schema.Id, cancellation);
        if (TrainingPlanning.VersionOf(files, _settings) != run.SourceETag)
        {
            throw new RunFailedException("The labelled files or the training settings changed before this training began; the next training uses them as they are now.");
        }

        (_, DateTimeOffset now) = await _storage.Training.FindAsync(files[0].Name, cancellation);
        if (now.ToUnixTimeSeconds() <= files.Max(file => file.LastModified).ToUnixTimeSeconds())
        {
            return new PlanOutcome.TooEarly(TimeSpan.FromSeconds(1));
        }

        return new PlanOutcome.Planned(new RunPlan
        {
            Started = run.Timestamp ?? now,
            Parts = 1,
            SchemaFingerprint = schema.Fingerprint,
            Demonstration = demonstration,
            FollowedSegments = await FollowedSegmentsAsync(schema.Id, demonstration, cancellation),
            MostRejectedShare = _settings.MostRejectedShare,
            ChunkBytes = _settings.ChunkBytes,
            Objectives = _settings.Objectives,
            Training = files.Select(file => new TrainingFile(file.Name, file.ETag, file.Length, file.LastModified)).ToList(),
            Warnings = demonstration ? ["Trained on the shipped sample of made-up customers: a demonstration, not a model of yours."] : [],
        });
    }

    public override async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, string stage, int part, CancellationToken cancellation)
    {
        Schema schema = await SchemaAsync(run, cancellation);
        if (schema.Fingerprint != plan.SchemaFingerprint)
        {
            throw new RunFailedException($"The schema '{run.Schema}' was changed while the model was being trained. Try again with retry.");
        }

        return stage == FitStage
            ? await _fit.WorkAsync(run, plan, schema, part, cancellation)
            : await _promote.WorkAsync(run, schema, [.. (await FittedAsync(run, cancellation)).Select(fitted => fitted.Output)], cancellation);
    }

    public override async Task<RunRow> TotalAsync(RunRow run, CancellationToken cancellation)
    {
        PartResult[] fitted = await FittedAsync(run, cancellation);
        PartResult response = fitted[ResponsePart];
        string notPromoted = (await _ledger.FindPartAsync(run.Id, FinishStage, 0, cancellation))?.Result.Output ?? "";
        return run with
        {
            Read = response.Read,
            Accepted = response.Accepted,
            Repaired = response.Repaired,
            Rejected = response.Rejected,
            ModelVersion = response.Output,
            SegmentsVersion = ModelPath.IsPart(fitted[SegmentsPart].Output) ? fitted[SegmentsPart].Output : "",
            Warnings = string.Join('\n', new[] { run.Warnings, notPromoted }.Where(text => text.Length > 0)),
        };
    }

    /// <summary>What the fits came to, in the order of the parts.</summary>
    private async Task<PartResult[]> FittedAsync(RunRow run, CancellationToken cancellation)
    {
        List<PartRow> parts = await _ledger.ReadStageAsync(run.Id, FitStage, cancellation);
        return parts.Count == FitParts ? [.. parts.Select(part => part.Result)] : throw new IOException($"Run {run.Id} has {parts.Count} rows for its {FitParts} fits.");
    }

    /// <summary>The champion, unless the segments would follow ones of made-up customers, which name nobody real. Fixed when planned: a fit that is done twice gives one version.</summary>
    private async Task<string> FollowedSegmentsAsync(string schema, bool demonstration, CancellationToken cancellation)
        => await _segments.CurrentAsync(schema, cancellation) is { } champion && (demonstration || !champion.Demonstration) ? champion.Version : "";

    private async Task<Schema> SchemaAsync(RunRow run, CancellationToken cancellation)
        => (await _schemas.CurrentAsync(cancellation)).Find(run.Schema) ?? throw new RunFailedException($"There is no schema '{run.Schema}' any more.");
}
