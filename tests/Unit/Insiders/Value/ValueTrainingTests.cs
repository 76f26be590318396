using Clientele.Insiders;

namespace Clientele.Unit.Insiders.Value;

public class ValueTrainingTests
{
    private static readonly ValueOptions Options = new();

    /// <summary>Two years whose first three quarters are like each other and whose last is twice as busy.</summary>
    private static double Autumn(int day) => day % 365 is > 250 and < 350 ? 2 : 1;

    [Fact]
    public void Simulated_customers_are_recovered()
    {
        ValueModel model = ValueTraining.Fit(Shop.Simulate(4_000, 365, seed: 1), Options);

        // Days are whole and the clock is estimated, too: half a standard error is left for that.
        model.Spending!.P.ShouldBe(Shop.P, 3.5 * model.Spending.StandardErrors[0]);
        model.Spending.Q.ShouldBe(Shop.Q, 3.5 * model.Spending.StandardErrors[1]);
        model.Spending.Gamma.ShouldBe(Shop.Gamma, 3.5 * model.Spending.StandardErrors[2]);
        model.Buying!.R.ShouldBe(1, 3.5 * model.Buying.StandardErrors[0]);
        model.Buying.Alpha.ShouldBe(Shop.Alpha, 3.5 * model.Buying.StandardErrors[1]);
        (model.Buying.A / (model.Buying.A + model.Buying.B)).ShouldBe(1 / (1 + Shop.B), 0.02);
        model.Method.ShouldBe(ForecastMethod.Model);
        model.Note.ShouldBeNull();
    }

    [Fact]
    public void Intervals_of_customers_cover_what_they_do_next()
    {
        PurchaseTable whole = Shop.Simulate(4_000, 365 + 90, seed: 2);
        PurchaseTable known = Shop.Until(whole, whole.LastDay - 90);
        ValueModel model = ValueTraining.Fit(known, Options);
        var after = Enumerable.Range(0, whole.Count).ToDictionary(i => whole.Ids[i]);
        (int busy, int above, int below, int covered, int more) = (0, 0, 0, 0, 0);
        (double expected, double spent) = (0, 0);
        for (int i = 0; i < known.Count; i++)
        {
            if (!known.Identified[i])
            {
                continue;
            }

            ExpectedValue value = model.Of(known.Days(i), known.Amounts(i)).In90;
            int bought = whole.Days(after[known.Ids[i]]).Length - known.Days(i).Length;
            double revenue = Sum(whole.Amounts(after[known.Ids[i]])[known.Days(i).Length..]);
            above += bought > value.PurchasesHigh ? 1 : 0;
            below += bought < value.PurchasesLow ? 1 : 0;
            more++;
            (expected, spent) = (expected + value.Revenue, spent + revenue);
            if (value.Purchases > 2)
            {
                busy++;
                covered += revenue >= value.RevenueLow && revenue <= value.RevenueHigh ? 1 : 0;
            }
        }

        // Counts are steps and the level is in doubt, so intervals cover somewhat more than 80%; never less.
        ((double)above / more).ShouldBeLessThan(0.1);
        ((double)below / more).ShouldBeLessThan(0.1);
        busy.ShouldBeGreaterThan(200);
        ((double)covered / busy).ShouldBeInRange(0.78, 0.95);
        expected.ShouldBe(spent, 0.12 * spent);
    }

    [Fact]
    public void A_high_season_that_was_seen_once_is_forecast_the_next_time()
    {
        PurchaseTable shop = Shop.Simulate(6_000, 730, seed: 3, Autumn);
        ForecastHoldout holdout = ForecastHoldouts.Of(shop, DateOnly.FromDayNumber(Shop.FirstDay + 365 + 250), 90, Options);

        holdout.Naive.ShouldBeLessThan(0.6 * holdout.Actual);
        // Seen once, a season is half believed: the forecast goes most of the way, and not beyond.
        holdout.Model.ShouldBeInRange(0.7 * holdout.Actual, 1.1 * holdout.Actual);
        holdout.PitDistance!.Value.ShouldBeLessThan(0.08);
    }

    [Fact]
    public void The_clock_runs_as_fast_as_the_season_that_was_there_and_goes_on_with_it()
    {
        PurchaseTable shop = Shop.Simulate(6_000, 730, seed: 3, Autumn);
        SeasonalClock clock = ValueTraining.Fit(shop, Options).Clock;
        double Mean(int from, int to) => Enumerable.Range(from, to - from).Average(day => clock.FactorOf(Shop.FirstDay + day));

        (Mean(270, 330) / Mean(60, 200)).ShouldBeInRange(1.6, 2.4);
        (Mean(730 + 270, 730 + 330) / Mean(730 + 60, 730 + 200)).ShouldBeInRange(1.6, 2.4);
        Mean(730 + 365 + 365, 730 + 365 + 365 + 100).ShouldBe(Mean(730 + 365 + 1, 730 + 365 + 101), 0.05);
    }

    [Fact]
    public void Nothing_after_the_cut_is_known_to_the_forecast()
    {
        PurchaseTable shop = Shop.Simulate(1_500, 365, seed: 4);
        int cut = Shop.FirstDay + 250;
        ForecastHoldout one = ForecastHoldouts.Of(shop, DateOnly.FromDayNumber(cut), 90, Options);
        ForecastHoldout other = ForecastHoldouts.Of(Shop.Until(shop, cut, later: 100), DateOnly.FromDayNumber(cut), 90, Options);

        other.Model.ShouldBe(one.Model);
        other.Naive.ShouldBe(one.Naive);
        other.PitDistance.ShouldBe(one.PitDistance);
        other.Actual.ShouldBeGreaterThan(50 * one.Actual);
    }

