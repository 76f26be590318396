using System.Globalization;

namespace Clientele.Learning;

/// <summary>By how much the weight of a row is multiplied for belonging to a class.</summary>
public sealed record ClassWeights
{
    private ClassWeights(double zero, double one, bool isBalanced)
    {
        Zero = zero;
        One = one;
        IsBalanced = isBalanced;
    }

    /// <summary>Every row counts as it is.</summary>
    public static ClassWeights None { get; } = new(1, 1, isBalanced: false);

    /// <summary>
    /// Both classes weigh the same in sum: total / (2 · weight of the class), found from the labels at each fit. Without row weights this is
    /// scikit-learn's "balanced"; with them the sums are weighted, so that a weight of two stays the same as the row twice.
    /// </summary>
    public static ClassWeights Balanced { get; } = new(1, 1, isBalanced: true);

    /// <summary>Factor of class 0.</summary>
    public double Zero { get; }

    /// <summary>Factor of class 1.</summary>
    public double One { get; }

    /// <summary>The factors come from the labels; <see cref="Zero"/> and <see cref="One"/> are not used.</summary>
    public bool IsBalanced { get; }

    /// <summary>Given factors, both above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not finite or not above 0.</exception>
    public static ClassWeights Of(double zero, double one)
    {
        foreach (double factor in (ReadOnlySpan<double>)[zero, one])
        {
            if (!(factor > 0 && double.IsFinite(factor)))
            {
                throw new ArgumentOutOfRangeException(nameof(one), factor.ToString(CultureInfo.InvariantCulture), "A class weighs more than 0.");
            }
        }

        return new ClassWeights(zero, one, isBalanced: false);
    }

    /// <summary>The weight of each row times the factor of its class; null where all are 1. Both classes have some weight.</summary>
    internal double[]? RowWeights(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty && !IsBalanced && Zero == 1 && One == 1)
        {
            return null;
        }

        var result = new double[labels.Length];
        double ones = 0;
        double total = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = weights.IsEmpty ? 1 : weights[i];
            total += result[i];
            ones += result[i] * labels[i];
        }

        (double zero, double one) = IsBalanced ? (total / (2 * (total - ones)), total / (2 * ones)) : (Zero, One);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] *= labels[i] == 1 ? one : zero;
        }

        return result;
    }
}
