using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>Money that does not come from customers known by now, per day of the clock: as in the days before, by the season.</summary>
/// <param name="Newcomers">Customers who buy for the first time.</param>
/// <param name="Hidden">
/// Of them at the beginning of the history, those who look new because the history does not know their earlier purchases; they grow fewer with time.
/// </param>
/// <param name="FirstValue">Of a first purchase.</param>
/// <param name="NextValue">
/// Of each later one that BG/NBD would expect of a customer. Who is new buys again more seldom than the customers of old who fill a history's beginning:
/// what newcomers of late did is held against what was expected of them.
/// </param>
/// <param name="WithoutCustomer">Of invoices without a customer.</param>
public sealed record Inflow(double Newcomers, double Hidden, double FirstValue, double NextValue, double WithoutCustomer)
{
    /// <summary>What is looked back on.</summary>
    internal const int Window = 90;

    /// <summary>Expected purchases that must come together before newcomers of late say more than all customers.</summary>
    private const double Doubt = 30;

    internal string? Fault => new[] { Newcomers, Hidden, FirstValue, NextValue, WithoutCustomer }.All(value => value >= 0 && double.IsFinite(value))
        ? null
        : FormattableString.Invariant($"the inflow is {Newcomers} newcomers, {Hidden} hidden, values {FirstValue} and {NextValue}, {WithoutCustomer} without customer");

    internal static Inflow Of(PurchasesUntil purchases, SeasonalClock clock, BgNbdModel? buying, GammaGammaModel? spending)
    {
        int from = Math.Max(purchases.FirstDay, purchases.LastDay - Window + 1);
        double time = clock.Elapsed(purchases.LastDay) - clock.Elapsed(from - 1);
        var arrivals = new double[purchases.Length];
        (double newcomers, double first, double without, double next, double expected) = (0, 0, 0, 0, 0);
        double[] repeats = buying is null
            ? []
            : [.. Enumerable.Range(from, purchases.LastDay - from + 1).Select(day => buying.ExpectedPurchases(clock.Elapsed(purchases.LastDay) - clock.Elapsed(day)))];
        for (int i = 0; i < purchases.Count; i++)
        {
            ReadOnlySpan<int> days = purchases.Days(i);
            ReadOnlySpan<double> amounts = purchases.Amounts(i);
            if (!purchases.Identified(i))
            {
                for (int j = 0; j < days.Length; j++)
                {
                    without += days[j] >= from ? amounts[j] : 0;
                }

                continue;
            }

            if (!days.IsEmpty)
            {
                arrivals[days[0] - purchases.FirstDay]++;
            }

            if (!days.IsEmpty && days[0] >= from)
            {
                newcomers++;
                first += amounts[0];
                expected += buying is null ? amounts.Length - 1 : repeats[days[0] - from];
                foreach (double amount in amounts[1..])
                {
                    next += amount;
                }
            }
        }

        double usual = spending is { Q: > 1.05 } ? spending.ExpectedValue(default) : newcomers > 0 ? first / newcomers : 0;
        (double rate, double hidden) = Rates(purchases, arrivals, from, clock, buying);
        return new Inflow(rate, hidden, newcomers > 0 ? first / newcomers : usual, (next + (Doubt * usual)) / (expected + Doubt), without / time);
    }

    /// <summary>Expected money from the day after one day to the end of another.</summary>
    /// <param name="firstDay">Of the history.</param>
    internal double Revenue(int firstDay, int after, int to, SeasonalClock clock, BgNbdModel? buying)
    {
        double revenue = 0;
        double end = clock.Elapsed(to);
        for (int day = after + 1; day <= to; day++)
        {
            double newcomers = Newcomers + (buying is null ? 0 : Hidden * Waiting(clock.Elapsed(day) - clock.Elapsed(firstDay), buying));
            double next = buying is null || newcomers == 0 ? 0 : buying.ExpectedPurchases(Math.Max(0, end - clock.Elapsed(day))) * NextValue;
            revenue += clock.FactorOf(day) * ((newcomers * (FirstValue + next)) + WithoutCustomer);
        }

        return revenue;
    }

    /// <summary>What is left of the last days' arrivals after those who only look new is the rate of those who are.</summary>
    private static (double Rate, double Hidden) Rates(PurchasesUntil purchases, double[] arrivals, int from, SeasonalClock clock, BgNbdModel? buying)
    {
        double[] waiting = Waiting(purchases, clock, buying);
        double[] lengths = [.. Enumerable.Range(purchases.FirstDay, purchases.Length).Select(clock.FactorOf)];
        double hidden = Curve(arrivals, waiting, lengths).Hidden;
        (double seen, double explained, double time) = (0, 0, 0);
        for (int day = from - purchases.FirstDay; day < arrivals.Length; day++)
        {
            (seen, explained, time) = (seen + arrivals[day], explained + (lengths[day] * hidden * waiting[day]), time + lengths[day]);
        }

        return (Math.Max(0, seen - explained) / time, hidden);
    }

    /// <summary>
    /// Customers from before the history are first seen at gamma distributed rates as everybody's, so arrivals of a day are its length times
    /// a + b·(α/(α + t))^(r + 1): by least squares, weighted by the lengths, with neither below 0.
    /// </summary>
    internal static (double Even, double Hidden) Curve(ReadOnlySpan<double> arrivals, ReadOnlySpan<double> waiting, ReadOnlySpan<double> lengths)
    {
        (double ones, double cross, double squares, double sum, double product) = (0, 0, 0, 0, 0);
        for (int day = 0; day < arrivals.Length; day++)
        {
            double length = lengths[day];
            (ones, cross, squares) = (ones + length, cross + (length * waiting[day]), squares + (length * waiting[day] * waiting[day]));
            (sum, product) = (sum + arrivals[day], product + (arrivals[day] * waiting[day]));
        }

        double determinant = (ones * squares) - (cross * cross);
        double hidden = determinant > 1e-9 * ones * squares ? Math.Max(0, ((ones * product) - (cross * sum)) / determinant) : 0;
        double even = (sum - (hidden * cross)) / ones;
        return even >= 0 ? (even, hidden) : (0, product / squares);
    }

    /// <summary>By day of the history: of customers from before it, how many are first seen, against its first day; 0 without a model.</summary>
    internal static double[] Waiting(PurchasesUntil purchases, SeasonalClock clock, BgNbdModel? buying)
    {
        double start = clock.Elapsed(purchases.FirstDay);
        return [.. Enumerable.Range(purchases.FirstDay, purchases.Length).Select(day => buying is null ? 0 : Waiting(clock.Elapsed(day) - start, buying))];
    }

    private static double Waiting(double time, BgNbdModel buying) => Math.Pow(buying.Alpha / (buying.Alpha + Math.Max(0, time)), buying.R + 1);
}
