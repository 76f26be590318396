using Clientele.Insiders;
using Clientele.Learning;

namespace Clientele.Unit.Insiders.Value;

/// <summary>Tables of purchases: written down, or of a shop whose customers behave as the models say.</summary>
internal static class Shop
{
    public static readonly int FirstDay = new DateOnly(2020, 1, 6).DayNumber;

    /// <summary>Truth of <see cref="Simulate"/>: shapes of 1, 2 and 3, so that draws are sums of exponentials and powers.</summary>
    public const double Alpha = 30;
    public const double B = 9;
    public const double P = 2;
    public const double Q = 3;
    public const double Gamma = 40;

    public static PurchaseTable Table(int firstDay, int lastDay, params (string Id, (int Day, double Amount)[] Purchases)[] customers)
    {
        var starts = new int[customers.Length + 1];
        for (int i = 0; i < customers.Length; i++)
        {
            starts[i + 1] = starts[i] + customers[i].Purchases.Length;
        }

        return new PurchaseTable(
            [.. customers.Select(customer => customer.Id)],
            [.. customers.Select(customer => !customer.Id.StartsWith("invoice-", StringComparison.Ordinal))],
            new Matrix(customers.Length, PurchaseFeatures.Count),
            starts,
            [.. customers.SelectMany(customer => customer.Purchases.Select(purchase => purchase.Day))],
            [.. customers.SelectMany(customer => customer.Purchases.Select(purchase => purchase.Amount))],
            firstDay,
            lastDay);
    }

    /// <summary>
    /// Customers arrive evenly on the season's clock, buy at exponential rates with mean 1/α a day of it, stop after a purchase with a probability that is
    /// beta(1, b), and spend as Gamma-Gamma says. One invoice in ten, of the same kind, has no customer.
    /// </summary>
    public static PurchaseTable Simulate(int customers, int days, int seed, Func<int, double>? season = null)
    {
        season ??= _ => 1;
        var random = new Random(seed);
        double[] arrival = [.. Enumerable.Range(0, days).Select(day => season(day))];
        double most = arrival.Max();
        var made = new List<(string, (int, double)[])>();
        for (int i = 0; i < customers; i++)
        {
            int day = random.Next(days);
            while (random.NextDouble() * most > arrival[day])
            {
                day = random.Next(days);
            }

            double perUnit = (Exponential(random) + Exponential(random) + Exponential(random)) / Gamma;
            var purchases = new List<(int, double)> { (FirstDay + day, Amount(random, perUnit)) };
            if (i % 10 == 0)
            {
                made.Add(($"invoice-{i}", [.. purchases]));
                continue;
            }

            double rate = Exponential(random) / Alpha;
            double stop = 1 - Math.Pow(random.NextDouble(), 1 / B);
            double wait = Exponential(random) / rate;
            for (bool alive = true; alive && ++day < days;)
            {
                for (wait -= season(day); alive && wait <= 0; wait += Exponential(random) / rate)
                {
                    purchases.Add((FirstDay + day, Amount(random, perUnit)));
                    alive = random.NextDouble() >= stop;
                }
            }

            made.Add(($"c{i}", [.. purchases]));
        }

        return Table(FirstDay, FirstDay + days - 1, [.. made]);
    }

    /// <summary>The purchases up to a day, and the amounts after it times <paramref name="later"/>; without those where it is 0.</summary>
    public static PurchaseTable Until(PurchaseTable table, int lastDay, double later = 0)
    {
        var customers = new List<(string, (int, double)[])>();
        for (int i = 0; i < table.Count; i++)
        {
            var purchases = new List<(int, double)>();
            for (int j = 0; j < table.Days(i).Length; j++)
            {
                bool known = table.Days(i)[j] <= lastDay;
                if (known || later > 0)
                {
                    purchases.Add((table.Days(i)[j], table.Amounts(i)[j] * (known ? 1 : later)));
                }
            }

            if (purchases.Count > 0)
            {
                customers.Add((table.Ids[i], [.. purchases]));
            }
        }

        return Table(table.FirstDay, later > 0 ? table.LastDay : lastDay, [.. customers]);
    }

    private static double Amount(Random random, double perUnit) => (Exponential(random) + Exponential(random)) / perUnit;

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());
}
