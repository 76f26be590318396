namespace Clientele.Insiders;

/// <summary>What marketing can do, group by group, from how each buys; the prizes rest on <see cref="ActionAssumptions"/>.</summary>
public static class InsiderActions
{
    private const double DaysOfYear = 365;

    /// <param name="clusterOf">Per customer the id of their group.</param>
    /// <param name="lapse">Of members, those who do not buy within <see cref="LaterPurchases.Horizon"/> days, as seen on members of an earlier day; null where it is not known, and nothing is said of keeping them.</param>
    /// <returns>At most <see cref="ActionAssumptions.MostActions"/> for a group, the largest prize first.</returns>
    public static IReadOnlyList<InsiderAction> Of(PurchaseTable purchases, IReadOnlyList<InsiderCluster> clusters, IReadOnlyList<int> clusterOf, double? lapse)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(clusterOf);
        double years = (purchases.LastDay - purchases.FirstDay + 1) / DaysOfYear;
        ActionProfile[] profiles = [.. clusters.Select(cluster => ActionProfile.Of(cluster, purchases, clusterOf)).Where(profile => profile.Customers > 0)
            .OrderBy(profile => profile.Revenue).ThenBy(profile => profile.Cluster.Id)];
        ActionProfile everyone = ActionProfile.Of(
            new InsiderCluster(0, new("", "", ""), Insider: false), purchases, [.. Enumerable.Range(0, purchases.Count).Where(customer => purchases.Identified[customer])]);
        double least = ActionAssumptions.LeastPrize * Enumerable.Range(0, purchases.Count).Sum(customer => purchases[customer, PurchaseFeature.Revenue]) / years;
        var actions = new List<InsiderAction>();
        for (int i = 0; i < profiles.Length; i++)
        {
            ActionProfile? better = i + 1 < profiles.Length ? profiles[i + 1] : null;
            actions.AddRange(For(profiles[i], better, everyone, years, lapse).Where(action => action.Prize > least)
                .OrderByDescending(action => action.Prize).ThenBy(action => action.Kind).Take(ActionAssumptions.MostActions));
        }

        return [.. actions.OrderByDescending(action => action.Prize).ThenBy(action => action.Cluster).ThenBy(action => action.Kind)];
    }

    private static IEnumerable<InsiderAction> For(ActionProfile group, ActionProfile? better, ActionProfile everyone, double years, double? lapse)
    {
        yield return Action(
            group, InsiderActionKind.WinBack, group.Lapsed, group.Lapsed * ActionAssumptions.WonBack * group.Ticket, ActionTexts.WinBack(group));
        if (better is not null)
        {
            double invoices = ActionAssumptions.GapClosed * Math.Max(0, better.Invoices - group.Invoices) / years;
            yield return Action(
                group, InsiderActionKind.RaiseFrequency, group.Active, group.Active * invoices * group.Ticket, ActionTexts.RaiseFrequency(group, better, invoices));
            double ticket = ActionAssumptions.GapClosed * Math.Max(0, better.Ticket - group.Ticket);
            yield return Action(
                group, InsiderActionKind.RaiseBasket, group.Active, group.Active * ticket * group.Invoices / years, ActionTexts.RaiseBasket(group, better, ticket, years));
        }

        if (group.ReturnedShare > everyone.ReturnedShare)
        {
            yield return Action(
                group,
                InsiderActionKind.ReduceReturns,
                group.Customers,
                ActionAssumptions.ReturnsAvoided * group.ReturnedMoney / years,
                ActionTexts.ReduceReturns(group, everyone, years));
        }

        if (group.Cluster.Insider && lapse is double share)
        {
            yield return Action(
                group,
                InsiderActionKind.Protect,
                group.Customers,
                group.Customers * share * ActionAssumptions.Kept * group.Revenue / years,
                ActionTexts.Protect(group, share, years));
        }
    }

    private static InsiderAction Action(ActionProfile group, InsiderActionKind kind, int customers, double prize, ActionText text) =>
        new(group.Cluster.Id, group.Cluster.Name, kind, customers, prize, text.Sentence, text.Basis);
}
