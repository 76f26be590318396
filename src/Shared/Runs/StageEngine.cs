using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>
/// Works the parts of runs: does a part once, and moves the run on when its stage is complete. Holds no state of its own: what is not in
/// the rows of runs and parts has not happened. See docs/runs.md for the states and the rules by number.
/// </summary>
internal sealed partial class StageEngine(ClienteleStorage storage, RunLedger ledger, IEnumerable<RunKind> kinds, ILogger<StageEngine> logger)
{
    /// <summary>Recorded faults of a part, or returns from the poison queue, that fail a run.</summary>
    public const int MostFaults = 5;

    private readonly Dictionary<string, RunKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public RunKind KindOf(RunRow run) => _kinds[run.Kind];

    /// <summary>Works one message. A return means: consume it. An exception means: a fault, recorded; deliver it again.</summary>
    public async Task WorkAsync(PartMessage message, CancellationToken cancellation)
    {
        RunId id = IdOf(message);
        RunRow? run = await ledger.FindAsync(message.Schema, id, cancellation);
        if (run is null || await ConsumedAsEndedAsync(run, cancellation))
        {
            return;
        }

        RunKind kind = KindOf(run);
        await CheckPartAsync(run, kind, message, cancellation);
        try
        {
            await WorkAsync(run, kind, message, cancellation);
        }
        catch (Exception e) when (e is RunFailedException or BlobChangedException)
        {
            // Permanent: said once in the run's row, and the message is used up.
            Log.RunFailed(logger, id.Value, e.Message);
            await ledger.FailAsync(message.Schema, id, e.Message, cancellation);
        }
        catch (Exception e)
        {
            Log.PartFailed(logger, e, message.Stage, message.Part, id.Value);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            string error = cancellation.IsCancellationRequested ? "It took longer than its time limit." : e.Message;
            await ledger.RecordFaultAsync(id, message.Stage, message.Part, error, limit.Token);
            throw;
        }
    }

    private async Task WorkAsync(RunRow run, RunKind kind, PartMessage message, CancellationToken cancellation)
    {
        PartRow? row = await ledger.FindPartAsync(run.Id, message.Stage, message.Part, cancellation);
        if (row is not { Done: true })
        {
            PartResult? result = message.Stage == RunKind.PlanStage
                ? await PlanAsync(run, kind, message, cancellation)
                : await kind.WorkAsync(run, await ReadPlanAsync(run.Id, cancellation), message.Stage, message.Part, cancellation);
            if (result is null)
            {
                return;
            }

            await ledger.MarkDoneAsync(run.Id, message.Stage, message.Part, result, cancellation);
        }

        await MoveOnAsync(run, kind, message.Stage, cancellation);
    }

    /// <summary>Rule 3. Null when the run waits, or is to be planned later.</summary>
    private async Task<PartResult?> PlanAsync(RunRow run, RunKind kind, PartMessage message, CancellationToken cancellation)
    {
        switch (await kind.PlanAsync(run, cancellation))
        {
            case PlanOutcome.TooEarly early:
                await storage.Parts.SendAsync(message.ToJson(), early.Delay, cancellation);
                return null;

            case PlanOutcome.NoChampion:
                await ledger.UpdateAsync(run.Schema, run.Id, row => row.State == RunState.Planned ? row with { State = RunState.Waiting } : null, cancellation);
                return null;

            case PlanOutcome.Planned planned:
                // The first plan stands: another worker may have pinned another champion.
                await storage.Results.TryCreateAsync(PlanName(run.Id), planned.Plan.ToJson(), cancellation);
                RunPlan plan = await ReadPlanAsync(run.Id, cancellation);
                await ledger.UpdateAsync(run.Schema, run.Id, row => row.HasEnded || row.State == RunState.Running ? null : Start(row, plan), cancellation);
                return new PartResult { Size = plan.Parts };

            default:
                throw new InvalidOperationException("Planning came to nothing known.");
        }
    }

    private static RunRow Start(RunRow row, RunPlan plan) => row with
    {
        State = RunState.Running,
        Started = plan.Started,
        ModelVersion = plan.ModelVersion,
        SegmentsVersion = plan.SegmentsVersion,
        Demonstration = plan.Demonstration,
        Dialect = plan.Dialect?.ToString() ?? "",
        Warnings = string.Join('\n', plan.Warnings),
    };

