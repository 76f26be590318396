using System.Text.Json.Serialization;

namespace Clientele.Insiders;

/// <summary>How many and how much, members beside all.</summary>
/// <param name="Identified">Customers who are known; the others are invoices without one.</param>
/// <param name="IdentifiedMembers">Members who are known.</param>
/// <param name="Revenue">Of all customers.</param>
public sealed record ReportTotals(
    int Customers, int Identified, int Members, int IdentifiedMembers, double Revenue, double MembersRevenue, double Lines, double MembersLines, double Units, double MembersUnits)
{
    /// <summary>Members who are named in the report; all are in the table <c>insiders</c>.</summary>
    public const int MostListed = 10;

    /// <summary>Members among all customers, 0 to 1.</summary>
    [JsonIgnore]
    public double CustomerShare => (double)Members / Customers;

    /// <summary>Of all revenue that of members, 0 to 1.</summary>
    [JsonIgnore]
    public double RevenueShare => Revenue > 0 ? MembersRevenue / Revenue : 0;

    /// <summary>Of all purchase lines those of members, 0 to 1.</summary>
    [JsonIgnore]
    public double LineShare => Lines > 0 ? MembersLines / Lines : 0;

    internal double UnitShare => Units > 0 ? MembersUnits / Units : 0;

    internal static ReportTotals Of(PurchaseTable purchases, IReadOnlyList<bool> members)
    {
        Span<double> all = stackalloc double[PurchaseFeatures.Count];
        Span<double> theirs = stackalloc double[PurchaseFeatures.Count];
        all.Clear();
        theirs.Clear();
        int identified = 0;
        int inside = 0;
        int identifiedInside = 0;
        for (int customer = 0; customer < purchases.Count; customer++)
        {
            bool known = purchases.Identified[customer];
            identified += known ? 1 : 0;
            inside += members[customer] ? 1 : 0;
            identifiedInside += known && members[customer] ? 1 : 0;
            ReadOnlySpan<double> features = purchases.Features.Row(customer);
            for (int f = 0; f < features.Length; f++)
            {
                all[f] += features[f];
                theirs[f] += members[customer] ? features[f] : 0;
            }
        }

        const int revenue = (int)PurchaseFeature.Revenue;
        const int lines = (int)PurchaseFeature.Lines;
        const int units = (int)PurchaseFeature.Units;
        return new ReportTotals(purchases.Count, identified, inside, identifiedInside, all[revenue], theirs[revenue], all[lines], theirs[lines], all[units], theirs[units]);
    }
}

/// <param name="LastPurchase">Day of it.</param>
public sealed record ReportMember(string Id, double Revenue, int Invoices, DateOnly LastPurchase)
{
    internal static IReadOnlyList<ReportMember> Of(PurchaseTable purchases, IReadOnlyList<bool> members) =>
        [.. Enumerable.Range(0, purchases.Count).Where(customer => members[customer])
            .OrderByDescending(customer => purchases[customer, PurchaseFeature.Revenue]).ThenBy(customer => purchases.Ids[customer], StringComparer.Ordinal)
            .Take(ReportTotals.MostListed)
            .Select(customer => new ReportMember(
                purchases.Ids[customer],
                purchases[customer, PurchaseFeature.Revenue],
                (int)purchases[customer, PurchaseFeature.Invoices],
                DateOnly.FromDayNumber(purchases.LastDay - (int)purchases[customer, PurchaseFeature.Recency])))];
}
