using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>All that is fitted on purchases up to a day.</summary>
/// <param name="Clock">Of the seasons.</param>
/// <param name="Buying">In days of the clock.</param>
/// <param name="Spending">Per purchase.</param>
/// <param name="Inflow">Of money from others than known customers.</param>
/// <param name="Deviation">Relative deviation of the level of the days from one to another after the last one.</param>
internal sealed record FittedValue(SeasonalClock Clock, BgNbdModel Buying, GammaGammaModel Spending, Inflow Inflow, Func<int, int, double> Deviation)
{
    /// <summary>Null where too little is known for a model.</summary>
    public static FittedValue? Of(PurchasesUntil purchases, ValueOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (purchases.Length < options.ShortestHistory)
        {
            return null;
        }

        int[] sample = Sample(purchases, options.MostFitted);
        if (sample.Count(i => purchases.Days(i).Length > 1) < options.FewestReturning)
        {
            return null;
        }

        PurchaseValue[] values = [.. sample.Select(i => PurchasesUntil.Value(purchases.Amounts(i))).Where(value => value.Purchases > 0)];

        // On one day all would have an age of 0, and equal amounts have no spread to fit.
        PurchaseHistory[] histories = Histories(SeasonalClock.Even);
        if (!histories.Any(history => history.Recency > 0) || values.Select(value => value.MeanValue).Distinct().Take(2).Count() < 2)
        {
            return null;
        }

        var halves = progress is null ? null : new Halves(progress);
        var buyingOptions = new BgNbdOptions { Penalty = options.Penalty, Seed = options.Seed };
        BgNbdModel even = BgNbd.Fit(PurchaseHistories.From(histories), buyingOptions, null, cancellation);
        ShopSeason season = ShopSeason.Of(purchases, even, new SeasonalCourseOptions());
        BgNbdModel buying = BgNbd.Fit(PurchaseHistories.From(Histories(season.Clock)), buyingOptions, halves?.First, cancellation);
        GammaGammaModel spending = GammaGamma.Fit(values, default, new GammaGammaOptions { Penalty = options.Penalty, Seed = options.Seed }, halves?.Second, cancellation);
        return new FittedValue(season.Clock, buying, spending, Inflow.Of(purchases, season.Clock, buying, spending), season.Deviation);

        PurchaseHistory[] Histories(SeasonalClock clock) => [.. sample.Select(i => PurchasesUntil.History(purchases.Days(i), purchases.LastDay, clock))];
    }

    /// <summary>Identified customers with a purchase, evenly spread where there are too many.</summary>
    public static int[] Sample(PurchasesUntil purchases, int most)
    {
        int[] all = [.. Enumerable.Range(0, purchases.Count).Where(i => purchases.Identified(i) && !purchases.Days(i).IsEmpty)];
        return all.Length <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Length / most)])];
    }

    /// <summary>Expected revenue of everybody in the days after the last one, from one day to another.</summary>
    public double Revenue(PurchasesUntil purchases, int from, int to, CancellationToken cancellation)
    {
        var forecast = new CustomerForecast(Buying, Spending);
        double now = Clock.Elapsed(purchases.LastDay);
        double start = Clock.Elapsed(from - 1) - now;
        double end = Clock.Elapsed(to) - now;
        double revenue = Inflow.Revenue(purchases.FirstDay, purchases.LastDay, to, Clock, Buying) - Inflow.Revenue(purchases.FirstDay, purchases.LastDay, from - 1, Clock, Buying);
        for (int i = 0; i < purchases.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (purchases.Identified(i) && purchases.Days(i) is { IsEmpty: false } days)
            {
                PurchaseHistory history = PurchasesUntil.History(days, purchases.LastDay, Clock);
                double expected = forecast.ExpectedPurchases(history, end) - (start > 0 ? forecast.ExpectedPurchases(history, start) : 0);
                revenue += expected * forecast.ExpectedAmount(PurchasesUntil.Value(purchases.Amounts(i)));
            }
        }

        return revenue;
    }

    private sealed class Halves(IProgress<double> whole)
    {
        public IProgress<double> First { get; } = new Part(whole, 0);

        public IProgress<double> Second { get; } = new Part(whole, 0.5);

        private sealed class Part(IProgress<double> whole, double from) : IProgress<double>
        {
            public void Report(double value) => whole.Report(from + (value / 2));
        }
    }
}