    /// <summary>Rule 5: whoever sees a stage complete queues the undone parts of the next; after the last, completes the run.</summary>
    private async Task MoveOnAsync(RunRow run, RunKind kind, string stage, CancellationToken cancellation)
    {
        List<(string Name, int Parts)> stages = await StagesAsync(run, kind, cancellation);
        int at = stages.FindIndex(each => each.Name == stage);
        List<PartRow> rows = await ledger.ReadStageAsync(run.Id, stage, cancellation);
        if (rows.Count(row => row.Done) < stages[at].Parts)
        {
            return;
        }

        if (stage != RunKind.PlanStage
            && await kind.JudgeAsync(run, await ReadPlanAsync(run.Id, cancellation), stage, rows, cancellation) is { } sentence)
        {
            throw new RunFailedException(sentence);
        }

        if (at + 1 < stages.Count)
        {
            if (!await QueueOnceAsync(run, stages[at + 1], cancellation)
                && await ledger.FindAsync(run.Schema, run.Id, cancellation) is { State: RunState.Completed } completed)
            {
                // A slow worker wrote its output after the run was completed and swept.
                await SweepAsync(completed.Id, cancellation);
            }

            return;
        }

        RunRow totals = await kind.TotalAsync(run, cancellation);
        RunRow? ended = await ledger.UpdateAsync(run.Schema, run.Id, row => row.HasEnded ? null : Complete(row, totals), cancellation);
        if (ended is { State: RunState.Completed })
        {
            await SweepAsync(ended.Id, cancellation);
            Log.RunCompleted(logger, run.Id.Value, ended.Source, ended.Read, ended.Accepted, ended.Rejected);
        }
    }

    private static RunRow Complete(RunRow row, RunRow totals) => row with
    {
        State = RunState.Completed,
        Read = totals.Read,
        Accepted = totals.Accepted,
        Repaired = totals.Repaired,
        Rejected = totals.Rejected,
        Duplicates = totals.Duplicates,
        ModelVersion = totals.ModelVersion,
        SegmentsVersion = totals.SegmentsVersion,
        Warnings = totals.Warnings,
        DriftPsi = totals.DriftPsi,
        DriftFeature = totals.DriftFeature,
        DriftScorePsi = totals.DriftScorePsi,
    };

    /// <summary>Queues every undone part of the first incomplete stage. Returns false when no stage is incomplete.</summary>
    public async Task<bool> QueueUndoneAsync(RunRow run, CancellationToken cancellation)
    {
        RunKind kind = KindOf(run);
        foreach ((string Name, int Parts) stage in await StagesAsync(run, kind, cancellation))
        {
            if (await QueueUndoneAsync(run, stage, cancellation))
            {
                return true;
            }
        }

        // Every part is done and the worker that should have completed the run was cut off: any part of the last stage finishes it.
        await storage.Parts.SendAsync(new PartMessage(run.Schema, run.Id.Value, kind.Stages[^1].Name, 0, 0).ToJson(), null, cancellation);
        return false;
    }

    /// <summary>
    /// Queues the undone parts unless all of them have been queued before: else every late copy of a message would queue a whole stage, whose copies would
    /// queue the next. The mark is made after the last send, so a kill before it only means that they are queued again. Returns false when there was nothing to queue.
    /// </summary>
    private async Task<bool> QueueOnceAsync(RunRow run, (string Name, int Parts) stage, CancellationToken cancellation)
    {
        if (stage.Parts == 1)
        {
            return await QueueUndoneAsync(run, stage, cancellation);
        }

        string mark = QueuedName(run.Id, stage.Name);
        if ((await storage.Results.FindAsync(mark, cancellation)).Facts is not null)
        {
            return false;
        }

        bool queued = await QueueUndoneAsync(run, stage, cancellation);

        // False when the run may be over by now: then the caller looks, and sweeps the mark away.
        await storage.Results.TryCreateAsync(mark, BinaryData.FromString("queued"), cancellation);
        return queued && await ledger.FindAsync(run.Schema, run.Id, cancellation) is not { HasEnded: true };
    }

    private async Task<bool> QueueUndoneAsync(RunRow run, (string Name, int Parts) stage, CancellationToken cancellation)
    {
        HashSet<int> done = (await ledger.ReadStageAsync(run.Id, stage.Name, cancellation)).Where(row => row.Done).Select(row => row.Part).ToHashSet();
        for (int part = 0; part < stage.Parts; part++)
        {
            if (!done.Contains(part))
            {
                await storage.Parts.SendAsync(new PartMessage(run.Schema, run.Id.Value, stage.Name, part, 0).ToJson(), null, cancellation);
            }
        }

        return done.Count < stage.Parts;
    }

