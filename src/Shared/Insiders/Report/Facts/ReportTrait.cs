namespace Clientele.Insiders;

/// <summary>In what members are unlike other identified customers.</summary>
/// <param name="EffectSize">Cliff's delta, −1 to 1.</param>
public sealed record ReportTrait(PurchaseFeature Feature, double MembersMedian, double OthersMedian, double EffectSize)
{
    private const int Most = 5;

    /// <summary>Below this, an effect is commonly called negligible (Romano et al. 2006).</summary>
    private const double LeastEffect = 0.147;

    /// <summary>Features that say nearly the same: the strongest of each speaks.</summary>
    private static readonly PurchaseFeature[][] Kinds =
    [
        [PurchaseFeature.Revenue],
        [PurchaseFeature.Invoices, PurchaseFeature.Frequency, PurchaseFeature.DaysBetween],
        [PurchaseFeature.Recency],
        [PurchaseFeature.Lines, PurchaseFeature.Units, PurchaseFeature.Products],
        [PurchaseFeature.Ticket, PurchaseFeature.BasketUnits, PurchaseFeature.BasketProducts],
        [PurchaseFeature.Returns],
        [PurchaseFeature.Tenure],
    ];

    internal static IReadOnlyList<ReportTrait> Of(PurchaseTable purchases, IReadOnlyList<bool> members)
    {
        int[] known = [.. Enumerable.Range(0, purchases.Count).Where(customer => purchases.Identified[customer])];
        int[] sample = [.. CustomerResamples.Sample(known.Length).Select(place => known[place])];
        bool[] inside = [.. sample.Select(customer => members[customer])];
        if (!GroupComparison.HasTwoOfEach(inside))
        {
            return [];
        }

        double[] effects = RankTest.EffectSizes(inside, [.. PurchaseFeatures.All.Select(feature => sample.Select(customer => purchases[customer, feature]).ToArray())]);
        return [.. Kinds.Select(kind => kind.MaxBy(feature => Math.Abs(effects[(int)feature])))
            .Where(feature => Math.Abs(effects[(int)feature]) >= LeastEffect)
            .OrderByDescending(feature => Math.Abs(effects[(int)feature])).ThenBy(feature => feature)
            .Take(Most)
            .Select(feature => new ReportTrait(feature, Median(feature, ofMembers: true), Median(feature, ofMembers: false), effects[(int)feature]))];

        double Median(PurchaseFeature feature, bool ofMembers) =>
            MiddleValues.Median(known.Where(customer => members[customer] == ofMembers).Select(customer => purchases[customer, feature]));
    }
}
