using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>
/// Rule 13: what has not moved is queued again; what can't move fails with its reason; uploads whose events were lost get their run.
/// What has been kept long enough is forgotten.
/// </summary>
internal sealed partial class RunWatch(
    ClienteleStorage storage, RunLedger ledger, StageEngine engine, UploadPlanning planning, SchemaSource schemas, ScoringModels models, RunRetention retention, RunSettings settings, ILogger<RunWatch> logger)
{
    private const int MostNudges = 10;

    public async Task WatchAsync(CancellationToken cancellation)
    {
        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var ended = new List<(RunRow Run, DateTimeOffset Seen)>();
        DateTimeOffset now = DateTimeOffset.MinValue;
        foreach (string partition in catalog.Select(schema => schema.Id).Append(RunRow.UnknownSchema))
        {
            var open = new List<(RunRow Run, DateTimeOffset Seen)>();
            await foreach (TablePage page in storage.Runs.ReadAsync(partition, from: null, before: null, select: null, cancellation))
            {
                now = page.ServiceDate;
                foreach (RunRow run in page.Rows.Select(RunRow.From))
                {
                    known.Add(run.Id.Upload);
                    (run.HasEnded ? ended : open).Add((run, page.ServiceDate));
                }
            }

            foreach ((RunRow run, DateTimeOffset seen) in open)
            {
                await WatchAsync(run, seen, cancellation);
            }
        }

        var uploads = new HashSet<string>(StringComparer.Ordinal);
        await foreach (BlobFacts upload in storage.Uploads.ListAsync(prefix: null, cancellation))
        {
            uploads.Add($"{storage.Uploads.Name}/{upload.Name}");
            if (!upload.Name.EndsWith('/')
                && !known.Contains(RunId.First(upload.LastModified, $"{storage.Uploads.Name}/{upload.Name}", upload.ETag).Upload))
            {
                await planning.PlanAsync(upload, cancellation);
            }
        }

        await retention.SweepRowsAsync(ended, uploads, cancellation);
        await retention.SweepResultsAsync(now, cancellation);
        await retention.SweepIncomingAsync(now, cancellation);
    }

    private async Task WatchAsync(RunRow run, DateTimeOffset seen, CancellationToken cancellation)
    {
        if (run.State == RunState.Waiting)
        {
            if (await models.Response.CurrentAsync(run.Schema, cancellation) is not null)
            {
                await engine.QueueUndoneAsync(run, cancellation);
            }

            return;
        }

        if (seen - await LastMovedAsync(run, cancellation) < settings.Patience)
        {
            return;
        }

        if (run.Nudges >= MostNudges)
        {
            await ledger.FailAsync(run.Schema, run.Id, $"The run did not move although it was started again {MostNudges} times. Try again with retry.", cancellation);
            return;
        }

        Log.Nudged(logger, run.Id.Value, run.Nudges + 1);
        await engine.QueueUndoneAsync(run, cancellation);

        // Writing the row restarts the patience; a lost race means that the run moved, or that another Watch was here.
        await storage.Runs.TryReplaceAsync((run with { Nudges = run.Nudges + 1 }).ToEntity(), run.ETag, cancellation);
    }

    private async Task<DateTimeOffset> LastMovedAsync(RunRow run, CancellationToken cancellation)
    {
        DateTimeOffset last = run.Timestamp ?? DateTimeOffset.MinValue;
        await foreach (TablePage page in storage.RunParts.ReadAsync(run.Id.Value, from: null, before: null, select: ["Done"], cancellation))
        {
            foreach (DateTimeOffset? written in page.Rows.Select(row => row.Timestamp))
            {
                last = written > last ? written.Value : last;
            }
        }

        return last;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Run {Run} has not moved; its undone parts are queued again, for the {Nudge}. time")]
        public static partial void Nudged(ILogger logger, string run, int nudge);
    }
}
