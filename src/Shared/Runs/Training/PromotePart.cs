using Clientele.Models;
using Clientele.Schemas;

namespace Clientele.Runs.Training;

/// <summary>Judges the fitted versions and moves the champion alias to each that may; brings tables up to them and wakes runs that waited for a model.</summary>
internal sealed class PromotePart(IReadOnlyList<Challenge> challenges, ChampionChange change)
{
    /// <param name="fitted">For each challenge the output of its fit.</param>
    /// <returns>With the sentences on versions that were not fitted or not promoted as its output, one a line.</returns>
    public async Task<PartResult> WorkAsync(RunRow run, Schema schema, IReadOnlyList<string> fitted, CancellationToken cancellation)
    {
        var sentences = new List<string>();

        // The response model, the first, comes last: uploads that wait for it are planned as soon as it is champion, and are to find their segments then.
        for (int i = challenges.Count - 1; i >= 0; i--)
        {
            if (!ModelPath.IsPart(fitted[i]))
            {
                sentences.Add(fitted[i]);
                continue;
            }

            if (await challenges[i].MeetAsync(run, schema, fitted[i], cancellation) is { Length: > 0 } notPromoted)
            {
                sentences.Add(notPromoted);
            }

            await change.FollowAsync(schema, challenges[i].Kind, judged: fitted[i], cancellation);
        }

        return new PartResult { Output = string.Join('\n', sentences) };
    }
}
