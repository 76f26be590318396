namespace Clientele.Learning;

/// <summary>
/// How well scores tell 1 from 0. Labels are 0 or 1, one per score; rows with equal scores count as one step, so the order of rows never matters.
/// All throw <see cref="ArgumentException"/> for sizes that differ, values that are not finite, or a class that is missing where it is needed.
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>From 1 to the next double above it.</summary>
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Probability that a random 1 scores above a random 0, ties counting half. O(n log n).</summary>
    public static double RocAuc(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores)
    {
        (double[] sorted, double[] sortedLabels) = SortDescending(labels, scores);
        (long ones, long zeros) = Count(sortedLabels);
        RequireBoth(ones, zeros, nameof(labels));
        long onesAbove = 0;
        double area = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            (end, long tiedOnes) = Tie(sorted, sortedLabels, start);
            long tiedZeros = end - start - tiedOnes;
            area += tiedZeros * (onesAbove + (0.5 * tiedOnes));
            onesAbove += tiedOnes;
        }

        return area / ((double)ones * zeros);
    }

    /// <summary>Σ (recallₙ − recallₙ₋₁) · precisionₙ over the distinct scores, from the highest down: the area under the precision-recall steps.</summary>
    public static double AveragePrecision(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores)
    {
        (double[] sorted, double[] sortedLabels) = SortDescending(labels, scores);
        (long ones, long zeros) = Count(sortedLabels);
        RequireBoth(ones, zeros, nameof(labels));
        long found = 0;
        double sum = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            (end, long tiedOnes) = Tie(sorted, sortedLabels, start);
            found += tiedOnes;
            sum += tiedOnes * ((double)found / end);
        }

        return sum / ones;
    }

    /// <summary>Mean of −log of the probability given to what happened. Probabilities are kept a machine epsilon away from 0 and 1.</summary>
    public static double LogLoss(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities)
    {
        Check(labels, probabilities);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double p = Math.Clamp(RequireProbability(probabilities[i], i), MachineEpsilon, 1 - MachineEpsilon);
            sum -= labels[i] == 1 ? Math.Log(p) : Math.Log(1 - p);
        }

        return sum / labels.Length;
    }

    /// <summary>Mean squared distance between probability and what happened.</summary>
    public static double Brier(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities)
    {
        Check(labels, probabilities);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double miss = RequireProbability(probabilities[i], i) - labels[i];
            sum += miss * miss;
        }

        return sum / labels.Length;
    }

    private static void Check(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException("There are no rows to judge.", nameof(scores));
        }

        InputChecks.SameLength(scores.Length, labels.Length, nameof(labels));
        InputChecks.Binary(labels, nameof(labels));
        InputChecks.Finite(scores, nameof(scores));
    }

    private static double RequireProbability(double value, int row) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentException($"Row {row} of probabilities holds {value}; it must lie between 0 and 1.", nameof(value));

    private static void RequireBoth(long ones, long zeros, string argument)
    {
        if (ones == 0 || zeros == 0)
        {
            throw new ArgumentException($"Both classes are needed; there are {zeros} rows of 0 and {ones} of 1.", argument);
        }
    }

    private static (double[] Scores, double[] Labels) SortDescending(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores)
    {
        Check(labels, scores);
        double[] sorted = scores.ToArray();
        double[] sortedLabels = labels.ToArray();
        Array.Sort(sorted, sortedLabels);
        Array.Reverse(sorted);
        Array.Reverse(sortedLabels);
        return (sorted, sortedLabels);
    }

    private static (long Ones, long Zeros) Count(double[] labels)
    {
        long ones = labels.LongCount(label => label == 1);
        return (ones, labels.Length - ones);
    }

    /// <summary>End of the run of equal scores that starts at <paramref name="start"/>, and its labels of 1.</summary>
    private static (int End, long Ones) Tie(double[] scores, double[] labels, int start)
    {
        int end = start;
        long ones = 0;
        while (end < scores.Length && scores[end] == scores[start])
        {
            ones += labels[end++] == 1 ? 1 : 0;
        }

        return (end, ones);
    }
}
