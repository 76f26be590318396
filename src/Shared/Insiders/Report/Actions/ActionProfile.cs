namespace Clientele.Insiders;

/// <summary>What actions for a group are chosen by: its identified customers, in medians, which a few very large ones do not move.</summary>
/// <param name="Lapsed">Customers who have long not bought.</param>
/// <param name="Revenue">Median of a customer over the history.</param>
/// <param name="Invoices">Median number.</param>
/// <param name="Ticket">Median money of one.</param>
/// <param name="ReturnedMoney">Worth of what was sent back over the history, cancelled orders apart, at each customer's mean price.</param>
/// <param name="ReturnedShare">Of the same customers' revenue.</param>
internal sealed record ActionProfile(
    InsiderCluster Cluster, int Customers, int Lapsed, double Revenue, double Invoices, double Ticket, double ReturnedMoney, double ReturnedShare)
{
    public int Active => Customers - Lapsed;

    public static ActionProfile Of(InsiderCluster cluster, PurchaseTable purchases, IReadOnlyList<int> clusterOf) =>
        Of(cluster, purchases, [.. Enumerable.Range(0, purchases.Count).Where(customer => clusterOf[customer] == cluster.Id && purchases.Identified[customer])]);

    public static ActionProfile Of(InsiderCluster cluster, PurchaseTable purchases, int[] customers)
    {
        (double returned, double bought) = Returned(purchases, customers);
        return new ActionProfile(
            cluster,
            customers.Length,
            customers.Count(customer => purchases[customer, PurchaseFeature.Recency] > ActionAssumptions.LapsedAfterDays),
            Median(PurchaseFeature.Revenue),
            Median(PurchaseFeature.Invoices),
            Median(PurchaseFeature.Ticket),
            returned,
            bought > 0 ? returned / bought : 0);

        double Median(PurchaseFeature feature) => MiddleValues.Median(customers.Select(customer => purchases[customer, feature]));
    }

    private static (double Returned, double Bought) Returned(PurchaseTable purchases, int[] customers)
    {
        (double returned, double bought) = (0, 0);
        foreach (int customer in customers)
        {
            double units = purchases[customer, PurchaseFeature.Units];
            double share = units > 0 ? purchases[customer, PurchaseFeature.Returns] / units : 0;
            if (share < ActionAssumptions.Cancelled)
            {
                double revenue = purchases[customer, PurchaseFeature.Revenue];
                returned += share * revenue;
                bought += revenue;
            }
        }

        return (returned, bought);
    }
}
