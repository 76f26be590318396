using Azure.Data.Tables;
using Clientele.Runs.Incoming;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>Forgets what is no longer of use: files of results after the configured days, rows of ended runs whose upload is gone as long, and what browsers sent in vain.</summary>
internal sealed class RunRetention(ClienteleStorage storage, RunSettings settings)
{
    private const int LargestTransaction = 100;

    /// <param name="now">The service's clock.</param>
    public async Task SweepResultsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await foreach (BlobFacts file in storage.Results.ListAsync(prefix: null, cancellation))
        {
            if (now - file.LastModified > settings.ResultsKept)
            {
                await storage.Results.DeleteAsync(file.Name, cancellation);
            }
        }
    }

    /// <summary>Files that browsers sent and nobody confirmed, and notes on those that were. Blocks that no blob was made of the service forgets after a week.</summary>
    /// <param name="now">The service's clock.</param>
    public async Task SweepIncomingAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await foreach (BlobFacts file in storage.Incoming.ListAsync(prefix: null, cancellation))
        {
            if (now - file.LastModified > IncomingUploads.Kept)
            {
                await storage.Incoming.DeleteAsync(file.Name, cancellation);
            }
        }
    }

    /// <summary>Part rows first: a sweep that is cut off leaves the run's row, and the next one goes on from it.</summary>
    public async Task SweepRowsAsync(IEnumerable<(RunRow Run, DateTimeOffset Seen)> ended, IReadOnlySet<string> uploads, CancellationToken cancellation)
    {
        foreach ((RunRow run, DateTimeOffset seen) in ended)
        {
            if (run.Kind == RunKindName.Train || uploads.Contains(run.Source) || seen - (run.Timestamp ?? seen) <= settings.ResultsKept)
            {
                continue;
            }

            await foreach (TablePage page in storage.RunParts.ReadAsync(run.Id.Value, from: null, before: null, select: ["Done"], cancellation))
            {
                foreach (TableEntity[] rows in page.Rows.Chunk(LargestTransaction))
                {
                    await storage.RunParts.TryWriteAsync([.. rows.Select(row => new TableWrite(row, row.ETag, Delete: true))], cancellation);
                }
            }

            await storage.Runs.TryWriteAsync([new TableWrite(run.ToEntity(), run.ETag, Delete: true)], cancellation);
        }
    }
}