    /// <summary>Rule 12: a message that failed five times comes back unless its part has really failed that often.</summary>
    public async Task PoisonedAsync(PartMessage message, CancellationToken cancellation)
    {
        RunId id = IdOf(message);
        RunRow? run = await ledger.FindAsync(message.Schema, id, cancellation);
        if (run is null || run.HasEnded)
        {
            return;
        }

        await CheckPartAsync(run, KindOf(run), message, cancellation);
        PartRow? row = await ledger.FindPartAsync(id, message.Stage, message.Part, cancellation);
        if (row is { Done: false, Faults: >= MostFaults } || message.Again >= MostFaults)
        {
            string error = row is { Error.Length: > 0 } ? row.Error : "The program was stopped each time.";
            string published = message.Stage == "publish" ? " Customers that were already published keep their new rows." : "";
            await ledger.FailAsync(
                message.Schema, id, $"Step {message.Stage}, part {message.Part + 1}, failed {MostFaults} times. The last time: {error}{published} Try again with retry.", cancellation);
            return;
        }

        await storage.Parts.SendAsync((message with { Again = message.Again + 1 }).ToJson(), null, cancellation);
    }

    /// <inheritdoc cref="StagesAsync(RunRow, RunKind, CancellationToken)"/>
    public Task<List<(string Name, int Parts)>> StagesAsync(RunRow run, CancellationToken cancellation) => StagesAsync(run, KindOf(run), cancellation);

    /// <summary>The stages and sizes known so far: only plan until the plan is done.</summary>
    private async Task<List<(string Name, int Parts)>> StagesAsync(RunRow run, RunKind kind, CancellationToken cancellation)
    {
        PartRow? plan = await ledger.FindPartAsync(run.Id, RunKind.PlanStage, 0, cancellation);
        return plan is { Done: true } ? kind.StagesOf(plan.Result.Size).ToList() : [(RunKind.PlanStage, 1)];
    }

    /// <summary>The messages of ended runs are used up; one of a completed run also sweeps what a slow worker may have left behind.</summary>
    private async Task<bool> ConsumedAsEndedAsync(RunRow run, CancellationToken cancellation)
    {
        if (run.State == RunState.Completed)
        {
            await SweepAsync(run.Id, cancellation);
        }

        return run.HasEnded;
    }

    /// <summary>Removes what only the parts of a completed run needed. May be done again.</summary>
    private async Task SweepAsync(RunId id, CancellationToken cancellation)
    {
        await foreach (BlobFacts blob in storage.Results.ListAsync(Intermediates(id), cancellation))
        {
            await storage.Results.DeleteAsync(blob.Name, cancellation);
        }
    }

    private async Task<RunPlan> ReadPlanAsync(RunId id, CancellationToken cancellation)
        => await storage.Results.ReadAsync(PlanName(id), cancellation) is { } plan
            ? RunPlan.FromJson(plan.Content)
            : throw new IOException($"The plan of run {id} is not there.");

    // Among the intermediates, which go when the run is completed.
    private static string QueuedName(RunId id, string stage) => $"{Intermediates(id)}queued-{stage}";

    private static string Intermediates(RunId id) => $"{id}/parts/";

    private static string PlanName(RunId id) => $"{id}/plan.json";

    private static RunId IdOf(PartMessage message)
        => RunId.TryParse(message.Run, out RunId id) ? id : throw new MalformedMessageException(message.Run);

    /// <summary>A part that the run does not have must not count towards a stage, whoever sent it.</summary>
    private async Task CheckPartAsync(RunRow run, RunKind kind, PartMessage message, CancellationToken cancellation)
    {
        List<(string Name, int Parts)> stages = message is { Stage: RunKind.PlanStage, Part: 0 } ? [(RunKind.PlanStage, 1)] : await StagesAsync(run, kind, cancellation);
        if (!stages.Exists(stage => stage.Name == message.Stage && message.Part < stage.Parts))
        {
            throw new MalformedMessageException(message.ToJson());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Run {Run} failed: {Sentence}")]
        public static partial void RunFailed(ILogger logger, string run, string sentence);

        [LoggerMessage(LogLevel.Warning, "Part {Stage} {Part} of run {Run} did not finish and will be tried again")]
        public static partial void PartFailed(ILogger logger, Exception exception, string stage, int part, string run);

        [LoggerMessage(LogLevel.Information, "Run {Run} of {Source} is completed: read {Read}, accepted {Accepted}, rejected {Rejected}")]
        public static partial void RunCompleted(ILogger logger, string run, string source, long read, long accepted, long rejected);
    }
}
