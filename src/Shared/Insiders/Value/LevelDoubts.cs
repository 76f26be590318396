namespace Clientele.Insiders;

/// <summary>How far off the level of a forecast may be: what the course of the seasons leaves open, corrected by how far earlier forecasts were off.</summary>
internal static class LevelDoubts
{
    private const int Month = 30;

    /// <summary>What the regression's own deviation weighs, in months of holdouts.</summary>
    private const double Belief = 3;

    /// <summary>ln(actual/forecast) of each 30 days after a cut, over the deviation that was stated for it.</summary>
    public static IEnumerable<double> Misses(PurchaseTable purchases, PurchasesUntil until, FittedValue fitted, int days, CancellationToken cancellation)
    {
        var after = new PurchasesUntil(purchases, until.LastDay + days);
        for (int from = 1; from + Month - 1 <= days; from += Month)
        {
            int first = until.LastDay + from;
            double actual = after.DailyRevenue(first, first + Month - 1).Sum();
            double forecast = fitted.Revenue(until, first, first + Month - 1, cancellation);
            if (actual > 0 && forecast > 0)
            {
                yield return Math.Log(actual / forecast) / fitted.Deviation(from, from + Month - 1);
            }
        }
    }

    /// <param name="misses">In stated deviations; their mean square is 1 where those were right.</param>
    public static LevelDoubt Of(Func<int, int, double> deviation, List<double> misses, ForecastMethod method, List<ForecastHoldout> holdouts)
    {
        double scale = Math.Sqrt((Belief + misses.Sum(miss => miss * miss)) / (Belief + misses.Count));

        // Another method than the model is off by as much as it was on the holdouts, or by what the course leaves open.
        double least = method == ForecastMethod.Model
            ? 0
            : Math.Sqrt(holdouts.Average(each => Square((method == ForecastMethod.Naive ? each.Naive : each.Seasonal!.Value) / each.Actual)));
        return new LevelDoubt(
            [.. ValueModel.Horizons.Select(days => At(1, days))],
            [.. Enumerable.Range(0, LevelDoubt.MonthsAhead).Select(month => At((month * Month) + 1, (month + 1) * Month))]);

        double At(int from, int to) => Math.Clamp(Math.Max(least, scale * deviation(from, to)), 0.01, 1.5);
    }

    private static double Square(double ratio) => ratio > 0 && double.IsFinite(ratio) ? Math.Log(ratio) * Math.Log(ratio) : 1;
}
