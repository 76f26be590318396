namespace Clientele.Learning;

/// <summary>
/// Probability integral transform of counts (Czado, Gneiting &amp; Held, Predictive Model Assessment for Count Data, 2009): where forecasts are right,
/// a value drawn between P(Y &lt; y) and P(Y ≤ y) is uniform on 0 to 1. Each forecast is given by these two at what happened.
/// </summary>
public static class RandomisedPit
{
    /// <summary>One value per forecast, drawn uniformly between the two probabilities.</summary>
    /// <param name="below">P(Y &lt; y), 0 to 1.</param>
    /// <param name="upTo">P(Y ≤ y), not below the other.</param>
    /// <exception cref="ArgumentException">No rows, sizes differ, or a row is no such pair (it is named).</exception>
    public static double[] Draw(ReadOnlySpan<double> below, ReadOnlySpan<double> upTo, int seed)
    {
        Check(below, upTo);
        var random = new Random(seed);
        var values = new double[below.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = below[i] + (random.NextDouble() * (upTo[i] - below[i]));
        }

        return values;
    }

    /// <summary>Mean over the forecasts of the share of their interval up to <paramref name="u"/>, F̄(u) of the paper: without chance, u where forecasts are right.</summary>
    /// <inheritdoc cref="Draw" path="/exception"/>
    public static double MeanShare(ReadOnlySpan<double> below, ReadOnlySpan<double> upTo, double u)
    {
        Check(below, upTo);
        return Share(below, upTo, u);
    }

    /// <summary>The non-randomised histogram: F̄(j/bins) − F̄((j − 1)/bins), 1/bins each where forecasts are right.</summary>
    /// <param name="bins">1 or more.</param>
    /// <inheritdoc cref="Draw" path="/exception"/>
    public static double[] Histogram(ReadOnlySpan<double> below, ReadOnlySpan<double> upTo, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Check(below, upTo);
        var shares = new double[bins];
        double before = 0;
        for (int j = 0; j < bins; j++)
        {
            double share = j == bins - 1 ? 1 : Share(below, upTo, (j + 1.0) / bins);
            (shares[j], before) = (share - before, share);
        }

        return shares;
    }

    /// <summary>Kolmogorov and Smirnov's distance: the largest difference between the shares of values up to u and u itself. 0 to 1; not sensitive to their order.</summary>
    /// <param name="values">0 to 1; at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is outside (its row is named).</exception>
    public static double DistanceToUniform(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There are 0 values; at least one is needed.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] is >= 0 and <= 1))
            {
                throw new ArgumentException(FormattableString.Invariant($"Row {i} of values holds {values[i]}; it is between 0 and 1."), nameof(values));
            }
        }

        double[] sorted = [.. values];
        Array.Sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double above = ((i + 1.0) / sorted.Length) - sorted[i];
            double under = sorted[i] - ((double)i / sorted.Length);
            largest = Math.Max(largest, Math.Max(above, under));
        }

        return largest;
    }

    /// <summary>Where an interval is a point, all of it is up to u from there on.</summary>
    private static double Share(ReadOnlySpan<double> below, ReadOnlySpan<double> upTo, double u)
    {
        double sum = 0;
        for (int i = 0; i < below.Length; i++)
        {
            sum += u >= upTo[i] ? 1 : u <= below[i] ? 0 : (u - below[i]) / (upTo[i] - below[i]);
        }

        return sum / below.Length;
    }

    private static void Check(ReadOnlySpan<double> below, ReadOnlySpan<double> upTo)
    {
        InputChecks.SameLength(below.Length, upTo.Length, nameof(upTo));
        if (below.IsEmpty)
        {
            throw new ArgumentException("There are 0 forecasts; at least one is needed.", nameof(below));
        }

        for (int i = 0; i < below.Length; i++)
        {
            if (!(below[i] >= 0 && below[i] <= upTo[i] && upTo[i] <= 1))
            {
                throw new ArgumentException(FormattableString.Invariant($"Row {i} runs from {below[i]} to {upTo[i]}; probabilities rise from 0 to 1."), nameof(below));
            }
        }
    }
}
