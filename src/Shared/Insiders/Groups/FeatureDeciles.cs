using Clientele.Features.Drift;

namespace Clientele.Insiders;

/// <summary>How a feature was distributed among the customers of the fit.</summary>
/// <param name="Edges">Ascending, none twice: the upper ends of all bins but the last. Fewer than nine where many customers have the same value.</param>
/// <param name="Counts">Customers of each bin.</param>
public sealed record FeatureDeciles(PurchaseFeature Feature, IReadOnlyList<double> Edges, IReadOnlyList<long> Counts)
{
    private const int Bins = 10;

    internal static FeatureDeciles Of(PurchaseTable purchases, PurchaseFeature feature)
    {
        double[] sorted = [.. Values(purchases, feature).Order()];
        double[] edges = [.. Enumerable.Range(1, Bins - 1).Select(bin => sorted[(int)((long)bin * sorted.Length / Bins)]).Distinct()];

        // Nobody is above the largest value.
        edges = edges[^1] == sorted[^1] ? edges[..^1] : edges;
        return new FeatureDeciles(feature, edges, Count(edges, Values(purchases, feature)));
    }

    /// <summary>Population stability index of other customers against those of the fit, and what it stays below by chance.</summary>
    internal (double Psi, double ByChance) Drift(PurchaseTable purchases, double deviations)
    {
        long[] counts = Count(Edges, Values(purchases, Feature));
        return (PopulationStability.Index(counts, Counts), PopulationStability.ByChance(counts, Counts, deviations));
    }

    internal void Check()
    {
        bool ascends = Enumerable.Range(1, Math.Max(0, Edges.Count - 1)).All(i => Edges[i] > Edges[i - 1]);
        if (!Enum.IsDefined(Feature) || Counts.Count != Edges.Count + 1 || !ascends || Edges.Any(edge => !double.IsFinite(edge)) || Counts.Any(count => count < 0))
        {
            throw new InvalidDataException($"The deciles of {Feature} have {Edges.Count} edges and {Counts.Count} counts that do not fit.");
        }
    }

    private static long[] Count(IReadOnlyList<double> edges, IEnumerable<double> values)
    {
        double[] sorted = [.. edges];
        var counts = new long[sorted.Length + 1];
        foreach (double value in values)
        {
            int at = Array.BinarySearch(sorted, value);
            counts[at < 0 ? ~at : at]++;
        }

        return counts;
    }

    private static IEnumerable<double> Values(PurchaseTable purchases, PurchaseFeature feature) => Enumerable.Range(0, purchases.Count).Select(customer => purchases[customer, feature]);
}

/// <summary>How far the customers of an upload are from those that the groups were made of.</summary>
/// <param name="Psi">The largest population stability index of a feature that the groups are made by.</param>
/// <param name="Feature">Which one's.</param>
/// <param name="IsLarge">Whether it is above <see cref="InsiderModel.LargestDrift"/>, and more than chance does: the groups should be made anew.</param>
public readonly record struct InsiderDrift(double Psi, PurchaseFeature Feature, bool IsLarge);
