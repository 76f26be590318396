namespace Clientele.Models;

/// <summary>The gate's rules for segments. Pure; in words: <c>docs/models.md</c>.</summary>
internal static class SegmentGate
{
    public const int FewestRows = 200;

    /// <summary>Below it customers change their segment by chance.</summary>
    public const double LeastStability = 0.6;

    /// <summary>From here on segments are as stable as anyone asks, and a small loss does not count.</summary>
    public const double GoodStability = 0.85;

    /// <summary>A smaller segment is a few odd customers.</summary>
    public const double LeastShare = 0.01;

    /// <summary>Segments made without the response do not come out like it, unless a column knows it.</summary>
    public const double SuspiciousAgreement = 0.5;

    public static GateDecision? OnItsOwn(SegmentFigures figures)
    {
        if (figures.Rows < FewestRows)
        {
            return new(GateOutcome.Kept, Gate.Say($"They were made of {figures.Rows:N0} customers; to be judged, segments need at least {FewestRows}."));
        }

        if (!figures.AreFinite())
        {
            return new(GateOutcome.Rejected, "Their figures are not finite numbers, so nothing can be said of them.");
        }

        if (figures.Stability < LeastStability)
        {
            return new(GateOutcome.Rejected, Gate.Say(
                $"They depend on who happened to be in the file: fits on resampled customers agree with an adjusted Rand index of {figures.Stability:F2} only; at least {LeastStability:F2} is asked."));
        }

        if (figures.SmallestShare < LeastShare)
        {
            return new(GateOutcome.Rejected, Gate.Say($"The smallest segment holds {100 * figures.SmallestShare:F1}% of the customers; at least {100 * LeastShare:F0}% is asked."));
        }

        return figures.AgreementWithResponse >= SuspiciousAgreement
            ? new(GateOutcome.Held, Gate.Say(
                $"They look like the response itself: an adjusted Rand index of {figures.AgreementWithResponse:F2} with it. Look for a column that knows the response; if there is none, promote them by hand."))
            : null;
    }

    public static string? Worse(SegmentFigures challenger, ChampionEvidence champion)
    {
        if (challenger.Stability >= GoodStability || champion.Figures is not SegmentFigures figures || !figures.AreFinite())
        {
            return null;
        }

        double error = Math.Sqrt((challenger.StabilityStandardError * challenger.StabilityStandardError) + (figures.StabilityStandardError * figures.StabilityStandardError));
        return figures.Stability - challenger.Stability > Gate.Tolerance * error
            ? Gate.Say($"They are less stable than those of the champion {champion.Version}: an adjusted Rand index of {challenger.Stability:F2} over resampled customers, against {figures.Stability:F2}.")
            : null;
    }

    public static GateDecision Promoted(GateEvidence evidence, SegmentFigures challenger)
    {
        string own = Gate.Say($"{challenger.Segments} segments by {challenger.Algorithm}, an adjusted Rand index of {challenger.Stability:F2} over resampled customers, the smallest with {100 * challenger.SmallestShare:F0}% of the customers");
        return new(GateOutcome.Promote, evidence.Champion switch
        {
            null => $"There were no segments before: {own}.",
            { Demonstration: true } when !evidence.Demonstration => $"The champion {evidence.Champion.Version} was a demonstration: {own}.",
            { Figures: not null } champion => $"They are stable enough to follow those of {champion.Version}: {own}.",
            { } refused => $"The champion {refused.Version} cannot be used: {refused.Refusal ?? "it has no figures."} Of the new ones: {own}.",
        });
    }

    /// <summary>A: an adjusted Rand index of at least .85 and no segment below 5%; B: .70 and 2%; C: less.</summary>
    public static ModelGrade Grade(SegmentFigures figures)
    {
        string letter =
            figures.Stability >= GoodStability && figures.SmallestShare >= 0.05 ? "A"
            : figures.Stability >= 0.7 && figures.SmallestShare >= 0.02 ? "B"
            : "C";
        return new ModelGrade(letter, Gate.Say(
            $"{letter}: {figures.Segments} segments; on resampled customers the same ones come out with an adjusted Rand index of {figures.Stability:F2} (1 is always the same), and the smallest holds {100 * figures.SmallestShare:F0}% of the customers."));
    }
}
