using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>Revenue by month: as seen, and as expected of the months to come.</summary>
public static class RevenueForecast
{
    private const int DaysOfMonth = 30;
    private static readonly double Tail = NormalDistribution.InverseCdf(0.9);

    /// <summary>
    /// Of everybody, with customers yet to come and invoices without one: all months of the history, what is left of its last one, and
    /// <paramref name="months"/> more.
    /// </summary>
    /// <param name="months">0 to 24.</param>
    public static IReadOnlyList<MonthRevenue> Months(PurchaseTable purchases, ValueModel model, int months = 6) => Months(purchases, default, true, model, months);

    /// <summary>Of some customers who are known, as a fixed group: what these have bought and will buy.</summary>
    /// <param name="members">One per customer of the table.</param>
    /// <inheritdoc cref="Months(PurchaseTable, ValueModel, int)"/>
    /// <exception cref="ArgumentException">Sizes differ.</exception>
    public static IReadOnlyList<MonthRevenue> Months(PurchaseTable purchases, ReadOnlySpan<bool> members, ValueModel model, int months = 6)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        return members.Length == purchases.Count
            ? Months(purchases, members, false, model, months)
            : throw new ArgumentException($"There are {members.Length} marks for {purchases.Count} customers.", nameof(members));
    }

    private static List<MonthRevenue> Months(PurchaseTable purchases, ReadOnlySpan<bool> members, bool everybody, ValueModel model, int months)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, 24);
        var all = new PurchasesUntil(purchases, purchases.LastDay);
        double[] daily = purchases.Count == 0 ? new double[all.Length] : all.DailyRevenue(all.FirstDay, all.LastDay, members);
        DateOnly first = MonthOf(all.FirstDay);
        DateOnly last = MonthOf(all.LastDay);
        var windows = new List<(int From, int To)>();
        for (int i = 0; i <= months; i++)
        {
            int end = last.AddMonths(i + 1).DayNumber - 1;
            int from = Math.Max(all.LastDay + 1, last.AddMonths(i).DayNumber);
            windows.Add((from, end));
        }

        (double Mean, double Variance)[] expected = model is { Method: ForecastMethod.Model, Forecast: { } forecast }
            ? ByModel(all, members, everybody, model, forecast, windows)
            : ByHistory(all, members, everybody, model, windows);
        var rows = new List<MonthRevenue>();
        for (DateOnly month = first; month <= last.AddMonths(months); month = month.AddMonths(1))
        {
            int begin = month.DayNumber;
            int end = month.AddMonths(1).DayNumber - 1;
            double seen = Seen(daily, all.FirstDay, begin, end);
            bool whole = begin >= all.FirstDay && (end <= all.LastDay || begin > all.LastDay);
            int ahead = ((month.Year - last.Year) * 12) + month.Month - last.Month;
            if (ahead < 0 || windows[ahead].From > windows[ahead].To)
            {
                rows.Add(new MonthRevenue(month, seen, 0, seen, seen, whole));
                continue;
            }

            (double low, double high) = Interval(expected[ahead].Mean, expected[ahead].Variance);
            rows.Add(new MonthRevenue(month, seen, expected[ahead].Mean, seen + low, seen + high, whole));
        }

        return rows;
    }

    private static double Seen(double[] daily, int firstDay, int begin, int end)
    {
        double seen = 0;
        for (int day = Math.Max(begin, firstDay); day <= end && day - firstDay < daily.Length; day++)
        {
            seen += daily[day - firstDay];
        }

        return seen;
    }

    /// <summary>Each customer's chance is theirs, the level is common to all: that of the month is what makes sums of many uncertain.</summary>
    private static (double Mean, double Variance)[] ByModel(
        PurchasesUntil all, ReadOnlySpan<bool> members, bool everybody, ValueModel model, CustomerForecast forecast, List<(int From, int To)> windows)
    {
        SeasonalClock clock = model.Clock;
        double now = clock.Elapsed(all.LastDay);
        double[] ends = [.. windows.Select(window => clock.Elapsed(Math.Max(window.To, all.LastDay)) - now)];
        var sums = new (double Mean, double Variance)[windows.Count];
        for (int i = 0; i < all.Count; i++)
        {
            ReadOnlySpan<int> days = all.Days(i);
            if (!all.Identified(i) || days.IsEmpty || (!everybody && !members[i]))
            {
                continue;
            }

            PurchaseHistory history = PurchasesUntil.History(days, all.LastDay, clock);
            PurchaseValue value = PurchasesUntil.Value(all.Amounts(i));
            double amount = forecast.ExpectedAmount(value);
            double before = 0;
            for (int k = 0; k < ends.Length; k++)
            {
                double upTo = ends[k] > 0 ? forecast.ExpectedPurchases(history, ends[k]) : 0;
                double purchases = Math.Max(0, upTo - before);
                sums[k].Mean += purchases * amount;
                sums[k].Variance += forecast.RevenueVariance(history, value, purchases, amount);
                before = upTo;
            }
        }

        if (everybody)
        {
            Inflow inflow = Inflow.Of(all, clock, model.Buying, model.Spending);
            double before = 0;
            for (int k = 0; k < windows.Count; k++)
            {
                double upTo = inflow.Revenue(all.FirstDay, all.LastDay, windows[k].To, clock, model.Buying);
                sums[k].Mean += upTo - before;
                before = upTo;
            }
        }

        for (int k = 0; k < sums.Length; k++)
        {
            sums[k].Variance += Square(sums[k].Mean * DoubtOf(model, all.LastDay, windows[k]));
        }

        return sums;
    }

    /// <summary>By the naive or the seasonal method: the money of the group itself in the days looked back on.</summary>
    private static (double Mean, double Variance)[] ByHistory(
        PurchasesUntil all, ReadOnlySpan<bool> members, bool everybody, ValueModel model, List<(int From, int To)> windows)
    {
        ReadOnlySpan<bool> group = everybody ? default : members;
        double perDay = LevelDoubts.NaivePerDay(all, group);
        var sums = new (double Mean, double Variance)[windows.Count];
        for (int k = 0; k < sums.Length; k++)
        {
            (int begin, int end) = windows[k];
            double naive = perDay * Math.Max(0, end - begin + 1);
            double mean = model.Method == ForecastMethod.Seasonal ? ForecastHoldouts.Seasonal(all, begin, end, group) ?? naive : naive;
            sums[k] = (mean, Square(mean * DoubtOf(model, all.LastDay, windows[k])));
        }

        return sums;
    }

    /// <summary>Of the 30 days that the middle of the window falls into; later ones are as unsure as the last.</summary>
    private static double DoubtOf(ValueModel model, int lastDay, (int From, int To) window)
    {
        int middle = ((window.From + window.To) / 2) - lastDay - 1;
        return model.Doubt.Months[Math.Clamp(middle / DaysOfMonth, 0, model.Doubt.Months.Count - 1)];
    }

    /// <summary>80% of a log-normal with that mean and variance: revenue is not negative, and rather much more than expected than much less.</summary>
    private static (double Low, double High) Interval(double mean, double variance)
    {
        if (!(mean > 0))
        {
            return (0, 0);
        }

        double spread = Math.Log(1 + (variance / (mean * mean)));
        double centre = Math.Log(mean) - (spread / 2);
        double width = Tail * Math.Sqrt(spread);
        return (Math.Exp(centre - width), Math.Exp(centre + width));
    }

    private static double Square(double value) => value * value;

    private static DateOnly MonthOf(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        return new DateOnly(date.Year, date.Month, 1);
    }
}
