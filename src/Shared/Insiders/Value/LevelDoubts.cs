namespace Clientele.Insiders;

/// <summary>How far off the level of a forecast may be: what the course of the seasons leaves open, and more where earlier forecasts were further off.</summary>
internal sealed class LevelDoubts
{
    private const int Month = 30;

    /// <summary>What the regression's own deviation weighs, in months of holdouts.</summary>
    private const double Belief = 3;

    private readonly Dictionary<ForecastMethod, List<double>> _misses = new()
    {
        [ForecastMethod.Model] = [],
        [ForecastMethod.Naive] = [],
        [ForecastMethod.Seasonal] = [],
    };

    /// <summary>Notes ln(actual/forecast) of each 30 days after a cut, in the deviations that were stated for them.</summary>
    public void Add(PurchaseTable purchases, PurchasesUntil until, FittedValue fitted, int days, CancellationToken cancellation)
    {
        double perDay = NaivePerDay(until);
        var after = new PurchasesUntil(purchases, until.LastDay + days);
        for (int from = 1; from + Month - 1 <= days; from += Month)
        {
            (int first, int last) = (until.LastDay + from, until.LastDay + from + Month - 1);
            double actual = after.DailyRevenue(first, last).Sum();
            double stated = fitted.Deviation(from, from + Month - 1);
            Note(ForecastMethod.Model, fitted.Revenue(until, first, last, cancellation));
            Note(ForecastMethod.Naive, perDay * Month);
            Note(ForecastMethod.Seasonal, ForecastHoldouts.Seasonal(until, first, last) ?? 0);

            void Note(ForecastMethod method, double forecast)
            {
                if (actual > 0 && forecast > 0)
                {
                    _misses[method].Add(Math.Log(actual / forecast) / stated);
                }
            }
        }
    }

    /// <summary>Single customers are always valued by the model, months by the method that won.</summary>
    public LevelDoubt Of(Func<int, int, double> deviation, ForecastMethod method)
    {
        double forCustomers = Scale(_misses[ForecastMethod.Model]);
        double forMonths = Scale(_misses[method]);
        return new LevelDoubt(
            [.. ValueModel.Horizons.Select(days => Within(forCustomers * deviation(1, days)))],
            [.. Enumerable.Range(0, LevelDoubt.MonthsAhead).Select(month => Within(forMonths * deviation((month * Month) + 1, (month + 1) * Month)))]);
    }

    /// <summary>Money a day of the last 90 days.</summary>
    public static double NaivePerDay(PurchasesUntil until, ReadOnlySpan<bool> members = default)
    {
        int from = Math.Max(until.FirstDay, until.LastDay - Inflow.Window + 1);
        return until.DailyRevenue(from, until.LastDay, members).Sum() / (until.LastDay - from + 1);
    }

    /// <summary>Few months that went well do not make the next ones sure: it is never below 1.</summary>
    private static double Scale(List<double> misses) => Math.Max(1, Math.Sqrt((Belief + misses.Sum(miss => miss * miss)) / (Belief + misses.Count)));

    private static double Within(double deviation) => Math.Clamp(deviation, 0.01, 1.5);
}
