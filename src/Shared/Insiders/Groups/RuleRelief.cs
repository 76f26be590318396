namespace Clientele.Insiders;

/// <summary>
/// How much easier it is to stay than to enter, so that a member does not leave by an ordinary month. Values are looked at as they were a month before the
/// end and at the end, over histories of the same length: a file of the last twelve months forgets a purchase for every month that it learns of. (In a
/// file of the whole history money and purchases never fall; there the relief is more than enough.)
/// </summary>
internal static class RuleRelief
{
    /// <summary>Of the members, who may leave in an ordinary month; all conditions together.</summary>
    public const double MostLeaving = 0.02;

    /// <summary>Every threshold to stay is easier by at least this much, whatever a month says.</summary>
    public const double LeastRelief = 0.2;

    /// <summary>Beyond it members would be nothing like who enters. Of days there is no such bound: a month without a purchase is a month.</summary>
    public const double MostRelief = 0.5;

    private const int Month = 30;

    /// <summary>With a shorter history, or fewer who enter, a month says little: the relief is <see cref="LeastRelief"/> then.</summary>
    private const int ShortestHistory = 4 * Month;
    private const int FewestEntering = 50;

    /// <param name="strict">Conditions whose thresholds to stay are to be found.</param>
    public static RuleCondition[] Of(PurchaseTable purchases, IReadOnlyList<RuleCondition> strict)
    {
        double[][]? later = EnteredAMonthAgo(purchases, strict);
        return [.. strict.Select((condition, at) => condition with { Stay = Stay(condition, later?.Select(values => values[at]), strict.Count) })];
    }

    /// <summary>Null where there is too little history to say.</summary>
    public static double? LeavingInAMonth(PurchaseTable purchases, IReadOnlyList<RuleCondition> conditions) =>
        EnteredAMonthAgo(purchases, conditions) is { } later
            ? later.Count(values => !conditions.Select((condition, at) => condition.Stays(values[at])).All(stays => stays)) / (double)later.Length
            : null;

    private static double Stay(RuleCondition condition, IEnumerable<double>? later, int conditions)
    {
        int towards = condition.AtLeast ? -1 : 1;
        double least = condition.Enter * (1 + (towards * LeastRelief));
        if (later is null)
        {
            return RuleThresholds.Easier(condition.Feature, least);
        }

        double[] sorted = [.. condition.AtLeast ? later.Order() : later.OrderDescending()];
        double ordinary = sorted[(int)(MostLeaving / conditions * sorted.Length)];
        return RuleThresholds.Easier(condition.Feature, condition.AtLeast
            ? Math.Clamp(ordinary, condition.Enter * (1 - MostRelief), least)
            : Math.Max(ordinary, least));
    }

    /// <summary>Of each identified customer who met the conditions a month before the end, the values at the end; null where these are too few to say.</summary>
    private static double[][]? EnteredAMonthAgo(PurchaseTable purchases, IReadOnlyList<RuleCondition> conditions)
    {
        if (purchases.LastDay - purchases.FirstDay < ShortestHistory)
        {
            return null;
        }

        var later = new List<double[]>();
        for (int customer = 0; customer < purchases.Count; customer++)
        {
            int each = customer;
            if (purchases.Identified[customer]
                && conditions.All(condition => condition.Enters(ValueOf(purchases, each, condition.Feature, purchases.FirstDay, purchases.LastDay - Month))))
            {
                later.Add([.. conditions.Select(condition => ValueOf(purchases, each, condition.Feature, purchases.FirstDay + Month, purchases.LastDay))]);
            }
        }

        return later.Count < FewestEntering ? null : [.. later];
    }

    /// <summary>Of the purchases from one day to another. Nobody without one meets a condition.</summary>
    private static double ValueOf(PurchaseTable purchases, int customer, PurchaseFeature feature, int from, int to)
    {
        ReadOnlySpan<int> days = purchases.Days(customer);
        (double revenue, int invoices, int last) = (0, 0, int.MinValue);
        for (int i = 0; i < days.Length; i++)
        {
            if (days[i] >= from && days[i] <= to)
            {
                (revenue, invoices, last) = (revenue + purchases.Amounts(customer)[i], invoices + 1, days[i]);
            }
        }

        return feature switch
        {
            PurchaseFeature.Revenue => revenue,
            PurchaseFeature.Recency => invoices == 0 ? double.PositiveInfinity : to - last,
            PurchaseFeature.Invoices => invoices,
            PurchaseFeature.Ticket => invoices == 0 ? 0 : revenue / invoices,
            // Units are not known by day: everybody keeps what they have, and the relief is the least.
            _ => purchases[customer, feature],
        };
    }
}