    [Fact]
    public void A_forecast_of_days_that_the_table_does_not_have_is_refused()
    {
        PurchaseTable shop = Shop.Simulate(300, 120, seed: 5);

        Should.Throw<ArgumentOutOfRangeException>(() => ForecastHoldouts.Of(shop, DateOnly.FromDayNumber(shop.LastDay - 10), 11, Options));
        Should.Throw<ArgumentOutOfRangeException>(() => ForecastHoldouts.Of(shop, DateOnly.FromDayNumber(shop.FirstDay - 1), 11, Options));
    }

    [Fact]
    public void The_method_with_the_least_mean_absolute_error_wins_and_an_unanswered_season_does_not()
    {
        static ForecastHoldout Of(double model, double naive, double? seasonal) => new(new DateOnly(2020, 1, 1), 90, 100, model, naive, seasonal, null);

        ValueTraining.Best([]).ShouldBe(ForecastMethod.Model);
        ValueTraining.Best([Of(90, 80, 99), Of(100, 120, null)]).ShouldBe(ForecastMethod.Model);
        ValueTraining.Best([Of(90, 80, 99), Of(90, 120, 101)]).ShouldBe(ForecastMethod.Seasonal);
        ValueTraining.Best([Of(90, 95, 80), Of(110, 95, 120)]).ShouldBe(ForecastMethod.Naive);
    }

    [Fact]
    public void The_same_table_gives_the_same_bytes_and_progress_ends_at_one()
    {
        PurchaseTable shop = Shop.Simulate(2_000, 365, seed: 6);
        var seen = new List<double>();
        BinaryData one = ValueTraining.Fit(shop, Options, new Told(seen)).ToJson();

        ValueTraining.Fit(shop, Options).ToJson().ToArray().ShouldBe(one.ToArray());
        seen[^1].ShouldBe(1);
        seen.ShouldBe(seen.Order());
        Should.Throw<OperationCanceledException>(() => ValueTraining.Fit(shop, Options, null, new CancellationToken(true)));
    }

    [Fact]
    public void A_sample_of_the_customers_gives_nearly_the_same_model()
    {
        PurchaseTable shop = Shop.Simulate(6_000, 365, seed: 7);
        ValueModel all = ValueTraining.Fit(shop, Options);
        ValueModel some = ValueTraining.Fit(shop, Options with { MostFitted = 2_000 });

        some.Buying!.R.ShouldBe(all.Buying!.R, 3 * some.Buying.StandardErrors[0]);
        some.Buying.R.ShouldNotBe(all.Buying.R);
        some.Inflow.Newcomers.ShouldBe(all.Inflow.Newcomers, 0.1 * all.Inflow.Newcomers);
    }

    public static TheoryData<string> OddTables => new("nobody known", "one customer", "one day", "nothing paid", "all the same", "too short", "far apart");

    [Theory]
    [MemberData(nameof(OddTables))]
    public void Odd_tables_give_a_forecast_and_say_so(string kind)
    {
        PurchaseTable table = kind switch
        {
            "nobody known" => Shop.Table(100, 300, ("invoice-1", [(100, 5)]), ("invoice-2", [(300, 5)])),
            "one customer" => Shop.Table(100, 300, ("a", [(100, 5), (200, 6), (299, 7)])),
            "one day" => Shop.Table(100, 100, [.. Enumerable.Range(0, 300).Select(i => ($"c{i}", new[] { (100, 5.0 + i), (100, 6.0) }))]),
            "nothing paid" => Shop.Table(100, 300, [.. Enumerable.Range(0, 300).Select(i => ($"c{i}", new[] { (100 + (i / 3), 0.0), (250, 0.0) }))]),
            "all the same" => Shop.Table(100, 300, [.. Enumerable.Range(0, 300).Select(i => ($"c{i}", new[] { (100, 10.0), (200, 10.0) }))]),
            "too short" => Shop.Simulate(1_000, 50, seed: 8),
            _ => Shop.Table(0, 700_000, ("a", [(0, 1), (700_000, 2)]), ("b", [(0, 1)])),
        };
        ValueModel model = ValueTraining.Fit(table, Options);

        model.Method.ShouldBe(ForecastMethod.Naive);
        model.Note!.Es.ShouldNotBeNullOrEmpty();
        model.Buying.ShouldBeNull();
        ValueModel.FromJson(model.ToJson()).Method.ShouldBe(ForecastMethod.Naive);
        CustomerValue value = model.Of(table.Days(0), table.Amounts(0));
        new[] { value.In30, value.In90, value.In180 }.ShouldAllBe(each =>
            each.PurchasesLow <= each.Purchases && each.Purchases <= each.PurchasesHigh && each.RevenueLow <= each.Revenue && each.Revenue <= each.RevenueHigh);
    }

    [Fact]
    public void Customers_who_all_do_the_same_still_give_finite_numbers()
    {
        PurchaseTable table = Shop.Table(0, 299, [.. Enumerable.Range(0, 300).Select(i => ($"c{i}", new[] { (i / 3, 10.0), (150 + (i / 3), 10.0 + (i % 2)) }))]);
        ValueModel model = ValueTraining.Fit(table, Options);
        ExpectedValue value = model.Of(table.Days(7), table.Amounts(7)).In180;

        new[] { value.Purchases, value.Revenue, value.RevenueLow, value.RevenueHigh }.ShouldAllBe(number => double.IsFinite(number) && number >= 0);
        RevenueForecast.Months(table, model).ShouldAllBe(month => double.IsFinite(month.High) && month.Low <= month.High);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private sealed class Told(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }
}
