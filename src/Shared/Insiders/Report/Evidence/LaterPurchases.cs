using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>
/// What members as of an earlier day bought afterwards, beside other customers of that day: the evidence that is not true by construction. Identified
/// customers only.
/// </summary>
/// <param name="Cut">The last day that was known when members were told from others.</param>
/// <param name="Days">After it, looked at.</param>
/// <param name="ByRules">Whether members are who met the conditions to enter; else the same share of customers as is in the programme now, those with the most revenue up to then.</param>
/// <param name="MembersRevenue">Mean of each in those days.</param>
/// <param name="Difference">Of the two means.</param>
/// <param name="MembersRate">Share that bought at all in those days; Wilson's interval.</param>
/// <param name="OthersRate">The same.</param>
/// <param name="RevenueShare">Of all those customers' revenue in those days, the members' part.</param>
/// <param name="EffectSize">Cliff's delta of revenue in those days.</param>
/// <param name="PValue">Of the permutation test of it.</param>
/// <param name="MembersDeviation">Standard deviation of a member's revenue in those days.</param>
/// <param name="MembersCorrelation">Of a member's revenue in those days with that in as many days before; 0 where one of them does not vary.</param>
public sealed record LaterPurchases(
    DateOnly Cut,
    int Days,
    bool ByRules,
    int Members,
    int Others,
    double MembersRevenue,
    double OthersRevenue,
    Estimate Difference,
    Estimate MembersRate,
    Estimate OthersRate,
    Estimate RevenueShare,
    double EffectSize,
    double PValue,
    double MembersDeviation,
    double MembersCorrelation)
{
    /// <summary>A quarter: long enough that most regular customers come back within it.</summary>
    public const int Horizon = 90;

    /// <summary>With fewer on either side nothing can be said.</summary>
    internal const int LeastGroup = 20;

    /// <summary>Null where the history is shorter than twice the horizon, or a group too small.</summary>
    /// <param name="shareNow">Of identified customers, in the programme now.</param>
    internal static LaterPurchases? Of(PurchaseTable purchases, InsiderRules rules, double shareNow, CancellationToken cancellation)
    {
        int cut = purchases.LastDay - Horizon;
        if (cut - purchases.FirstDay + 1 < Horizon)
        {
            return null;
        }

        bool byRules = AllowsEarlierDays(rules);
        (List<int> customers, bool[] members) = MembersAt(purchases, rules, byRules, shareNow, cut);
        int inside = members.Count(member => member);
        if (inside < LeastGroup || customers.Count - inside < LeastGroup)
        {
            return null;
        }

        double[] after = [.. customers.Select(customer => Bought(purchases, customer, cut + 1, purchases.LastDay))];
        double[] before = [.. customers.Select(customer => Bought(purchases, customer, cut - Horizon + 1, cut))];
        return Compare(purchases, cut, byRules, customers, members, after, before, cancellation);
    }

    internal static bool AllowsEarlierDays(InsiderRules rules) => rules.Conditions.All(condition => EarlierFeatures.Known.Contains(condition.Feature));

    private static LaterPurchases? Compare(
        PurchaseTable purchases, int cut, bool byRules, List<int> customers, bool[] members, double[] after, double[] before, CancellationToken cancellation)
    {
        int[] sample = CustomerResamples.Sample(members.Length);
        bool[] sampled = [.. sample.Select(place => members[place])];
        if (!GroupComparison.HasTwoOfEach(sampled))
        {
            return null;
        }

        RankTest test = RankTest.Of(sampled, [[.. sample.Select(place => after[place])]], cancellation)[0];
        Estimate[] intervals = CustomerResamples.Intervals(members.Length, Drawn, 2, cancellation);
        double[] ofMembers = [.. after.Where((_, i) => members[i])];
        double[] ofOthers = [.. after.Where((_, i) => !members[i])];
        (double mean, double deviation) = Standardizer.MeanAndDeviation(ofMembers);
        return new LaterPurchases(
            DateOnly.FromDayNumber(cut),
            Horizon,
            byRules,
            ofMembers.Length,
            ofOthers.Length,
            mean,
            ofOthers.Average(),
            intervals[0],
            Rate(ofMembers.Count(money => money > 0), ofMembers.Length),
            Rate(ofOthers.Count(money => money > 0), ofOthers.Length),
            intervals[1],
            test.EffectSize,
            test.PValue,
            deviation * Math.Sqrt(ofMembers.Length / (ofMembers.Length - 1.0)),
            Correlation([.. before.Where((_, i) => members[i])], ofMembers));

        DrawnCustomers Drawn(int[] places)
        {
            double[] money = [.. places.Select(place => after[place])];
            return new DrawnCustomers([.. places.Select(place => members[place])], (labels, drawn, values) => DifferenceAndShare(money, labels, drawn, values));
        }
    }

    private static void DifferenceAndShare(double[] money, ReadOnlySpan<double> labels, ReadOnlySpan<double> places, Span<double> values)
    {
        GroupComparison.Differences([money], labels, places, values);
        (double theirs, double all) = (0, 0);
        for (int i = 0; i < labels.Length; i++)
        {
            all += money[(int)places[i]];
            theirs += labels[i] * money[(int)places[i]];
        }

        values[1] = all > 0 ? theirs / all : 0;
    }

    /// <summary>Identified customers of that day, and who of them was a member.</summary>
    private static (List<int> Customers, bool[] Members) MembersAt(PurchaseTable purchases, InsiderRules rules, bool byRules, double shareNow, int cut)
    {
        var features = new double[PurchaseFeatures.Count];
        var customers = new List<int>();
        var entering = new List<bool>();
        var revenue = new List<double>();
        for (int customer = 0; customer < purchases.Count; customer++)
        {
            if (purchases.Identified[customer] && EarlierFeatures.TryFill(purchases, customer, cut, features))
            {
                customers.Add(customer);
                entering.Add(byRules && rules.IsMember(features, wasMember: false));
                revenue.Add(features[(int)PurchaseFeature.Revenue]);
            }
        }

        bool[] members = [.. entering];
        if (!byRules)
        {
            int most = (int)Math.Round(shareNow * customers.Count);
            foreach (int place in Enumerable.Range(0, customers.Count).OrderByDescending(place => revenue[place]).Take(most))
            {
                members[place] = true;
            }
        }

        return (customers, members);
    }

    private static double Bought(PurchaseTable purchases, int customer, int from, int to)
    {
        ReadOnlySpan<int> days = purchases.Days(customer);
        ReadOnlySpan<double> amounts = purchases.Amounts(customer);
        double money = 0;
        for (int i = 0; i < days.Length; i++)
        {
            money += days[i] >= from && days[i] <= to ? amounts[i] : 0;
        }

        return money;
    }

    private static Estimate Rate(int bought, int customers)
    {
        WilsonInterval interval = WilsonInterval.Of(bought, customers);
        return new Estimate((double)bought / customers, interval.Lower, interval.Upper);
    }

    /// <summary>Pearson's.</summary>
    private static double Correlation(double[] x, double[] y)
    {
        (double meanX, double deviationX) = Standardizer.MeanAndDeviation(x);
        (double meanY, double deviationY) = Standardizer.MeanAndDeviation(y);
        if (!(deviationX > 0 && deviationY > 0))
        {
            return 0;
        }

        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / (x.Length * deviationX * deviationY);
    }
}
