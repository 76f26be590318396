using Clientele.Runs.Scoring;
using Clientele.Runs.Transactions;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>Runs as people and programs outside see them.</summary>
internal sealed class RunViews(ClienteleStorage storage, RunLedger ledger, StageEngine engine, SchemaSource schemas)
{
    /// <summary>Newest first. Progress is looked up for the runs that have not ended.</summary>
    public async Task<IReadOnlyList<RunView>> ListAsync(int take, CancellationToken cancellation)
    {
        var rows = new List<RunRow>();
        foreach (string partition in await PartitionsAsync(cancellation))
        {
            await foreach (TablePage page in storage.Runs.ReadAsync(partition, from: null, before: null, select: null, cancellation))
            {
                rows.AddRange(page.Rows.Select(RunRow.From));
            }
        }

        var views = new List<RunView>();
        foreach (RunRow row in rows.OrderByDescending(row => row.Id.Value, StringComparer.Ordinal).Take(take))
        {
            views.Add(await ViewAsync(row, cancellation));
        }

        return views;
    }

    public async Task<RunView?> FindAsync(RunId id, CancellationToken cancellation)
        => await FindRowAsync(id, cancellation) is { } row ? await ViewAsync(row, cancellation) : null;

    public async Task<RunRow?> FindRowAsync(RunId id, CancellationToken cancellation)
    {
        foreach (string partition in await PartitionsAsync(cancellation))
        {
            if (await ledger.FindAsync(partition, id, cancellation) is { } row)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The attempts at one upload, oldest first, under whatever schema each was made.</summary>
    public async Task<List<RunRow>> AttemptsAsync(RunId id, CancellationToken cancellation)
    {
        var attempts = new List<RunRow>();
        foreach (string partition in await PartitionsAsync(cancellation))
        {
            attempts.AddRange(await ledger.AttemptsAsync(partition, id, cancellation));
        }

        return [.. attempts.OrderBy(run => run.Id.Value, StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<string>> PartitionsAsync(CancellationToken cancellation)
        => (await schemas.CurrentAsync(cancellation)).Select(schema => schema.Id).Append(RunRow.UnknownSchema);

    private async Task<RunView> ViewAsync(RunRow row, CancellationToken cancellation)
    {
        DateTimeOffset? ended = row.HasEnded ? row.Timestamp : null;
        double seconds = ended is { } end && row.Started is { } start ? Math.Max(0, (end - start).TotalSeconds) : 0;
        var view = new RunView
        {
            Id = row.Id.Value,
            Kind = row.Kind,
            Schema = row.Schema == RunRow.UnknownSchema ? null : row.Schema,
            Source = row.Source,
            State = row.State,
            Error = row.Error.Length == 0 ? null : row.Error,
            ModelVersion = row.ModelVersion.Length == 0 ? null : row.ModelVersion,
            SegmentsVersion = row.SegmentsVersion.Length == 0 ? null : row.SegmentsVersion,
            Demonstration = row.Demonstration,
            Read = row.Read,
            Accepted = row.Accepted,
            Repaired = row.Repaired,
            Rejected = row.Rejected,
            Duplicates = row.Duplicates,
            Progress = row.Progress,
            Started = row.Started,
            Ended = ended,
            Seconds = seconds,
            RowsPerSecond = seconds > 0 ? row.Read / seconds : 0,
            Warnings = row.Warnings.Length == 0 ? [] : row.Warnings.Split('\n'),
            DriftPsi = row.DriftPsi,
            DriftFeature = row.DriftFeature.Length == 0 ? null : row.DriftFeature,
            DriftScorePsi = row.DriftScorePsi,
        };
        return row.HasEnded ? await WithSummaryAsync(view, row, cancellation) : await WithProgressAsync(view, row, cancellation);
    }

    private async Task<RunView> WithSummaryAsync(RunView view, RunRow row, CancellationToken cancellation)
    {
        if (row.State != RunState.Completed || row.Kind == RunKindName.Train
            || await storage.Results.ReadAsync(ScoreFiles.Summary(row.Id), cancellation) is not { } file)
        {
            return view;
        }

        if (row.Kind == RunKindName.Transactions)
        {
            TransactionSummary programme = TransactionSummary.FromJson(file.Content);
            return view with { Programme = programme, Rejects = programme.Rejects };
        }

        RunSummary summary = RunSummary.FromJson(file.Content);
        return view with { Repairs = summary.Repairs, Rejects = summary.Rejects, Objectives = summary.Objectives };
    }

    private async Task<RunView> WithProgressAsync(RunView view, RunRow row, CancellationToken cancellation)
    {
        (string? stage, int done, int total, long read) = (null, 0, 0, 0);
        foreach ((string name, int parts) in await engine.StagesAsync(row, cancellation))
        {
            List<PartRow> rows = await ledger.ReadStageAsync(row.Id, name, cancellation);
            int doneHere = rows.Count(part => part.Done);
            done += doneHere;
            total += parts;
            read += rows.Sum(part => part.Result.Read);
            stage ??= doneHere < parts ? name : null;
        }

        return view with { Stage = stage, PartsDone = done, PartsTotal = total, Read = read };
    }
}
