namespace Clientele.Learning;

/// <summary>How many times more responders than chance the best-scored share of the rows holds.</summary>
public static class Lift
{
    /// <summary>
    /// Response rate among the best <paramref name="share"/> of the rows (by weight), over the rate of all: 1 is chance, 1 / <paramref name="share"/>
    /// the most there can be. Where the share ends inside a tie, the tied rows count in proportion, so nothing is rounded and no order decides.
    /// </summary>
    /// <param name="labels">0 or 1; at least one 1.</param>
    /// <param name="scores">Finite; higher is better.</param>
    /// <param name="share">Above 0, at most 1; 0.1 for the top 10%.</param>
    public static double At(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double share, ReadOnlySpan<double> weights = default)
    {
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and at most 1.");
        }

        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithResponders();
        return steps.OnesAmong(share * steps.AllRows) / (share * steps.AllOnes);
    }
}
