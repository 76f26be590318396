using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Training;

/// <summary>Runs of kind train: plan, fit, finish. The version's name follows from what it is trained on, so a repeated fit is the same version.</summary>
internal sealed class TrainRuns(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, ScoringModels models, ChampionChange change, RunSettings settings, TimeProvider time) : RunKind
{
    private const string FitStage = "fit";
    private const string FinishStage = "finish";

    private readonly FitPart _fit = new(storage, ledger, models, new Challenge(storage, models), settings, time);
    private readonly PromotePart _promote = new(new Challenge(storage, models), change);

    public override string Name => RunKindName.Train;

    public override IReadOnlyList<Stage> Stages { get; } = [new(FitStage, 1), new(FinishStage, 1)];

    public override async Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation)
    {
        Schema schema = await SchemaAsync(run, cancellation);
        (IReadOnlyList<BlobFacts> files, bool demonstration) = await TrainingPlanning.FilesAsync(storage.Training, schema.Id, cancellation);
        if (TrainingPlanning.VersionOf(files, settings.Training) != run.SourceETag)
        {
            throw new RunFailedException("The labelled files or the training settings changed before this training began; the next training uses them as they are now.");
        }

        (_, DateTimeOffset now) = await storage.Training.FindAsync(files[0].Name, cancellation);
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
            MostRejectedShare = settings.MostRejectedShare,
            ChunkBytes = settings.ChunkBytes,
            Objectives = settings.Objectives,
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
            ? await _fit.WorkAsync(run, plan, schema, cancellation)
            : await _promote.WorkAsync(run, schema, (await FittedAsync(run, cancellation)).Output, cancellation);
    }

    public override async Task<RunRow> TotalAsync(RunRow run, CancellationToken cancellation)
    {
        PartResult fitted = await FittedAsync(run, cancellation);
        string notPromoted = (await ledger.FindPartAsync(run.Id, FinishStage, 0, cancellation))?.Result.Output ?? "";
        return run with
        {
            Read = fitted.Read,
            Accepted = fitted.Accepted,
            Repaired = fitted.Repaired,
            Rejected = fitted.Rejected,
            ModelVersion = fitted.Output,
            Warnings = string.Join('\n', new[] { run.Warnings, notPromoted }.Where(text => text.Length > 0)),
        };
    }

    private async Task<PartResult> FittedAsync(RunRow run, CancellationToken cancellation)
        => (await ledger.FindPartAsync(run.Id, FitStage, 0, cancellation))?.Result ?? throw new IOException($"Run {run.Id} has no row for its fit.");

    private async Task<Schema> SchemaAsync(RunRow run, CancellationToken cancellation)
        => (await schemas.CurrentAsync(cancellation)).Find(run.Schema) ?? throw new RunFailedException($"There is no schema '{run.Schema}' any more.");
}
