namespace Clientele.Insiders;

/// <summary>How members' and others' revenue is spread.</summary>
/// <param name="Edges">Money, ascending and evenly spaced by factor; one more than bins.</param>
/// <param name="Members">Share of the members in each bin.</param>
/// <param name="Others">Share of the other customers.</param>
public sealed record RevenueDistribution(IReadOnlyList<double> Edges, IReadOnlyList<double> Members, IReadOnlyList<double> Others)
{
    /// <summary>A power of ten.</summary>
    private const int BinsPerDecade = 4;

    private const int MostBins = 48;

    internal static RevenueDistribution? Of(PurchaseTable purchases, IReadOnlyList<bool> members)
    {
        int inside = members.Count(member => member);
        if (inside == 0 || inside == members.Count)
        {
            return null;
        }

        double[] logs = [.. Enumerable.Range(0, purchases.Count).Select(customer => BinsPerDecade * Math.Log10(Math.Max(0.01, purchases[customer, PurchaseFeature.Revenue])))];
        int first = (int)Math.Floor(logs.Min());
        int bins = Math.Clamp((int)Math.Floor(logs.Max()) - first + 1, 1, MostBins);
        var ofMembers = new int[bins];
        var ofOthers = new int[bins];
        for (int customer = 0; customer < logs.Length; customer++)
        {
            int bin = Math.Min(bins - 1, (int)Math.Floor(logs[customer]) - first);
            (members[customer] ? ofMembers : ofOthers)[bin]++;
        }

        return new RevenueDistribution(
            [.. Enumerable.Range(first, bins + 1).Select(edge => Math.Round(Math.Pow(10, edge / (double)BinsPerDecade), 2))],
            [.. ofMembers.Select(count => (double)count / inside)],
            [.. ofOthers.Select(count => (double)count / (members.Count - inside))]);
    }
}
