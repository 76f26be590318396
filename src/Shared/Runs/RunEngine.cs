using System.Text.Json;
using Clientele.Csv;
using Clientele.Runs.Scoring;
using Clientele.Runs.Training;
using Clientele.Runs.Transactions;
using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>The one entry to runs: wires the engine, its kinds and its watch over a storage account. Safe for any number of calls at once.</summary>
public sealed class RunEngine : IRunEngine
{
    private readonly SchemaSource _schemas;
    private readonly StageEngine _stages;
    private readonly UploadPlanning _uploads;
    private readonly TrainingPlanning _training;
    private readonly RunWatch _watch;
    private readonly RunViews _views;
    private readonly NextAttempts _attempts;

    public RunEngine(ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings, ILoggerFactory logs, TimeProvider? time = null)
    {
        settings.Check();
        _schemas = schemas;
        var ledger = new RunLedger(storage);
        var change = new ChampionChange(storage, schemas, models, settings);
        RunKind[] kinds =
        [
            new ScoreRuns(storage, ledger, schemas, models, settings),
            new TransactionRuns(storage, ledger, schemas, models, change, settings),
            new TrainRuns(storage, ledger, schemas, models, change, settings, time ?? TimeProvider.System),
        ];
        _stages = new StageEngine(storage, ledger, kinds, logs.CreateLogger<StageEngine>());
        _uploads = new UploadPlanning(storage, ledger, schemas, logs.CreateLogger<UploadPlanning>());
        _training = new TrainingPlanning(storage, ledger, schemas, settings, logs.CreateLogger<TrainingPlanning>());
        _watch = new RunWatch(storage, ledger, _stages, _uploads, schemas, models, new RunRetention(storage, settings), settings, logs.CreateLogger<RunWatch>());
        _attempts = new NextAttempts(storage, ledger, _uploads, logs.CreateLogger<NextAttempts>());
        _views = new RunViews(storage, ledger, _stages, schemas);
    }

    public Task PlanUploadAsync(string name, CancellationToken cancellation) => _uploads.PlanAsync(name, cancellation);

    public Task WorkAsync(string message, CancellationToken cancellation) => _stages.WorkAsync(PartMessage.Parse(message), cancellation);

    public Task PoisonedAsync(string message, CancellationToken cancellation) => _stages.PoisonedAsync(PartMessage.Parse(message), cancellation);

    public Task RetrainAsync(CancellationToken cancellation) => _training.PlanAsync(cancellation);

    public Task WatchAsync(CancellationToken cancellation) => _watch.WatchAsync(cancellation);

    public Task<IReadOnlyList<RunView>> ListAsync(int take, CancellationToken cancellation) => _views.ListAsync(take, cancellation);

    public async Task<RunView?> FindAsync(string id, CancellationToken cancellation)
        => RunId.TryParse(id, out RunId run) ? await _views.FindAsync(run, cancellation) : null;

    /// <summary>Rule 1: an explicit retry is the next attempt, once the newest has ended.</summary>
    public async Task<RetryOutcome> RetryAsync(string id, IReadOnlyDictionary<string, string> overrides, CancellationToken cancellation)
    {
        try
        {
            CsvDialectOverrides.Parse(overrides);
            ColumnMapping.Find(overrides);
        }
        catch (CsvFormatException e)
        {
            throw new FormatException(e.Message, e);
        }

        if (!RunId.TryParse(id, out RunId asked) || await _views.FindRowAsync(asked, cancellation) is null)
        {
            return new RetryOutcome(RetryVerdict.NotFound, null);
        }

        RunRow newest = (await _views.AttemptsAsync(asked, cancellation))[^1];
        if (!newest.HasEnded)
        {
            return new RetryOutcome(RetryVerdict.NotEnded, null);
        }

        if (newest.Id != asked || newest.Id.Next() is not { } next)
        {
            return new RetryOutcome(RetryVerdict.NotNewest, null);
        }

        string said = overrides.Count == 0 ? newest.Overrides : JsonSerializer.Serialize(new Dictionary<string, string>(overrides, StringComparer.Ordinal), RunsJson.Default.DictionaryStringString);
        return await _attempts.QueueAsync(newest, next, said, cancellation) is { } queued
            ? new RetryOutcome(RetryVerdict.Queued, queued.Value)
            : new RetryOutcome(RetryVerdict.NotEnded, null);
    }

    public async Task<ScoreAgainOutcome?> ScoreAgainAsync(string schema, CancellationToken cancellation)
        => (await _schemas.CurrentAsync(cancellation)).Find(schema) is { Grain: Grain.Customer } found ? await _attempts.ScoreAgainAsync(found.Id, cancellation) : null;
}
