using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>What a run over transactions builds on: lines that earlier uploads brought, and who was in the programme after the one before.</summary>
internal sealed class EarlierUploads(ClienteleStorage storage)
{
    private const int RunsKept = 4;

    /// <summary>
    /// Whether an earlier upload of the schema is still under way. Until it has ended, nobody can say what this one builds on; the engine sees to it that it ends.
    /// </summary>
    public async Task<bool> AreUnderWayAsync(RunRow run, CancellationToken cancellation)
    {
        await foreach (TablePage page in storage.Runs.ReadAsync(run.Schema, from: null, before: run.Id.Value, ["State"], cancellation))
        {
            if (page.Rows.Any(row => row.Text("State") is not (RunState.Completed or RunState.Failed)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The lines that count before this upload: the newest whole history, and what was appended to it since. By upload, oldest first.</summary>
    public async Task<IReadOnlyList<string>> HistoriesAsync(RunRow run, CancellationToken cancellation)
    {
        var complete = new List<string>();
        string prefix = TransactionIndex.LinesOf(run.Schema);
        await foreach (BlobFacts blob in storage.Index.ListAsync(prefix, cancellation))
        {
            string[] parts = blob.Name[prefix.Length..].Split('/');
            if (parts is [var history, "complete"] && IsBefore(TransactionIndex.RunOf(history), run.Id))
            {
                complete.Add(history);
            }
        }

        List<string> newest = [.. NewestAttempts(complete, TransactionIndex.RunOf)];
        int whole = newest.FindLastIndex(TransactionIndex.IsWhole);
        return whole < 0 ? newest : newest[whole..];
    }

    /// <summary>The run of the upload before, whose members are known; empty where there is none.</summary>
    public async Task<string> PreviousAsync(RunRow run, CancellationToken cancellation)
        => (await RunsWithMembersAsync(run.Schema, cancellation)).LastOrDefault(earlier => IsBefore(earlier, run.Id)) ?? "";

    /// <summary>Removes what nothing can build on any more: lines before a whole history, and members of all but the last few runs.</summary>
    public async Task SweepAsync(RunRow run, bool append, CancellationToken cancellation)
    {
        List<string> runs = await RunsWithMembersAsync(run.Schema, cancellation);
        foreach (string old in runs.Take(Math.Max(0, runs.Count - RunsKept)))
        {
            await DeleteAsync($"{TransactionIndex.MembersOf(run.Schema)}{old}/", cancellation);
        }

        if (append)
        {
            return;
        }

        var gone = new SortedSet<string>(StringComparer.Ordinal);
        string prefix = TransactionIndex.LinesOf(run.Schema);
        await foreach (BlobFacts blob in storage.Index.ListAsync(prefix, cancellation))
        {
            string history = blob.Name[prefix.Length..].Split('/')[0];
            if (string.CompareOrdinal(TransactionIndex.RunOf(history), run.Id.Value) < 0)
            {
                gone.Add(history);
            }
        }

        foreach (string history in gone)
        {
            await DeleteAsync($"{prefix}{history}/", cancellation);
        }
    }

    private async Task<List<string>> RunsWithMembersAsync(string schema, CancellationToken cancellation)
    {
        var parts = new Dictionary<string, int>(StringComparer.Ordinal);
        string prefix = TransactionIndex.MembersOf(schema);
        await foreach (BlobFacts blob in storage.Index.ListAsync(prefix, cancellation))
        {
            string run = blob.Name[prefix.Length..].Split('/')[0];
            parts[run] = parts.GetValueOrDefault(run) + 1;
        }

        return [.. parts.Where(each => each.Value == RunSettings.Buckets).Select(each => each.Key).Order(StringComparer.Ordinal)];
    }

    private async Task DeleteAsync(string prefix, CancellationToken cancellation)
    {
        await foreach (BlobFacts blob in storage.Index.ListAsync(prefix, cancellation))
        {
            await storage.Index.DeleteAsync(blob.Name, cancellation);
        }
    }

    /// <summary>Of an earlier upload: another attempt at the same one brings the same lines.</summary>
    private static bool IsBefore(string earlier, RunId run) => string.CompareOrdinal(UploadOf(earlier), UploadOf(run.Value)) < 0;

    private static IEnumerable<string> NewestAttempts(IEnumerable<string> all, Func<string, string> runOf)
        => all.GroupBy(each => UploadOf(runOf(each)), StringComparer.Ordinal)
            .OrderBy(upload => upload.Key, StringComparer.Ordinal)
            .Select(upload => upload.MaxBy(runOf, StringComparer.Ordinal)!);

    // Without the attempt.
    private static string UploadOf(string run) => run[..run.LastIndexOf('-')];
}
