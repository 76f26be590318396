using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>A feature as one number of a space: (its logarithm, if so, within low and high − centre) / scale.</summary>
/// <param name="IsLog">Whether it is ln(1 + value) that is scaled.</param>
/// <param name="Low">Smaller ones count as this; of the logarithm, where there is one.</param>
/// <param name="High">The same for larger ones.</param>
/// <param name="Scale">Above 0.</param>
public sealed record SpaceColumn(PurchaseFeature Feature, bool IsLog, double Low, double High, double Centre, double Scale)
{
    /// <summary>
    /// Of the customers on either side; with their logarithms this takes in whoever returned 74,215 units, who would otherwise be a group of one,
    /// and leaves the large customers of a shop apart from each other.
    /// </summary>
    private const double WinsorisedShare = 0.001;

    /// <summary>ln(1 + value), winsorised and standardised.</summary>
    internal static SpaceColumn LogStandardised(Matrix features, PurchaseFeature feature)
    {
        double[] sorted = [.. Values(features, feature).Select(Log).Order()];
        int outer = (int)(WinsorisedShare * sorted.Length);
        (double low, double high) = (sorted[outer], sorted[^(outer + 1)]);
        (double mean, double deviation) = Standardizer.MeanAndDeviation([.. sorted.Select(value => Math.Clamp(value, low, high))]);
        return new SpaceColumn(feature, true, low, high, mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>From 0 for the least to 1 for the most.</summary>
    internal static SpaceColumn MinMax(Matrix features, PurchaseFeature feature)
    {
        (double low, double high) = (Values(features, feature).Min(), Values(features, feature).Max());
        return new SpaceColumn(feature, false, low, high, low, high > low ? high - low : 1);
    }

    /// <summary>As it is: a forest asks only which of two is larger.</summary>
    internal static SpaceColumn Plain(PurchaseFeature feature) => new(feature, false, -double.MaxValue, double.MaxValue, 0, 1);

    internal double Of(ReadOnlySpan<double> features)
    {
        double value = features[(int)Feature];
        return (Math.Clamp(IsLog ? Log(value) : value, Low, High) - Centre) / Scale;
    }

    internal void Check()
    {
        bool isFinite = double.IsFinite(Low) && double.IsFinite(High) && double.IsFinite(Centre) && double.IsFinite(Scale);
        if (!isFinite || !Enum.IsDefined(Feature) || Low > High || Scale <= 0)
        {
            throw new InvalidDataException($"The column of {Feature} has bounds {Low} to {High}, centre {Centre} and scale {Scale}.");
        }
    }

    private static double Log(double value) => Math.Log(1 + Math.Max(0, value));

    private static IEnumerable<double> Values(Matrix features, PurchaseFeature feature) => Enumerable.Range(0, features.Rows).Select(row => features[row, (int)feature]);
}
