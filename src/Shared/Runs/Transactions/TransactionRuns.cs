using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>
/// Runs of kind transactions: plan, read by chunk, merge by bucket, fit, publish by bucket, finish. The fit stage is always there: without a champion it fits
/// clusters and rules, with one it only looks whether customers have become others, and it fits what they are expected to buy.
/// </summary>
internal sealed class TransactionRuns : RunKind
{
    private const string ReadStage = "read";
    private const string MergeStage = "merge";
    private const string FitStage = "fit";
    private const string PublishStage = "publish";
    private const string FinishStage = "finish";

    private readonly RejectFiles _rejects;
    private readonly RunLedger _ledger;
    private readonly SchemaSource _schemas;
    private readonly TransactionPlanning _planning;
    private readonly ReadLines _read;
    private readonly MergeLines _merge;
    private readonly FitInsiders _fit;
    private readonly PublishInsiders _publish;
    private readonly FinishInsiders _finish;

    public TransactionRuns(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, ScoringModels models, ChampionChange change, RunSettings settings)
    {
        (_ledger, _schemas) = (ledger, schemas);
        _rejects = new RejectFiles(storage, LineSections.Parse);
        var customers = new CustomerFiles(storage);
        _planning = new TransactionPlanning(storage, schemas, models, settings);
        _read = new ReadLines(storage);
        _merge = new MergeLines(storage);
        _fit = new FitInsiders(storage, models, change, settings, customers);
        _publish = new PublishInsiders(storage, models, customers);
        _finish = new FinishInsiders(storage, models, customers);
    }

    public override string Name => RunKindName.Transactions;

    public override IReadOnlyList<Stage> Stages { get; } =
        [new(ReadStage, null), new(MergeStage, RunSettings.Buckets), new(FitStage, 1), new(PublishStage, RunSettings.Buckets), new(FinishStage, 1)];

    public override Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation) => _planning.PlanAsync(run, cancellation);

    public override async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, string stage, int part, CancellationToken cancellation)
    {
        Schema schema = await SchemaAsync(run, plan, cancellation);
        if (stage == ReadStage)
        {
            return await _read.WorkAsync(run, plan, schema, part, cancellation);
        }

        List<PartRow> reads = await _ledger.ReadStageAsync(run.Id, ReadStage, cancellation);
        if (stage == MergeStage)
        {
            return await _merge.WorkAsync(run, plan, schema, reads, part, cancellation);
        }

        PurchaseTotals totals = HistoryTotals.Of(await _ledger.ReadStageAsync(run.Id, MergeStage, cancellation));
        if (stage == FitStage)
        {
            return await _fit.WorkAsync(run, plan, schema, totals, cancellation);
        }

        FittedProgramme fitted = await FittedAsync(run, cancellation);
        return stage == PublishStage
            ? await _publish.WorkAsync(run, plan, schema, totals, fitted, part, cancellation)
            : await _finish.WorkAsync(run, plan, schema, reads, totals, fitted, cancellation);
    }

    /// <summary>Rule 7: the bound on rejects, judged on what reading rejected. The rejected records are there to download all the same.</summary>
    public override async Task<string?> JudgeAsync(RunRow run, RunPlan plan, string stage, IReadOnlyList<PartRow> rows, CancellationToken cancellation)
        => stage == ReadStage ? await RejectJudgement.OfAsync(_rejects, run, plan, await SchemaAsync(run, plan, cancellation), rows, cancellation) : null;

    public override async Task<RunRow> TotalAsync(RunRow run, CancellationToken cancellation)
    {
        List<PartRow> reads = await _ledger.ReadStageAsync(run.Id, ReadStage, cancellation);
        FittedProgramme fitted = await FittedAsync(run, cancellation);
        return run with
        {
            Read = reads.Sum(row => row.Result.Read),
            Accepted = reads.Sum(row => row.Result.Accepted),
            Repaired = reads.Sum(row => row.Result.Repaired),
            Rejected = reads.Sum(row => row.Result.Rejected),
            ModelVersion = fitted.Version,
            DriftPsi = fitted.Drift,
            DriftFeature = fitted.DriftFeature,
            Warnings = string.Join('\n', new[] { run.Warnings, fitted.Sentence }.Where(text => text.Length > 0)),
        };
    }

    private async Task<FittedProgramme> FittedAsync(RunRow run, CancellationToken cancellation)
        => FittedProgramme.Parse((await _ledger.FindPartAsync(run.Id, FitStage, 0, cancellation))?.Result.Output ?? throw new IOException($"Run {run.Id} has no row for its fit."));

    private Task<Schema> SchemaAsync(RunRow run, RunPlan plan, CancellationToken cancellation) => PlannedSchema.FindAsync(_schemas, run, plan, cancellation);
}
