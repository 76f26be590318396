using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Runs of kind score: plan, read by chunk, publish by bucket, finish.</summary>
internal sealed class ScoreRuns(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, ScoringModels models, RunSettings settings) : RunKind
{
    private const string ReadStage = "read";
    private const string PublishStage = "publish";
    private const string FinishStage = "finish";

    private readonly ScorePlanning _planning = new(storage, schemas, models, settings);
    private readonly ReadPart _read = new(storage, models);
    private readonly PublishPart _publish = new(storage);
    private readonly FinishPart _finish = new(storage, schemas, models);
    private readonly RejectFiles _rejects = new(storage, ChunkSections.Parse);

    public override string Name => RunKindName.Score;

    public override IReadOnlyList<Stage> Stages { get; } = [new(ReadStage, null), new(PublishStage, RunSettings.Buckets), new(FinishStage, 1)];

    public override Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation) => _planning.PlanAsync(run, cancellation);

    public override async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, string stage, int part, CancellationToken cancellation)
    {
        Schema schema = await SchemaAsync(run, plan, cancellation);
        if (stage == ReadStage)
        {
            return await _read.WorkAsync(run, plan, schema, part, cancellation);
        }

        List<PartRow> reads = await ledger.ReadStageAsync(run.Id, ReadStage, cancellation);
        return stage == PublishStage
            ? await _publish.WorkAsync(run, plan, schema, reads, part, cancellation)
            : await _finish.WorkAsync(run, plan, schema, reads, await ledger.ReadStageAsync(run.Id, PublishStage, cancellation), cancellation);
    }

    /// <summary>Rule 7: the bound on rejects, judged on what reading rejected. The rejected records are there to download all the same.</summary>
    public override async Task<string?> JudgeAsync(RunRow run, RunPlan plan, string stage, IReadOnlyList<PartRow> rows, CancellationToken cancellation)
        => stage == ReadStage ? await RejectJudgement.OfAsync(_rejects, run, plan, await SchemaAsync(run, plan, cancellation), rows, cancellation) : null;

    public override async Task<RunRow> TotalAsync(RunRow run, CancellationToken cancellation)
    {
        List<PartRow> reads = await ledger.ReadStageAsync(run.Id, ReadStage, cancellation);
        List<PartRow> publishes = await ledger.ReadStageAsync(run.Id, PublishStage, cancellation);
        List<PartRow> finish = await ledger.ReadStageAsync(run.Id, FinishStage, cancellation);
        RunCounts counts = RunCounts.Of(reads, publishes);
        return RunDrift.Parse(finish[0].Result.Output).AddTo(run) with
        {
            Read = counts.Read,
            Accepted = counts.Accepted,
            Repaired = counts.Repaired,
            Rejected = counts.Rejected,
            Duplicates = counts.Duplicates,
        };
    }

    private Task<Schema> SchemaAsync(RunRow run, RunPlan plan, CancellationToken cancellation) => PlannedSchema.FindAsync(schemas, run, plan, cancellation);
}

/// <summary>The totals of a score run, from its part rows. accepted + rejected = read, always.</summary>
internal readonly record struct RunCounts(long Read, long Accepted, long Repaired, long Rejected, long Duplicates)
{
    public static RunCounts Of(IReadOnlyList<PartRow> reads, IReadOnlyList<PartRow> publishes)
    {
        long read = reads.Sum(row => row.Result.Read);
        long duplicates = publishes.Sum(row => row.Result.Duplicates);
        long rejected = reads.Sum(row => row.Result.Rejected) + duplicates;
        return new RunCounts(read, read - rejected, publishes.Sum(row => row.Result.Repaired), rejected, duplicates);
    }
}
