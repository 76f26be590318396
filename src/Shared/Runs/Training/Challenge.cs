using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Training;

/// <summary>A trained version asks to become champion: fit leaves the evidence, finish judges and promotes.</summary>
internal sealed class Challenge(ClienteleStorage storage, ScoringModels models, ChampionFigures champions)
{
    private const int Tries = 20;

    public string Kind => champions.Kind;

    /// <summary>Writes <c>results/&lt;run&gt;/gate-&lt;kind&gt;.json</c>, once.</summary>
    public Task WriteEvidenceAsync(RunRow run, GateEvidence evidence, CancellationToken cancellation)
        => storage.Results.TryCreateAsync(EvidenceName(run.Id), evidence.ToJson(), cancellation);

    /// <summary>Promotes the version if the gate lets it. Repeating it changes nothing.</summary>
    /// <returns>Why it was not promoted, in a sentence; empty when it was.</returns>
    public async Task<string> MeetAsync(RunRow run, Schema schema, string version, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            ChampionAlias? champion = await champions.CurrentAsync(schema.Id, cancellation);
            if (await JudgeAsync(run, schema.Id, version, champion, cancellation) is not { } judgement)
            {
                continue;
            }

            if (champion?.Knows(version) == true)
            {
                return champion.Version == version
                    ? ""
                    : $"Version {version} of {Kind} was champion before and is not promoted again: {champion.Version} took its place. To bring it back, promote it by hand.";
            }

            if (judgement.Outcome != GateOutcome.Promote)
            {
                return $"Version {version} of {Kind} was {ModelStatus.Of(version, alias: null, judgement.Outcome)}, not promoted: {judgement.Reason}";
            }

            PromotionOutcome outcome = await models.Champions.TryPromoteAsync(
                schema.Id, Kind, version, $"Trained by run {run.Id}.", judgement.Evidence.Demonstration, judgement.Against, cancellation);
            if (outcome is PromotionOutcome.Promoted or PromotionOutcome.AlreadyChampion)
            {
                return "";
            }

            // The champion was changed or pinned in between: judged again, against what stands now.
        }

        throw new IOException($"The champion of {schema.Id}/{Kind} changed {Tries} times while version {version} was judged.");
    }

    /// <summary>The judgement that stands; one that led to nothing only as long as the champion is as it was then. Null: another was quicker.</summary>
    private async Task<GateJudgement?> JudgeAsync(RunRow run, string schema, string version, ChampionAlias? champion, CancellationToken cancellation)
    {
        (GateJudgement Judgement, string ETag)? standing = await models.Versions.FindJudgementAsync(schema, Kind, version, cancellation);
        bool isKnown = champion?.Knows(version) == true;
        if (standing is { } first && (isKnown || Stands(first.Judgement, champion)))
        {
            return first.Judgement;
        }

        GateEvidence evidence = await ReadEvidenceAsync(run.Id, cancellation);
        ChampionEvidence? against = isKnown ? evidence.Champion
            : champion is null ? null
            : evidence.Champion?.Version == champion.Version ? evidence.Champion with { Pinned = champion.Pinned }
            : await champions.OnItsOwnAsync(schema, champion, cancellation);
        GateJudgement judgement = GateJudgement.Of(evidence with { Champion = against });
        return await models.Versions.TryWriteJudgementAsync(schema, Kind, version, standing?.ETag, judgement, cancellation) ? judgement : null;
    }

    private static bool Stands(GateJudgement judgement, ChampionAlias? champion)
    {
        ChampionEvidence? then = judgement.Evidence.Champion;
        bool awaitsPromotion = judgement.Outcome == GateOutcome.Promote || (judgement.Outcome == GateOutcome.Kept && then?.Pinned == true);
        return !awaitsPromotion || (then?.Version == champion?.Version && (then?.Pinned ?? false) == (champion?.Pinned ?? false));
    }

    private async Task<GateEvidence> ReadEvidenceAsync(RunId run, CancellationToken cancellation)
        => await storage.Results.ReadAsync(EvidenceName(run), cancellation) is { } file
            ? GateEvidence.FromJson(file.Content)
            : throw new RunFailedException($"The file {storage.Results.Name}/{EvidenceName(run)} with the figures of the trained model is gone. Try again with retry.");

    private string EvidenceName(RunId run) => $"{run}/gate-{Kind}.json";
}
