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

    /// <summary>
    /// Customers from before the history are first seen at gamma distributed rates as everybody's, so arrivals are a·1 + b·(α/(α + t))^(r + 1), by least
    /// squares with neither below 0. What is left of the last days after b is the rate of those who are new.
    /// </summary>
    private static (double Rate, double Hidden) Rates(PurchasesUntil purchases, double[] arrivals, int from, SeasonalClock clock, BgNbdModel? buying)
    {
        int last = purchases.LastDay - purchases.FirstDay;
        double start = clock.Elapsed(purchases.FirstDay);
        var shape = new double[last + 1];
        (double ones, double cross, double squares, double sum, double product) = (0, 0, 0, 0, 0);
        for (int day = 0; day <= last; day++)
        {
            // An expectation per day is the rate times the day's length on the clock, which is its variance, too: weights are its inverse.
            double length = clock.FactorOf(purchases.FirstDay + day);
            shape[day] = buying is null ? 0 : Waiting(clock.Elapsed(purchases.FirstDay + day) - start, buying);
            (ones, cross, squares) = (ones + length, cross + (length * shape[day]), squares + (length * shape[day] * shape[day]));
            (sum, product) = (sum + arrivals[day], product + (arrivals[day] * shape[day]));
        }

        double determinant = (ones * squares) - (cross * cross);
        double hidden = determinant > 1e-9 * ones * squares ? Math.Max(0, ((ones * product) - (cross * sum)) / determinant) : 0;
        if (hidden > 0 && sum - (hidden * cross) < 0)
        {
            hidden = product / squares;
        }

        (double seen, double explained, double time) = (0, 0, 0);
        for (int day = from - purchases.FirstDay; day <= last; day++)
        {
            double length = clock.FactorOf(purchases.FirstDay + day);
            (seen, explained, time) = (seen + arrivals[day], explained + (length * hidden * shape[day]), time + length);
        }

        return (Math.Max(0, seen - explained) / time, hidden);
    }

    private static double Waiting(double time, BgNbdModel buying) => Math.Pow(buying.Alpha / (buying.Alpha + Math.Max(0, time)), buying.R + 1);
}
