using System.Diagnostics.CodeAnalysis;

namespace Clientele.Learning;

/// <summary>
/// What choosing every row with <c>score &gt;= Cutoff</c> means. Labels are 0 or 1 and both occur; scores are finite; weights may be left out.
/// Tied rows are chosen together, so a cut-off that is asked for may give more than was asked, never less.
/// </summary>
/// <param name="Contacts">Weight of the rows chosen.</param>
/// <param name="Responses">Weight of those whose label is 1.</param>
/// <param name="Precision">Responses / contacts; 0 where nothing is chosen.</param>
/// <param name="Recall">Share of all 1s that is chosen.</param>
/// <param name="Specificity">Share of all 0s that is not.</param>
public sealed record CutoffMetrics(double Cutoff, double Contacts, double Responses, double Precision, double Recall, double Specificity)
{
    /// <summary>Harmonic mean of precision and recall; 0 where both are.</summary>
    public double F1 => Responses > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    /// <summary>Responses · value − contacts · cost.</summary>
    public double Profit(double contactCost, double responseValue) => (Responses * responseValue) - (Contacts * contactCost);

    /// <summary>Profit per unit of cost; 0 where nothing is chosen.</summary>
    public double ReturnOnInvestment(double contactCost, double responseValue) =>
        Contacts > 0 ? Profit(contactCost, responseValue) / (Contacts * contactCost) : 0;

    /// <param name="cutoff">Any number but NaN; it need not be one of the scores.</param>
    public static CutoffMetrics At(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double cutoff, ReadOnlySpan<double> weights = default)
    {
        if (double.IsNaN(cutoff))
        {
            throw new ArgumentOutOfRangeException(nameof(cutoff), cutoff, "A cut-off is a number.");
        }

        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithBothClasses();
        int chosen = 0;
        while (chosen < steps.Count && steps.Scores[chosen] >= cutoff)
        {
            chosen++;
        }

        return Of(steps, chosen - 1, cutoff);
    }

    /// <summary>The largest cut-off whose recall is at least <paramref name="recall"/>: the fewest contacts that reach so many responders.</summary>
    /// <param name="recall">Above 0, at most 1.</param>
    public static CutoffMetrics WithRecall(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double recall, ReadOnlySpan<double> weights = default)
    {
        RequireShare(recall, nameof(recall));
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithBothClasses();

        // Divided, not multiplied: 55 / 100 is the double 0.55, while 0.55 · 100 is a little above 55.
        int step = Array.FindIndex(steps.Ones, ones => ones / steps.AllOnes >= recall);
        return Of(steps, step, steps.Scores[step]);
    }

    /// <summary>
    /// The smallest cut-off whose precision is at least <paramref name="precision"/>: the most contacts of which so many respond. Higher cut-offs may
    /// have a lower precision, which does not grow steadily. False where no cut-off is so precise.
    /// </summary>
    /// <param name="precision">Above 0, at most 1.</param>
    public static bool TryWithPrecision(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double precision, [NotNullWhen(true)] out CutoffMetrics? metrics, ReadOnlySpan<double> weights = default)
    {
        RequireShare(precision, nameof(precision));
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithBothClasses();
        int step = steps.Count - 1;
        while (step >= 0 && steps.Ones[step] / steps.Rows[step] < precision)
        {
            step--;
        }

        metrics = step < 0 ? null : Of(steps, step, steps.Scores[step]);
        return metrics is not null;
    }

    /// <param name="step">The last that is chosen; −1 for none.</param>
    private static CutoffMetrics Of(ScoreSteps steps, int step, double cutoff)
    {
        (double ones, double rows) = step < 0 ? (0, 0) : (steps.Ones[step], steps.Rows[step]);
        double zeros = steps.AllRows - steps.AllOnes;
        return new CutoffMetrics(cutoff, rows, ones, rows > 0 ? ones / rows : 0, ones / steps.AllOnes, (zeros - (rows - ones)) / zeros);
    }

    private static void RequireShare(double share, string argument)
    {
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(argument, share, "A share is above 0 and at most 1.");
        }
    }
}
