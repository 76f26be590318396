using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>A feature among the customers of a group; 0 where there are none.</summary>
public sealed record FeatureSummary(PurchaseFeature Feature, double Mean, double Median);

/// <summary>What the customers of a group are like.</summary>
/// <param name="Id">As in <see cref="InsiderCluster"/>.</param>
/// <param name="Identified">Customers whom the file names.</param>
/// <param name="Share">Of all customers.</param>
/// <param name="RevenueShare">Of all revenue.</param>
/// <param name="LinesShare">Of all purchase lines.</param>
/// <param name="Features">One for each <see cref="PurchaseFeature"/>, in order.</param>
public sealed record ClusterProfile(
    int Id,
    LocalText Name,
    bool Insider,
    int Customers,
    int Identified,
    double Share,
    double Revenue,
    double RevenueShare,
    double LinesShare,
    IReadOnlyList<FeatureSummary> Features);

/// <summary>What groups are like, at the fit or at any later upload.</summary>
public static class ClusterProfiles
{
    /// <param name="clusterOfEach">The id of each customer's group, as <see cref="InsiderModel.Place(PurchaseTable)"/> gives it.</param>
    /// <returns>In the order of <see cref="InsiderModel.Clusters"/>; a group may have lost all its customers.</returns>
    /// <exception cref="ArgumentException">Not an id for each customer, or one that the model does not have.</exception>
    public static IReadOnlyList<ClusterProfile> Of(PurchaseTable purchases, int[] clusterOfEach, InsiderModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(purchases, clusterOfEach, model.Clusters);
    }

    internal static IReadOnlyList<ClusterProfile> Of(PurchaseTable purchases, int[] clusterOfEach, IReadOnlyList<InsiderCluster> clusters)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(clusterOfEach);
        int stranger = Array.FindIndex(clusterOfEach, id => clusters.All(cluster => cluster.Id != id));
        if (clusterOfEach.Length != purchases.Count || stranger >= 0)
        {
            throw new ArgumentException(
                $"{purchases.Count} customers have {clusterOfEach.Length} groups{(stranger < 0 ? "" : $", and customer {stranger} is in {clusterOfEach[stranger]}, which there is not")}.", nameof(clusterOfEach));
        }

        ILookup<int, int> members = Enumerable.Range(0, purchases.Count).ToLookup(customer => clusterOfEach[customer]);
        double revenue = Sum(purchases, Enumerable.Range(0, purchases.Count), PurchaseFeature.Revenue);
        double lines = Sum(purchases, Enumerable.Range(0, purchases.Count), PurchaseFeature.Lines);
        return [.. clusters.Select(cluster => Of(purchases, cluster, [.. members[cluster.Id]], revenue, lines))];
    }

    private static ClusterProfile Of(PurchaseTable purchases, InsiderCluster cluster, int[] members, double revenue, double lines)
    {
        double own = Sum(purchases, members, PurchaseFeature.Revenue);
        return new ClusterProfile(
            cluster.Id,
            cluster.Name,
            cluster.Insider,
            members.Length,
            members.Count(customer => purchases.Identified[customer]),
            Ratio(members.Length, purchases.Count),
            own,
            Ratio(own, revenue),
            Ratio(Sum(purchases, members, PurchaseFeature.Lines), lines),
            [.. PurchaseFeatures.All.Select(feature => Summary(purchases, members, feature))]);
    }

    private static FeatureSummary Summary(PurchaseTable purchases, int[] members, PurchaseFeature feature)
    {
        if (members.Length == 0)
        {
            return new FeatureSummary(feature, 0, 0);
        }

        double[] sorted = [.. members.Select(customer => purchases[customer, feature]).Order()];
        double lower = sorted[(sorted.Length - 1) / 2];
        return new FeatureSummary(feature, sorted.Average(), lower + ((sorted[sorted.Length / 2] - lower) / 2));
    }

    private static double Sum(PurchaseTable purchases, IEnumerable<int> members, PurchaseFeature feature) => members.Sum(customer => purchases[customer, feature]);

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
