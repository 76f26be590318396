using Clientele.Insiders;

namespace Clientele.Benchmarks.Insiders;

/// <summary>What each rule leaves out, who is left, and their features beside an independent computation.</summary>
internal static class CleanFigures
{
    private const int Features = 5;

    /// <param name="invoices">With the reference's frequency.</param>
    public static IReadOnlyList<Figure> Of(RealInvoices invoices, ReferenceFeatures reference)
    {
        PurchaseTotals totals = invoices.Totals;
        return
        [
            Exactly("clean.without_customer_ids", totals.MadeUp, 3_710),
            Exactly("clean.by_price", invoices.Counts.DroppedByPrice, 2_591),
            Exactly("clean.by_stock_code", invoices.Counts.DroppedByProduct, 2_737),
            Exactly("clean.by_country", invoices.Counts.DroppedByCountry, 504),
            Exactly("clean.by_customer", invoices.Counts.DroppedByCustomer, 4),
            Exactly("clean.lines", invoices.Counts.Kept, 536_073),
            Exactly("clean.purchases", totals.PurchaseLines, 527_345),
            Exactly("clean.returns", totals.ReturnLines, 8_728),
            Exactly("customers", totals.Customers, 5_695),
            Exactly("gross_revenue", totals.Revenue, 10_104_314.35),
            Figure.AtMost("features.max_abs_diff", LargestDifference(invoices.Customers, reference), "", 0.005),
        ];
    }

    private static Figure Exactly(string id, double value, double expected) => Figure.Within(id, value, "", expected, expected);

    /// <summary>Customers whom the file names by id; the others, whom the reference numbers its own way, in the order of their values.</summary>
    private static double LargestDifference(PurchaseTable customers, ReferenceFeatures reference)
    {
        Dictionary<string, int> rows = Enumerable.Range(0, customers.Count).Where(row => customers.Identified[row]).ToDictionary(row => customers.Ids[row], StringComparer.Ordinal);
        var theirs = new List<double[]>();
        double largest = 0;
        for (int i = 0; i < reference.Ids.Length; i++)
        {
            double[] expected = reference.Values.Row(i).ToArray();
            if (rows.Remove(reference.Ids[i], out int row))
            {
                largest = Math.Max(largest, Difference(customers.Features.Row(row)[..Features], expected));
            }
            else
            {
                theirs.Add(expected);
            }
        }

        List<double[]> ours = [.. Enumerable.Range(0, customers.Count).Where(row => !customers.Identified[row]).Select(row => customers.Features.Row(row)[..Features].ToArray())];
        if (rows.Count > 0 || ours.Count != theirs.Count)
        {
            return double.PositiveInfinity;
        }

        ours.Sort(ByRoundedValues);
        theirs.Sort(ByRoundedValues);
        return ours.Zip(theirs).Aggregate(largest, (most, pair) => Math.Max(most, Difference(pair.First, pair.Second)));
    }

    private static double Difference(ReadOnlySpan<double> ours, ReadOnlySpan<double> theirs)
    {
        double largest = 0;
        for (int feature = 0; feature < Features; feature++)
        {
            largest = Math.Max(largest, Math.Abs(ours[feature] - theirs[feature]));
        }

        return largest;
    }

    // The reference has a few decimals.
    private static int ByRoundedValues(double[] one, double[] other) =>
        one.Zip(other).Select(pair => Math.Round(pair.First, 2).CompareTo(Math.Round(pair.Second, 2))).FirstOrDefault(order => order != 0);
}
