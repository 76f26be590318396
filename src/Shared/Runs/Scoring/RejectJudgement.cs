using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>Rule 7: whether a file has too many records that could not be used. Judged once, on what reading rejected.</summary>
internal static class RejectJudgement
{
    /// <returns>The sentence that the run fails with, or null. The rejected records are there to download then.</returns>
    public static async Task<string?> OfAsync(RejectFiles files, RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, CancellationToken cancellation)
    {
        long read = reads.Sum(row => row.Result.Read);
        long rejected = reads.Sum(row => row.Result.Rejected);
        if (read == 0)
        {
            return InspectedUpload.NothingBelow(schema);
        }

        if (rejected <= plan.MostRejectedShare * read)
        {
            return null;
        }

        RejectCounts counts = await files.WriteAsync(run, plan, schema, reads, [], cancellation);
        RejectCount most = counts.All.MaxBy(count => count.Count)!;
        return $"{rejected:N0} of {read:N0} records could not be used, so nothing was published. The most frequent reason, {most.Count:N0} times, first on line {most.Line}: {counts.SentenceOf(most)}";
    }
}
