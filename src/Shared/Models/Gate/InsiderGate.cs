namespace Clientele.Models;

/// <summary>The gate's rules for the clusters of a loyalty programme. Pure; in words: <c>docs/models.md</c>.</summary>
internal static class InsiderGate
{
    /// <summary>How much less stable new clusters may be: they were fitted because customers had changed, and the old ones were judged on others.</summary>
    public const double StabilityMargin = 0.1;

    public static GateDecision? OnItsOwn(InsiderFigures figures)
    {
        if (!figures.AreFinite())
        {
            return new(GateOutcome.Rejected, "Their figures are not finite numbers, so nothing can be said of them.");
        }

        return figures.InsiderShare is > 0 and < 1
            ? null
            : new(GateOutcome.Rejected, Gate.Say($"{100 * figures.InsiderShare:F0}% of the customers are in the clusters of insiders; a programme for all or for nobody is none."));
    }

    public static string? Worse(InsiderFigures challenger, ChampionEvidence champion)
    {
        if (challenger.Stability >= SegmentGate.GoodStability || champion.Figures is not InsiderFigures figures || !figures.AreFinite())
        {
            return null;
        }

        return figures.Stability - challenger.Stability > StabilityMargin
            ? Gate.Say($"They are less stable than those of the champion {champion.Version}: an adjusted Rand index of {challenger.Stability:F2} over resampled customers, against {figures.Stability:F2}.")
            : null;
    }

    public static GateDecision Promoted(GateEvidence evidence, InsiderFigures challenger)
    {
        string own = Gate.Say($"{challenger.Clusters} clusters by {challenger.Algorithm}, an adjusted Rand index of {challenger.Stability:F2} over resampled customers; insiders are {100 * challenger.InsiderShare:F0}% of the customers and bring {100 * challenger.RevenueShare:F0}% of the revenue");
        return new(GateOutcome.Promote, evidence.Champion switch
        {
            null => $"There were no clusters before: {own}.",
            { Figures: not null } champion => $"Customers have changed since {champion.Version}, and the new clusters are stable enough: {own}.",
            { } refused => $"The champion {refused.Version} cannot be used: {refused.Refusal ?? "it has no figures."} Of the new ones: {own}.",
        });
    }

    /// <summary>A: an adjusted Rand index of at least .85; B: .70; C: less.</summary>
    public static ModelGrade Grade(InsiderFigures figures)
    {
        string letter = figures.Stability >= SegmentGate.GoodStability ? "A" : figures.Stability >= 0.7 ? "B" : "C";
        return new ModelGrade(letter, Gate.Say(
            $"{letter}: {figures.Clusters} clusters; on resampled customers the same ones come out with an adjusted Rand index of {figures.Stability:F2} (1 is always the same)."));
    }
}
