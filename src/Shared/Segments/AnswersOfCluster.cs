namespace Clientele.Segments;

/// <summary>The customers of a cluster who answered one question.</summary>
/// <param name="SquaredDeviations">Sum over the customers, from their mean.</param>
/// <param name="Positive">How many answered more than 0.</param>
internal readonly record struct AnswersOfCluster(int Count, double Mean, double SquaredDeviations, double Median, int Positive)
{
    public static AnswersOfCluster None => default;

    /// <param name="answers">Of each row; NaN where there is none.</param>
    public static AnswersOfCluster[] Of(double[] answers, int[] clusters, int clusterCount)
    {
        // Clusters one behind the other, so that each is sorted in its own place.
        var starts = new int[clusterCount + 1];
        for (int row = 0; row < answers.Length; row++)
        {
            starts[clusters[row] + 1] += double.IsNaN(answers[row]) ? 0 : 1;
        }

        for (int cluster = 0; cluster < clusterCount; cluster++)
        {
            starts[cluster + 1] += starts[cluster];
        }

        var grouped = new double[starts[^1]];
        int[] next = starts[..^1];
        for (int row = 0; row < answers.Length; row++)
        {
            if (!double.IsNaN(answers[row]))
            {
                grouped[next[clusters[row]]++] = answers[row];
            }
        }

        return [.. Enumerable.Range(0, clusterCount).Select(cluster => Of(grouped.AsSpan(starts[cluster]..starts[cluster + 1])))];
    }

    /// <summary>Both clusters as one, but for the median, which cannot be known (Chan, Golub &amp; LeVeque 1983).</summary>
    public AnswersOfCluster With(AnswersOfCluster other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return (Count == 0 ? other : this) with { Median = double.NaN };
        }

        int count = Count + other.Count;
        double delta = other.Mean - Mean;
        return new AnswersOfCluster(
            count,
            Mean + (delta * other.Count / count),
            SquaredDeviations + other.SquaredDeviations + (delta * delta * Count * other.Count / count),
            double.NaN,
            Positive + other.Positive);
    }

    private static AnswersOfCluster Of(Span<double> values)
    {
        if (values.IsEmpty)
        {
            return None;
        }

        values.Sort();
        double sum = 0;
        int positive = 0;
        foreach (double value in values)
        {
            sum += value;
            positive += value > 0 ? 1 : 0;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double lower = values[(values.Length - 1) / 2];
        double upper = values[values.Length / 2];
        return new AnswersOfCluster(values.Length, mean, squares, lower + ((upper - lower) / 2), positive);
    }
}

/// <summary>How far apart two groups are, in a unit that is the same for every question (Cohen 1988).</summary>
internal static class EffectSize
{
    /// <summary>Groups without any spread are infinitely far apart; nothing is told beyond this.</summary>
    public const double Largest = 100;

    /// <summary>Cohen's d: the difference of the means over the pooled standard deviation. 0 where a group is empty.</summary>
    public static double OfMeans(AnswersOfCluster group, AnswersOfCluster others)
    {
        // Equal answers give means that differ in their last digits, and no spread to hold that against.
        double difference = group.Mean - others.Mean;
        if (group.Count == 0 || others.Count == 0 || Math.Abs(difference) <= 1e-12 * Math.Abs(group.Mean))
        {
            return 0;
        }

        double pooled = Math.Sqrt((group.SquaredDeviations + others.SquaredDeviations) / Math.Max(1, group.Count + others.Count - 2));
        return Math.Clamp(difference / pooled, -Largest, Largest);
    }

    /// <summary>Cohen's h: the difference of 2·arcsin √share. 0 where a group is empty.</summary>
    public static double OfShares(double share, int count, double others, int otherCount) =>
        count == 0 || otherCount == 0 ? 0 : (2 * Math.Asin(Math.Sqrt(Math.Clamp(share, 0, 1)))) - (2 * Math.Asin(Math.Sqrt(Math.Clamp(others, 0, 1))));
}
