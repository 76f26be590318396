using Clientele.Learning;

namespace Clientele.Features.Drift;

/// <summary>The population stability index of two counts of the same bins, and how large it is by chance.</summary>
internal static class PopulationStability
{
    /// <summary>From here on a difference is worth a look, by convention (Siddiqi, Credit Risk Scorecards, 2006), as is the next.</summary>
    public const double Moderate = 0.10;

    public const double Large = 0.25;

    /// <summary>No bin counts as holding less: the logarithm of an empty one has no value.</summary>
    private const double SmallestShare = 1e-4;

    /// <summary>
    /// Σ (share − expected share) · ln(share / expected share). An empty bin counts as half a row, or as what the other side has of it when that is less:
    /// few rows say nothing about a rare value. Never as less than 1e-4.
    /// </summary>
    /// <returns>0 where either side is empty.</returns>
    public static double Index(ReadOnlySpan<long> counts, IReadOnlyList<long> expected)
    {
        double rows = Sum(counts);
        double expectedRows = expected.Sum();
        if (rows == 0 || expectedRows == 0)
        {
            return 0;
        }

        double index = 0;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            double now = counts[bin] / rows;
            double then = expected[bin] / expectedRows;
            double flooredNow = Math.Max(now > 0 ? now : Math.Min(0.5 / rows, then), SmallestShare);
            double flooredThen = Math.Max(then > 0 ? then : Math.Min(0.5 / expectedRows, now), SmallestShare);
            index += (flooredNow - flooredThen) * Math.Log(flooredNow / flooredThen);
        }

        return index;
    }

    /// <summary>
    /// What the index stays below by chance alone, with the given number of standard deviations' probability: without drift it is distributed as
    /// (1/n + 1/m) · χ² with a degree of freedom less than there are bins (Yurdakul and Naranjo, Statistical properties of the population stability
    /// index, Journal of Risk Model Validation, 2020). The quantile of χ² is Wilson and Hilferty's, within 2% here.
    /// </summary>
    public static double ByChance(ReadOnlySpan<long> counts, IReadOnlyList<long> expected, double deviations)
    {
        int bins = 0;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            bins += counts[bin] > 0 || expected[bin] > 0 ? 1 : 0;
        }

        if (bins < 2)
        {
            return 0;
        }

        double degrees = bins - 1;
        double part = 2 / (9 * degrees);
        double quantile = degrees * Math.Pow(Math.Max(0, 1 - part + (deviations * Math.Sqrt(part))), 3);
        return quantile * ((1.0 / Sum(counts)) + (1.0 / expected.Sum()));
    }

    /// <summary>
    /// Standard deviations that none of so many figures passes by chance in 999 of 1,000 files. The index strays further than χ² where bins hold few
    /// rows, so in files of a hundred rows it comes to about 99 of 100.
    /// </summary>
    public static double DeviationsFor(int figures) => NormalDistribution.InverseCdf(1 - (0.001 / figures));

    /// <summary>How much a share may rise by chance.</summary>
    public static double RiseByChance(long count, long rows, long expected, long expectedRows, double deviations)
    {
        double pooled = (count + expected) / (double)(rows + expectedRows);
        return deviations * Math.Sqrt(pooled * (1 - pooled) * ((1.0 / rows) + (1.0 / expectedRows)));
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
