namespace Clientele.Learning;

/// <summary>A point of the cumulative gains curve.</summary>
/// <param name="Share">Of all rows, the best first: 0 to 1.</param>
/// <param name="Gain">Of all responders, those among them: 0 to 1.</param>
public sealed record GainPoint(double Share, double Gain);

/// <summary>One line of the table of deciles (or of other equal parts).</summary>
/// <param name="Part">From 1, the best.</param>
/// <param name="LowestScore">The worst score in the part; where the part ends inside a tie, the next part has this score too.</param>
/// <param name="Rows">Weight of the rows: the same in each part.</param>
/// <param name="Responders">Not always whole: of a tie that lies across two parts, each has its proportion.</param>
/// <param name="Rate">Responders / rows.</param>
/// <param name="Lift">Rate over the rate of all rows.</param>
/// <param name="CumulativeGain">Share of all responders in this part and the better ones.</param>
/// <param name="CumulativeLift">Lift of this part and the better ones together.</param>
public sealed record GainsPart(int Part, double LowestScore, double Rows, double Responders, double Rate, double Lift, double CumulativeGain, double CumulativeLift);

/// <summary>Which share of the responders the best-scored share of the rows reaches. Labels are 0 or 1, with at least one 1; scores finite; weights may be left out.</summary>
public static class Gains
{
    /// <summary>
    /// From (0, 0) to (1, 1), with one point per distinct score, the best first. The straight lines between are exact: they take tied rows in proportion.
    /// </summary>
    public static IReadOnlyList<GainPoint> Curve(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithResponders();
        var points = new GainPoint[steps.Count + 1];
        points[0] = new GainPoint(0, 0);
        for (int i = 0; i < steps.Count; i++)
        {
            points[i + 1] = new GainPoint(steps.Rows[i] / steps.AllRows, steps.Ones[i] / steps.AllOnes);
        }

        return points;
    }

    /// <summary>Equal parts of the rows by falling score; ten give deciles. A tie across two parts counts in each in proportion.</summary>
    /// <param name="parts">1 or more.</param>
    public static IReadOnlyList<GainsPart> Table(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, int parts = 10, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithResponders();
        double baseRate = steps.AllOnes / steps.AllRows;
        double rows = steps.AllRows / parts;
        double before = 0;
        var table = new GainsPart[parts];
        for (int part = 1; part <= parts; part++)
        {
            // Not the sum of the parts so far: ten times a tenth may miss the whole.
            double end = steps.AllRows * part / parts;
            double found = steps.OnesAmong(end);
            double rate = (found - before) / rows;
            table[part - 1] = new GainsPart(
                part, steps.Scores[steps.StepOf(end)], rows, found - before, rate, rate / baseRate, found / steps.AllOnes, found / end / baseRate);
            before = found;
        }

        return table;
    }
}
