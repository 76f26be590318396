namespace Clientele.Insiders;

/// <summary>Numbers that people can remember, by feature.</summary>
internal static class RuleThresholds
{
    private static readonly double[] Steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

    /// <summary>Weeks, months and quarters.</summary>
    private static readonly double[] Days = [7, 14, 21, 30, 45, 60, 75, 90, 120, 150, 180, 240, 270, 300, 365, 450, 540, 730, 1095];

    private const int SmallCounts = 10;
    private const int LargestExponent = 12;

    /// <summary>What a person can grasp and act on; scores and shares are not among it.</summary>
    public static readonly IReadOnlyList<PurchaseFeature> Features =
        [PurchaseFeature.Revenue, PurchaseFeature.Invoices, PurchaseFeature.Recency, PurchaseFeature.Ticket, PurchaseFeature.Units];

    /// <summary>Whether more of it is better; of days since the last purchase less is.</summary>
    public static bool IsAtLeast(PurchaseFeature feature) => feature != PurchaseFeature.Recency;

    /// <summary>Ascending, from below <paramref name="least"/> to above <paramref name="most"/> where there are such.</summary>
    public static double[] Between(PurchaseFeature feature, double least, double most)
    {
        double[] all = [.. All(feature)];
        int first = Math.Max(0, Array.FindLastIndex(all, value => value <= least));
        int last = Array.FindIndex(all, value => value >= most);
        return all[first..(last < 0 ? all.Length : last + 1)];
    }

    /// <summary>The nearest such number that is no harder to meet than <paramref name="value"/>.</summary>
    public static double Easier(PurchaseFeature feature, double value) => IsAtLeast(feature)
        ? All(feature).LastOrDefault(each => each <= value)
        : All(feature).FirstOrDefault(each => each >= value, value);

    private static IEnumerable<double> All(PurchaseFeature feature) => feature switch
    {
        PurchaseFeature.Recency => Days,
        PurchaseFeature.Invoices or PurchaseFeature.Units =>
            [.. Enumerable.Range(1, SmallCounts).Select(count => (double)count), .. Decades(1).Where(value => value > SmallCounts)],
        _ => Decades(-2),
    };

    private static IEnumerable<double> Decades(int from) =>
        Enumerable.Range(from, LargestExponent - from).SelectMany(exponent => Steps.Select(step => exponent < 0 ? step / Math.Pow(10, -exponent) : step * Math.Pow(10, exponent)));
}
