namespace Clientele.Insiders;

/// <summary>What was known of a customer on an earlier day, as far as days and amounts of purchases tell.</summary>
internal static class EarlierFeatures
{
    /// <summary>Those that can be counted for any day; the others need the lines of invoices, which are not kept.</summary>
    public static IReadOnlySet<PurchaseFeature> Known { get; } = new HashSet<PurchaseFeature>
    {
        PurchaseFeature.Revenue,
        PurchaseFeature.Recency,
        PurchaseFeature.Invoices,
        PurchaseFeature.Ticket,
        PurchaseFeature.DaysBetween,
        PurchaseFeature.Tenure,
    };

    /// <summary>Fills <paramref name="features"/>, NaN where a feature is not known. False for who had not bought by the end of <paramref name="day"/>.</summary>
    /// <param name="features">A value per <see cref="PurchaseFeature"/>.</param>
    public static bool TryFill(PurchaseTable purchases, int customer, int day, Span<double> features)
    {
        ReadOnlySpan<int> days = purchases.Days(customer);
        ReadOnlySpan<double> amounts = purchases.Amounts(customer);
        int invoices = 0;
        int buyingDays = 0;
        double revenue = 0;
        while (invoices < days.Length && days[invoices] <= day)
        {
            buyingDays += invoices == 0 || days[invoices] != days[invoices - 1] ? 1 : 0;
            revenue += amounts[invoices++];
        }

        if (invoices == 0)
        {
            return false;
        }

        int last = days[invoices - 1];
        int tenure = day - days[0];
        features.Fill(double.NaN);
        features[(int)PurchaseFeature.Revenue] = revenue;
        features[(int)PurchaseFeature.Recency] = day - last;
        features[(int)PurchaseFeature.Invoices] = invoices;
        features[(int)PurchaseFeature.Ticket] = revenue / invoices;
        features[(int)PurchaseFeature.DaysBetween] = buyingDays > 1 ? (last - days[0]) / (buyingDays - 1.0) : Math.Max(1, tenure);
        features[(int)PurchaseFeature.Tenure] = tenure;
        return true;
    }
}
