using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>Forecasts made from a day in the past, as if nothing after it were known.</summary>
public static class ForecastHoldouts
{
    /// <summary>A year in whole weeks, so that weekdays meet weekdays.</summary>
    private const int Year = 364;

    /// <param name="cut">The last day that the forecasts know.</param>
    /// <param name="days">Forecast after it, all of them within the table; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The days are not all within the table.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static ForecastHoldout Of(PurchaseTable purchases, DateOnly cut, int days, ValueOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ValueOptions.Check(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        if (cut.DayNumber < purchases.FirstDay || cut.DayNumber + days > purchases.LastDay)
        {
            throw new ArgumentOutOfRangeException(
                nameof(cut), cut, FormattableString.Invariant($"{days} days after {cut:yyyy-MM-dd} are not within {Shown(purchases.FirstDay)} to {Shown(purchases.LastDay)}."));
        }

        var until = new PurchasesUntil(purchases, cut.DayNumber);
        return Judge(purchases, until, FittedValue.Of(until, options, null, cancellation), days, options, cancellation);
    }

    internal static ForecastHoldout Judge(
        PurchaseTable purchases, PurchasesUntil until, FittedValue? fitted, int days, ValueOptions options, CancellationToken cancellation)
    {
        int cut = until.LastDay;
        double actual = new PurchasesUntil(purchases, cut + days).DailyRevenue(cut + 1, cut + days).Sum();
        double naive = until.DailyRevenue(cut - days + 1, cut).Sum();
        return new ForecastHoldout(
            DateOnly.FromDayNumber(cut),
            days,
            actual,
            fitted?.Revenue(until, cut + 1, cut + days, cancellation) ?? naive,
            naive,
            Seasonal(until, cut + 1, cut + days),
            fitted is null ? null : PitDistance(purchases, until, fitted, days, options));
    }

    /// <summary>As in the same days of the year before, times the last 90 days over the same ones a year before; null where the history does not reach back.</summary>
    internal static double? Seasonal(PurchasesUntil until, int from, int to, ReadOnlySpan<bool> members = default)
    {
        int level = until.LastDay - Inflow.Window + 1;
        if (level - Year < until.FirstDay || to - Year > until.LastDay)
        {
            return null;
        }

        double now = until.DailyRevenue(level, until.LastDay).Sum();
        double then = until.DailyRevenue(level - Year, until.LastDay - Year).Sum();
        return then > 0 ? until.DailyRevenue(from - Year, to - Year, members).Sum() * now / then : null;
    }

    /// <summary>Of the purchases of customers known by the cut; those of the sample that parameters are fitted on.</summary>
    private static double? PitDistance(PurchaseTable purchases, PurchasesUntil until, FittedValue fitted, int days, ValueOptions options)
    {
        int[] sample = FittedValue.Sample(until, options.MostFitted);
        var after = new PurchasesUntil(purchases, until.LastDay + days);
        var forecast = new CustomerForecast(fitted.Buying, fitted.Spending);
        double time = fitted.Clock.Elapsed(until.LastDay + days) - fitted.Clock.Elapsed(until.LastDay);
        double deviation = fitted.Deviation(1, days);
        var below = new double[sample.Length];
        var upTo = new double[sample.Length];
        for (int i = 0; i < sample.Length; i++)
        {
            ReadOnlySpan<int> known = until.Days(sample[i]);
            PurchaseHistory history = PurchasesUntil.History(known, until.LastDay, fitted.Clock);
            int bought = after.Days(sample[i]).Length - known.Length;
            upTo[i] = forecast.Cdf(history, time, deviation, bought);
            below[i] = Math.Min(upTo[i], forecast.Cdf(history, time, deviation, bought - 1));
        }

        return RandomisedPit.DistanceToUniform(RandomisedPit.Draw(below, upTo, options.Seed));
    }

    private static string Shown(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
