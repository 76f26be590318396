using System.Text.Json;
using Clientele.Csv;
using Clientele.Runs.Scoring;
using Clientele.Runs.Training;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>The one entry to runs: wires the engine, its kinds and its watch over a storage account. Safe for any number of calls at once.</summary>
public sealed partial class RunEngine : IRunEngine
{
    private readonly ClienteleStorage _storage;
    private readonly RunLedger _ledger;
    private readonly StageEngine _stages;
    private readonly UploadPlanning _uploads;
    private readonly TrainingPlanning _training;
    private readonly RunWatch _watch;
    private readonly RunViews _views;
    private readonly ILogger<RunEngine> _logger;

    public RunEngine(ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings, ILoggerFactory logs)
    {
        settings.Check();
        _storage = storage;
        _logger = logs.CreateLogger<RunEngine>();
        _ledger = new RunLedger(storage);
        RunKind[] kinds =
        [
            new ScoreRuns(storage, _ledger, schemas, models, settings),
            new TransactionRuns(storage, _ledger, schemas, models, settings),
            new TrainRuns(storage, _ledger, schemas, models, new ChampionChange(storage, models, settings), settings),
        ];
        _stages = new StageEngine(storage, _ledger, kinds, logs.CreateLogger<StageEngine>());
        _uploads = new UploadPlanning(storage, _ledger, schemas, logs.CreateLogger<UploadPlanning>());
        _training = new TrainingPlanning(storage, _ledger, schemas, logs.CreateLogger<TrainingPlanning>());
        _watch = new RunWatch(storage, _ledger, _stages, _uploads, schemas, models, new RunRetention(storage, settings), settings, logs.CreateLogger<RunWatch>());
        _views = new RunViews(storage, _ledger, _stages, schemas);
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

        var run = new RunRow
        {
            Schema = newest.Schema,
            Id = next,
            Kind = newest.Kind,
            Source = newest.Source,
            SourceETag = newest.SourceETag,
            State = RunState.Planned,
            Overrides = overrides.Count == 0 ? newest.Overrides : JsonSerializer.Serialize(new Dictionary<string, string>(overrides, StringComparer.Ordinal), RunsJson.Default.DictionaryStringString),
        };

        // A schema that came since may claim a file that none did.
        run = run.Schema == RunRow.UnknownSchema ? await _uploads.ClaimAsync(run, cancellation) : run;
        if (!await _ledger.TryInsertAsync(run, cancellation))
        {
            return new RetryOutcome(RetryVerdict.NotEnded, null);
        }

        await _storage.Parts.SendAsync(new PartMessage(run.Schema, next.Value, RunKind.PlanStage, 0, 0).ToJson(), null, cancellation);
        Log.Retried(_logger, asked.Value, next.Value);
        return new RetryOutcome(RetryVerdict.Queued, next.Value);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {Run} is tried again as {Next}")]
        public static partial void Retried(ILogger logger, string run, string next);
    }
}
