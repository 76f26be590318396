using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>The rows of runs and parts: the only memory of the engine. Every change is conditional.</summary>
internal sealed class RunLedger(ClienteleStorage storage)
{
    // Far more than the parties that ever write one row at a time; past it something is wrong and the message comes back later.
    private const int MostConflicts = 50;

    public async Task<RunRow?> FindAsync(string schema, RunId id, CancellationToken cancellation)
        => await storage.Runs.FindAsync(schema, id.Value, cancellation) is { } entity ? RunRow.From(entity) : null;

    public Task<bool> TryInsertAsync(RunRow run, CancellationToken cancellation)
        => storage.Runs.TryInsertAsync(run.ToEntity(), cancellation);

    /// <summary>
    /// Reads the row and lets <paramref name="decide"/> change it, again for every conflict. Null from it leaves the row as it is.
    /// Returns the row as last read or written; null when there is none.
    /// </summary>
    public async Task<RunRow?> UpdateAsync(string schema, RunId id, Func<RunRow, RunRow?> decide, CancellationToken cancellation)
    {
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await FindAsync(schema, id, cancellation) is not { } current)
            {
                return null;
            }

            if (decide(current) is not { } changed)
            {
                return current;
            }

            if (await storage.Runs.TryReplaceAsync(changed.ToEntity(), current.ETag, cancellation))
            {
                return changed;
            }
        }

        throw new IOException($"The row of run {id} changed {MostConflicts} times while it was being updated.");
    }

    /// <summary>Ends the run with a sentence, unless it has ended.</summary>
    public Task<RunRow?> FailAsync(string schema, RunId id, string sentence, CancellationToken cancellation)
        => UpdateAsync(schema, id, row => row.HasEnded ? null : row with { State = RunState.Failed, Error = sentence }, cancellation);

    /// <summary>The attempts at one upload, oldest first.</summary>
    public async Task<List<RunRow>> AttemptsAsync(string schema, RunId id, CancellationToken cancellation)
    {
        var rows = new List<RunRow>();
        await foreach (TablePage page in storage.Runs.ReadAsync(schema, id.Upload + "-", id.Upload + ".", select: null, cancellation))
        {
            rows.AddRange(page.Rows.Select(RunRow.From));
        }

        return rows;
    }

    public async Task<PartRow?> FindPartAsync(RunId run, string stage, int part, CancellationToken cancellation)
        => await storage.RunParts.FindAsync(run.Value, PartRow.Key(stage, part), cancellation) is { } entity ? PartRow.From(entity) : null;

    /// <summary>The rows of one stage in order of their parts; parts without a row are missing.</summary>
    public async Task<List<PartRow>> ReadStageAsync(RunId run, string stage, CancellationToken cancellation)
    {
        var rows = new List<PartRow>();
        await foreach (TablePage page in storage.RunParts.ReadAsync(run.Value, stage + "-", stage + ".", select: null, cancellation))
        {
            rows.AddRange(page.Rows.Select(PartRow.From));
        }

        return rows;
    }

    /// <summary>Marks the part done, unless another worker has: the first result stands.</summary>
    public Task MarkDoneAsync(RunId run, string stage, int part, PartResult result, CancellationToken cancellation)
        => ChangePartAsync(run, stage, part, row => row with { Done = true, Result = result }, cancellation);

    /// <summary>Counts a fault of the part, unless it is done.</summary>
    public Task RecordFaultAsync(RunId run, string stage, int part, string error, CancellationToken cancellation)
        => ChangePartAsync(run, stage, part, row => row with { Faults = row.Faults + 1, Error = error }, cancellation);

    private async Task ChangePartAsync(RunId run, string stage, int part, Func<PartRow, PartRow> change, CancellationToken cancellation)
    {
        // A part's row is nearly always new, so the insert is tried before anything is read.
        if (await storage.RunParts.TryInsertAsync(change(new PartRow { Run = run.Value, Stage = stage, Part = part }).ToEntity(), cancellation))
        {
            return;
        }

        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            // Part rows go only with their run, so a missing one means there is nothing left to record.
            if (await FindPartAsync(run, stage, part, cancellation) is not { Done: false } current
                || await storage.RunParts.TryReplaceAsync(change(current).ToEntity(), current.ETag, cancellation))
            {
                return;
            }
        }

        throw new IOException($"The row of {PartRow.Key(stage, part)} of run {run} changed {MostConflicts} times while it was being updated.");
    }
}
