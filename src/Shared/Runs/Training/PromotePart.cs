using Clientele.Schemas;

namespace Clientele.Runs.Training;

/// <summary>Judges the fitted version and moves the champion alias to it if it may; brings tables up to it and wakes runs that waited for a model.</summary>
internal sealed class PromotePart(Challenge challenge, ChampionChange change)
{
    /// <returns>With the sentence on a version that was not promoted as its output.</returns>
    public async Task<PartResult> WorkAsync(RunRow run, Schema schema, string version, CancellationToken cancellation)
    {
        string notPromoted = await challenge.MeetAsync(run, schema, version, cancellation);
        await change.FollowAsync(schema, judged: version, cancellation);
        return new PartResult { Output = notPromoted };
    }
}
