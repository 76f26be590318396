namespace Clientele.Learning;

/// <summary>
/// How well scores tell 1 from 0. Labels are 0 or 1, one per score; rows with equal scores count as one step, so the order of rows never matters.
/// Weights, one per row and not negative, may be left out: every row then weighs 1.
/// All throw <see cref="ArgumentException"/> for sizes that differ, values that are not finite, or a class that is missing where it is needed.
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>From 1 to the next double above it.</summary>
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Probability that a random 1 scores above a random 0, ties counting half. O(n log n).</summary>
    public static double RocAuc(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithBothClasses();
        double onesAbove = 0;
        double zerosAbove = 0;
        double area = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            double zeros = steps.Rows[i] - steps.Ones[i];
            area += (zeros - zerosAbove) * (0.5 * (onesAbove + steps.Ones[i]));
            (onesAbove, zerosAbove) = (steps.Ones[i], zeros);
        }

        return area / (onesAbove * zerosAbove);
    }

    /// <summary>Σ (recallₙ − recallₙ₋₁) · precisionₙ over the distinct scores, from the highest down: the area under the precision-recall steps.</summary>
    public static double AveragePrecision(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights).WithBothClasses();
        double onesAbove = 0;
        double sum = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            sum += (steps.Ones[i] - onesAbove) * (steps.Ones[i] / steps.Rows[i]);
            onesAbove = steps.Ones[i];
        }

        return sum / onesAbove;
    }

    /// <summary>Mean of −log of the probability given to what happened. Probabilities are kept a machine epsilon away from 0 and 1.</summary>
    public static double LogLoss(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        ScoreSteps.Check(labels, probabilities, weights);
        double sum = 0;
        double total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight * LossOf(labels, probabilities, i);
            total += weight;
        }

        return sum / total;
    }

    /// <summary>Standard error of <see cref="LogLoss"/> without weights: the deviation of the rows' losses over the root of their number; 0 for one row.</summary>
    public static double LogLossStandardError(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities)
    {
        double mean = LogLoss(labels, probabilities);
        double squares = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double distance = LossOf(labels, probabilities, i) - mean;
            squares += distance * distance;
        }

        return labels.Length < 2 ? 0 : Math.Sqrt(squares / (labels.Length - 1) / labels.Length);
    }

    /// <summary>Mean squared distance between probability and what happened.</summary>
    public static double Brier(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        ScoreSteps.Check(labels, probabilities, weights);
        double sum = 0;
        double total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            double miss = RequireProbability(probabilities[i], i) - labels[i];
            sum += weight * (miss * miss);
            total += weight;
        }

        return sum / total;
    }

    private static double LossOf(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, int row)
    {
        double p = Math.Clamp(RequireProbability(probabilities[row], row), MachineEpsilon, 1 - MachineEpsilon);
        return -(labels[row] == 1 ? Math.Log(p) : Math.Log(1 - p));
    }

    internal static double RequireProbability(double probability, int row) =>
        probability is >= 0 and <= 1 ? probability : throw new ArgumentException($"Row {row} of probabilities holds {probability}; it must lie between 0 and 1.", nameof(probability));
}
