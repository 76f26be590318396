using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What is known of one customer whatever the last day of the history is.</summary>
/// <param name="Revenue">Money of all purchases.</param>
/// <param name="Lines">Of purchases.</param>
/// <param name="Returns">Units that came back.</param>
/// <param name="Units">Units bought.</param>
/// <param name="BasketProducts">Sum over invoices of the different products bought on each.</param>
/// <param name="Products">Different products bought.</param>
internal readonly record struct CustomerPurchases(double Revenue, double Lines, double Returns, double Units, double BasketProducts, double Products)
{
    /// <summary>A value per <see cref="PurchaseFeature"/>.</summary>
    /// <param name="days">Of each invoice with a purchase, ascending, one at least.</param>
    /// <param name="lastDay">Of the history, not before any purchase.</param>
    /// <param name="frequency">How it is counted.</param>
    /// <param name="into">Room for them all.</param>
    public void WriteFeatures(ReadOnlySpan<int> days, int lastDay, PurchaseFrequency frequency, Span<double> into)
    {
        int invoices = days.Length;
        int first = days[0];
        int last = days[^1];
        int tenure = lastDay - first;
        int differentDays = 1;
        for (int i = 1; i < days.Length; i++)
        {
            differentDays += days[i] != days[i - 1] ? 1 : 0;
        }

        into[(int)PurchaseFeature.Revenue] = Revenue;
        into[(int)PurchaseFeature.Recency] = lastDay - last;
        into[(int)PurchaseFeature.Lines] = Lines;
        into[(int)PurchaseFeature.Frequency] = frequency == PurchaseFrequency.FirstToLast
            ? invoices / (last - first + 1.0)
            : (differentDays - 1.0) / Math.Max(1, tenure);
        into[(int)PurchaseFeature.Returns] = Returns;
        into[(int)PurchaseFeature.Invoices] = invoices;
        into[(int)PurchaseFeature.Units] = Units;
        into[(int)PurchaseFeature.Ticket] = Revenue / invoices;
        into[(int)PurchaseFeature.DaysBetween] = differentDays > 1 ? (last - first) / (differentDays - 1.0) : Math.Max(1, tenure);
        into[(int)PurchaseFeature.BasketUnits] = Units / invoices;
        into[(int)PurchaseFeature.BasketProducts] = BasketProducts / invoices;
        into[(int)PurchaseFeature.Products] = Products;
        into[(int)PurchaseFeature.Tenure] = tenure;
    }
}
