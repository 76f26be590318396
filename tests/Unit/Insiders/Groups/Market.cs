using Clientele.Insiders;
using Clientele.Learning;

namespace Clientele.Tests.Insiders.Groups;

/// <summary>Customers of a market of whom it is known who is alike: a few who live there, some who come now and then, many who came once.</summary>
internal static class Market
{
    public const int FirstDay = 736_000;
    public const int LastDay = FirstDay + 364;

    /// <summary>Of ten customers one is a regular (0), three come now and then (1), six came once (2).</summary>
    public static int GroupOf(int customer) => (customer % 10) switch
    {
        0 => 0,
        < 4 => 1,
        _ => 2,
    };

    public static PurchaseTable Table(int customers, int seed = 1) => Table([.. Enumerable.Range(0, customers).Select(GroupOf)], seed);

    /// <param name="groups">Of each customer: 0 to 2 as above; 3: one large purchase long ago.</param>
    public static PurchaseTable Table(int[] groups, int seed = 1)
    {
        var random = new Random(seed);
        return Of([.. groups.Select(group => group switch
        {
            0 => Purchases(random, random.Next(20, 40), random.Next(0, 8), 9, 200),
            1 => Purchases(random, random.Next(4, 8), random.Next(15, 40), 30, 150),
            2 => Purchases(random, 1, random.Next(100, 300), 1, 60),
            _ => Purchases(random, 1, random.Next(250, 330), 1, 20_000),
        })]);
    }

    /// <summary>Customers by their purchases; those with none but one invoice are not identified where their number ends in 9.</summary>
    public static PurchaseTable Of((int Day, double Amount)[][] purchases)
    {
        var features = new Matrix(purchases.Length, PurchaseFeatures.Count);
        for (int i = 0; i < purchases.Length; i++)
        {
            Fill(purchases[i], features.RowToWrite(i));
        }

        int[] starts = [0, .. purchases.Select((_, i) => purchases.Take(i + 1).Sum(each => each.Length))];
        return new PurchaseTable(
            [.. purchases.Select((_, i) => $"{i:D5}")],
            [.. purchases.Select((each, i) => each.Length > 1 || i % 10 != 9)],
            features,
            starts,
            [.. purchases.SelectMany(each => each.Select(purchase => purchase.Day))],
            [.. purchases.SelectMany(each => each.Select(purchase => purchase.Amount))],
            FirstDay,
            LastDay);
    }

    /// <summary>A value for each feature; 0 for those not given.</summary>
    public static double[] Features(params (PurchaseFeature Feature, double Value)[] values)
    {
        var features = new double[PurchaseFeatures.Count];
        foreach ((PurchaseFeature feature, double value) in values)
        {
            features[(int)feature] = value;
        }

        return features;
    }

    private static (int Day, double Amount)[] Purchases(Random random, int invoices, int recency, int gap, double ticket) =>
    [
        .. Enumerable.Range(0, invoices)
            .Select(back => (Day: Math.Max(FirstDay, LastDay - recency - (back * gap)), Amount: Math.Round(ticket * (0.8 + (0.4 * random.NextDouble())), 2)))
            .Reverse(),
    ];

    private static void Fill((int Day, double Amount)[] purchases, Span<double> into)
    {
        double revenue = purchases.Sum(purchase => purchase.Amount);
        int days = purchases.Select(purchase => purchase.Day).Distinct().Count();
        int span = purchases[^1].Day - purchases[0].Day;
        into[(int)PurchaseFeature.Revenue] = revenue;
        into[(int)PurchaseFeature.Recency] = LastDay - purchases[^1].Day;
        into[(int)PurchaseFeature.Lines] = 3 * purchases.Length;
        into[(int)PurchaseFeature.Frequency] = purchases.Length / (span + 1.0);
        into[(int)PurchaseFeature.Returns] = Math.Floor(revenue / 1000);
        into[(int)PurchaseFeature.Invoices] = purchases.Length;
        into[(int)PurchaseFeature.Units] = Math.Ceiling(revenue / 2);
        into[(int)PurchaseFeature.Ticket] = revenue / purchases.Length;
        into[(int)PurchaseFeature.DaysBetween] = days > 1 ? span / (days - 1.0) : Math.Max(1, LastDay - purchases[0].Day);
        into[(int)PurchaseFeature.BasketUnits] = into[(int)PurchaseFeature.Units] / purchases.Length;
        into[(int)PurchaseFeature.BasketProducts] = 3;
        into[(int)PurchaseFeature.Products] = 3 + purchases.Length;
        into[(int)PurchaseFeature.Tenure] = LastDay - purchases[0].Day;
    }
}
