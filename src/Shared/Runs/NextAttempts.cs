using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>What scoring again came to.</summary>
/// <param name="Runs">The new runs, one for each upload.</param>
/// <param name="NotEnded">Runs still being worked on: they use what held when they were planned, and can be tried again when they have ended.</param>
public sealed record ScoreAgainOutcome(IReadOnlyList<string> Runs, IReadOnlyList<string> NotEnded);

/// <summary>Rule 1: explicit retries and scoring again are the next attempt at an upload, once the newest has ended.</summary>
internal sealed partial class NextAttempts(ClienteleStorage storage, RunLedger ledger, UploadPlanning uploads, ILogger<NextAttempts> logger)
{
    /// <summary>Inserts the run after <paramref name="newest"/> and queues it. Null when someone else has.</summary>
    public async Task<RunId?> QueueAsync(RunRow newest, RunId next, string overrides, CancellationToken cancellation)
    {
        var run = new RunRow
        {
            Schema = newest.Schema,
            Id = next,
            Kind = newest.Kind,
            Source = newest.Source,
            SourceETag = newest.SourceETag,
            State = RunState.Planned,
            Overrides = overrides,
        };

        // A schema that came since may claim a file that none did.
        run = run.Schema == RunRow.UnknownSchema ? await uploads.ClaimAsync(run, cancellation) : run;
        if (!await ledger.TryInsertAsync(run, cancellation))
        {
            return null;
        }

        await storage.Parts.SendAsync(new PartMessage(run.Schema, next.Value, RunKind.PlanStage, 0, 0).ToJson(), null, cancellation);
        Log.Retried(logger, newest.Id.Value, next.Value);
        return next;
    }

    /// <summary>
    /// The next attempt at every upload of the schema that was scored and is still there in the version that was scored: with the champion, the economics
    /// and the rules of now. Oldest upload first.
    /// </summary>
    public async Task<ScoreAgainOutcome> ScoreAgainAsync(string schema, CancellationToken cancellation)
    {
        var queued = new List<string>();
        var notEnded = new List<string>();
        foreach (IGrouping<string, RunRow> attempts in (await ScoreRunsAsync(schema, cancellation)).GroupBy(run => run.Id.Upload, StringComparer.Ordinal))
        {
            RunRow newest = attempts.MaxBy(run => run.Id.Value, StringComparer.Ordinal)!;
            if (!newest.HasEnded)
            {
                notEnded.Add(newest.Id.Value);
            }
            else if (attempts.Any(run => run.State == RunState.Completed) && newest.Id.Next() is { } next
                && (await storage.Uploads.FindAsync(newest.SourceName, cancellation)).Facts?.ETag == newest.SourceETag)
            {
                (await QueueAsync(newest, next, newest.Overrides, cancellation) is null ? notEnded : queued).Add(next.Value);
            }
        }

        return new ScoreAgainOutcome(queued, notEnded);
    }

    /// <summary>Every attempt at scoring an upload under the schema, in the order of their ids.</summary>
    private async Task<List<RunRow>> ScoreRunsAsync(string schema, CancellationToken cancellation)
    {
        var runs = new List<RunRow>();
        await foreach (TablePage page in storage.Runs.ReadAsync(schema, from: null, before: null, select: null, cancellation))
        {
            runs.AddRange(page.Rows.Select(RunRow.From).Where(run => run.Kind == RunKindName.Score));
        }

        return runs;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Run {Run} is tried again as {Next}")]
        public static partial void Retried(ILogger logger, string run, string next);
    }
}
