using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>How many customers an experiment needs in each of two equal arms, two-sided at 5% with a power of 80%.</summary>
internal static class SampleSize
{
    public const double Significance = 0.05;
    public const double Power = 0.8;

    private static readonly double Alpha = NormalDistribution.InverseCdf(1 - (0.5 * Significance));

    /// <summary>
    /// To tell two rates apart, without correction for continuity (Fleiss, Levin &amp; Paik, Statistical Methods for Rates and Proportions, 2003, chapter 4):
    /// n = [z₁₋α⁄₂ √(2 p̄ q̄) + z_power √(p₁q₁ + p₂q₂)]² / (p₂ − p₁)².
    /// </summary>
    /// <param name="base">Between 0 and 1.</param>
    /// <param name="raised">Between 0 and 1, both included, and another.</param>
    public static double OfRates(double @base, double raised, double power = Power)
    {
        double mean = 0.5 * (@base + raised);
        double root = (Alpha * Math.Sqrt(2 * mean * (1 - mean)))
            + (NormalDistribution.InverseCdf(power) * Math.Sqrt((@base * (1 - @base)) + (raised * (1 - raised))));
        return root * root / ((raised - @base) * (raised - @base));
    }

    /// <summary>
    /// To tell two means apart: n = 2 σ² (z₁₋α⁄₂ + z_power)² / δ² + z²₁₋α⁄₂ / 4, whose last part stands for the t distribution (Guenther 1981).
    /// </summary>
    /// <param name="deviation">Of a customer, in both arms.</param>
    /// <param name="difference">Not 0.</param>
    public static double OfMeans(double deviation, double difference)
    {
        double z = Alpha + NormalDistribution.InverseCdf(Power);
        double ratio = deviation / difference;
        return (2 * ratio * ratio * z * z) + (0.25 * Alpha * Alpha);
    }

    /// <summary>The least rate above <paramref name="base"/> that arms of this size tell from it; null where not even 1 would be told.</summary>
    public static double? DetectableRate(double @base, double arm)
    {
        if (!(OfRates(@base, 1) <= arm))
        {
            return null;
        }

        // The needed size falls as the rates move apart.
        (double low, double high) = (@base, 1);
        for (int halving = 0; halving < 60; halving++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = OfRates(@base, middle) <= arm ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>The least difference of means that arms of this size tell; null where they are too small for any.</summary>
    public static double? DetectableDifference(double deviation, double arm)
    {
        double left = arm - (0.25 * Alpha * Alpha);
        return left > 0 ? deviation * (Alpha + NormalDistribution.InverseCdf(Power)) * Math.Sqrt(2 / left) : null;
    }
}
