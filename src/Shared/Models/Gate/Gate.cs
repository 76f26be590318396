using System.Globalization;

namespace Clientele.Models;

/// <summary>Decides whether a version may become champion. Pure: the same evidence, the same decision. The rules in words: <c>docs/models.md</c>.</summary>
public static class Gate
{
    public const int FewestRows = 200;
    public const int FewestResponses = 30;
    public const int FewestProbabilities = 10;

    /// <summary>Campaign responses are not that predictable: a column that knows the answer is likelier.</summary>
    public const double SuspiciousAuc = 0.97;

    /// <summary>Standard errors above which a difference counts: one in twenty equal challengers is beyond it by chance.</summary>
    public const double Tolerance = 1.645;

    public static GateDecision Decide(GateEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Challenger switch
        {
            ModelFigures response => OnItsOwn(response) ?? Against(evidence, champion => Worse(response, champion)) ?? Promoted(evidence, response),
            SegmentFigures segments => SegmentGate.OnItsOwn(segments) ?? Against(evidence, champion => SegmentGate.Worse(segments, champion)) ?? SegmentGate.Promoted(evidence, segments),
            InsiderFigures insiders => InsiderGate.OnItsOwn(insiders) ?? Against(evidence, champion => InsiderGate.Worse(insiders, champion)) ?? InsiderGate.Promoted(evidence, insiders),
            _ => throw new ArgumentException($"There are no rules for {evidence.Challenger}.", nameof(evidence)),
        };
    }

    internal static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    private static GateDecision? OnItsOwn(ModelFigures figures)
    {
        if (figures.Rows < FewestRows || figures.Responses < FewestResponses)
        {
            return new(GateOutcome.Kept, Say(
                $"It was trained on {figures.Rows:N0} customers with {figures.Responses:N0} responses; to be judged, a model needs at least {FewestRows} with {FewestResponses}."));
        }

        if (!figures.AreFinite())
        {
            return new(GateOutcome.Rejected, "Its figures are not finite numbers, so nothing can be said of it.");
        }

        if (figures.DistinctProbabilities < FewestProbabilities)
        {
            return new(GateOutcome.Rejected, Say(
                $"It gives only {figures.DistinctProbabilities} different probabilities to {figures.Rows:N0} customers; a model that tells them apart gives at least {FewestProbabilities}."));
        }

        if (figures.RocAuc >= SuspiciousAuc)
        {
            return new(GateOutcome.Held, Say(
                $"It is suspiciously good: an area under the ROC curve of {figures.RocAuc:F3}, where {SuspiciousAuc:F2} is the most that is believed. Look for a column that knows the response; if there is none, promote it by hand."));
        }

        if (figures.LogLoss >= figures.BaselineLogLoss)
        {
            return new(GateOutcome.Rejected, Say(
                $"It is no better than giving everyone the base rate of {100 * figures.BaseRate:F1}%: its log-loss is {figures.LogLoss:F4}, the base rate's {figures.BaselineLogLoss:F4}."));
        }

        return figures.RocAucLow <= 0.5
            ? new(GateOutcome.Rejected, Say(
                $"It may be no better than chance: its area under the ROC curve is {figures.RocAuc:F3}, with a 95% interval from {figures.RocAucLow:F3} to {figures.RocAucHigh:F3}."))
            : null;
    }

    /// <param name="worse">How the challenger is worse than the champion, beyond chance; null when it is not.</param>
    private static GateDecision? Against(GateEvidence evidence, Func<ChampionEvidence, string?> worse)
    {
        if (evidence.Champion is not { } champion)
        {
            return null;
        }

        if (evidence.Demonstration && !champion.Demonstration)
        {
            return new(GateOutcome.Kept, $"It is a demonstration model, and the champion {champion.Version} was trained on real customers.");
        }

        // Made-up customers set no standard for real ones.
        bool mustBeat = evidence.Demonstration || !champion.Demonstration;
        if (mustBeat && worse(champion) is { } reason)
        {
            return new(GateOutcome.Rejected, reason);
        }

        return champion.Pinned ? new(GateOutcome.Kept, $"Nothing speaks against it, but the champion {champion.Version} is pinned until an operator releases it.") : null;
    }

    private static string? Worse(ModelFigures challenger, ChampionEvidence champion)
    {
        if (champion.Paired is { AreEnough: true } paired)
        {
            return paired.MeanDifference > Tolerance * paired.StandardError
                ? Say($"It is worse than the champion {champion.Version} on {paired.Rows:N0} customers with {paired.Responses:N0} responses that neither had seen: log-loss {paired.ChallengerLogLoss:F4} against {paired.ChampionLogLoss:F4}, a difference of {paired.MeanDifference:F4} with a standard error of {paired.StandardError:F4}.")
                : null;
        }

        if (champion.Figures is not ModelFigures figures || !figures.AreFinite())
        {
            return null;
        }

        // As shares of what the base rate alone gives: files with more responses have higher log-losses, whatever the model.
        (double share, double error) = Share(challenger);
        (double championShare, double championError) = Share(figures);
        return share - championShare > Tolerance * Math.Sqrt((error * error) + (championError * championError))
            ? Say($"It is worse than the champion {champion.Version}, each cross-validated on its own customers: log-loss {challenger.LogLoss:F4}, {100 * share:F0}% of the base rate's, against {figures.LogLoss:F4}, {100 * championShare:F0}% of the base rate's.")
            : null;
    }

    private static (double Share, double StandardError) Share(ModelFigures figures)
        => (figures.LogLoss / figures.BaselineLogLoss, figures.LogLossStandardError / figures.BaselineLogLoss);

    private static GateDecision Promoted(GateEvidence evidence, ModelFigures challenger)
    {
        string own = Say($"its log-loss is {challenger.LogLoss:F4}, the base rate's {challenger.BaselineLogLoss:F4}; its area under the ROC curve is {challenger.RocAuc:F3} ({challenger.RocAucLow:F3} to {challenger.RocAucHigh:F3})");
        return new(GateOutcome.Promote, evidence.Champion switch
        {
            null => $"It beats the base rate, and there was no champion: {own}.",
            { Demonstration: true } when !evidence.Demonstration => $"It beats the base rate, and the champion {evidence.Champion.Version} was a demonstration: {own}.",
            { Paired: { AreEnough: true } paired } => Say(
                $"It is not worse than the champion {evidence.Champion.Version} on {paired.Rows:N0} customers that neither had seen: log-loss {paired.ChallengerLogLoss:F4} against {paired.ChampionLogLoss:F4}."),
            { Figures: ModelFigures figures } => Say(
                $"It is not worse than the champion {evidence.Champion.Version}, each cross-validated on its own customers: log-loss {challenger.LogLoss:F4} against {figures.LogLoss:F4}."),
            { } refused => $"It beats the base rate, and the champion {refused.Version} cannot be used: {refused.Refusal ?? "it has no figures."} Of the new one, {own}.",
        });
    }
}
