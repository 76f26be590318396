using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>A group of customers at a glance; medians are a customer's.</summary>
/// <param name="Insider">Whether it is one of the groups that carry the most revenue per customer.</param>
/// <param name="Members">Of its customers, those in the programme.</param>
/// <param name="CustomerShare">Of all customers.</param>
/// <param name="RevenueShare">Of all revenue.</param>
/// <param name="Recency">Median days since the last purchase.</param>
/// <param name="Ticket">Median revenue per purchase.</param>
public sealed record ReportCluster(
    int Id,
    LocalText Name,
    bool Insider,
    int Customers,
    int Members,
    double CustomerShare,
    double RevenueShare,
    double MeanRevenue,
    double MedianRevenue,
    double Recency,
    double Invoices,
    double Ticket)
{
    /// <returns>Groups that have customers.</returns>
    internal static IReadOnlyList<ReportCluster> Of(
        PurchaseTable purchases, IReadOnlyList<InsiderCluster> clusters, IReadOnlyList<int> clusterOf, IReadOnlyList<bool> members)
    {
        ILookup<int, int> customersOf = Enumerable.Range(0, purchases.Count).ToLookup(customer => clusterOf[customer]);
        double all = Enumerable.Range(0, purchases.Count).Sum(customer => purchases[customer, PurchaseFeature.Revenue]);
        return [.. clusters.Where(cluster => customersOf.Contains(cluster.Id)).Select(Made).OrderByDescending(cluster => cluster.MeanRevenue).ThenBy(cluster => cluster.Id)];

        ReportCluster Made(InsiderCluster cluster)
        {
            int[] customers = [.. customersOf[cluster.Id]];
            double revenue = customers.Sum(customer => purchases[customer, PurchaseFeature.Revenue]);
            return new ReportCluster(
                cluster.Id,
                cluster.Name,
                cluster.Insider,
                customers.Length,
                customers.Count(customer => members[customer]),
                (double)customers.Length / purchases.Count,
                all > 0 ? revenue / all : 0,
                revenue / customers.Length,
                Median(PurchaseFeature.Revenue),
                Median(PurchaseFeature.Recency),
                Median(PurchaseFeature.Invoices),
                Median(PurchaseFeature.Ticket));

            double Median(PurchaseFeature feature) => MiddleValues.Median(customers.Select(customer => purchases[customer, feature]));
        }
    }
}
