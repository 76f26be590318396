using System.Text;
using Clientele.Insiders;

namespace Clientele.Unit.Insiders.Value;

public class ValueModelTests
{
    private static readonly PurchaseTable Table = Shop.Simulate(2_000, 365, seed: 11);
    private static readonly ValueModel Model = ValueTraining.Fit(Table, new());

    [Fact]
    public void Saved_and_loaded_it_says_the_same()
    {
        ValueModel loaded = ValueModel.FromJson(Model.ToJson());

        loaded.ToJson().ToArray().ShouldBe(Model.ToJson().ToArray());
        for (int i = 0; i < 50; i++)
        {
            loaded.Of(Table.Days(i), Table.Amounts(i)).ShouldBe(Model.Of(Table.Days(i), Table.Amounts(i)));
        }
    }

    [Theory]
    [InlineData("\"clientele.value\"", "\"clientele.other\"")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2")]
    [InlineData("\"method\": \"Model\"", "\"method\": \"Guess\"")]
    [InlineData("\"r\": ", "\"r\": -")]
    [InlineData("\"newcomers\": ", "\"newcomers\": -")]
    [InlineData("\"origin\": 7", "\"origin\": 9")]
    [InlineData("\"buying\": {", "\"buying\": null, \"bought\": {")]
    [InlineData("\"horizons\": [", "\"horizons\": [0.1,")]
    [InlineData("\"factors\": [", "\"factors\": [-1,")]
    [InlineData("{", "")]
    public void A_broken_model_is_refused(string found, string replaced)
    {
        string json = Model.ToJson().ToString();
        int at = json.IndexOf(found, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, found);
        string broken = string.Concat(json.AsSpan(0, at), replaced, json.AsSpan(at + found.Length));

        Should.Throw<InvalidDataException>(() => ValueModel.FromJson(new BinaryData(Encoding.UTF8.GetBytes(broken))));
    }

    [Fact]
    public void A_customer_who_buys_often_and_lately_is_worth_more_than_one_who_stopped()
    {
        int end = Model.LastDay;
        int[] often = [.. Enumerable.Range(0, 10).Select(i => end - 90 + (10 * i))];
        CustomerValue buying = Model.Of(often, [.. often.Select(_ => 50.0)]);
        CustomerValue stopped = Model.Of([.. often.Select(day => day - 250)], [.. often.Select(_ => 50.0)]);
        CustomerValue spending = Model.Of(often, [.. often.Select(_ => 500.0)]);

        buying.Alive.ShouldBeGreaterThan(0.8);
        stopped.Alive.ShouldBeLessThan(0.05);
        buying.In90.Purchases.ShouldBeGreaterThan(20 * stopped.In90.Purchases);
        spending.In90.Revenue.ShouldBeGreaterThan(5 * buying.In90.Revenue);
        buying.In180.Purchases.ShouldBeGreaterThan(buying.In90.Purchases);
        buying.In90.Purchases.ShouldBeGreaterThan(buying.In30.Purchases);
    }

    [Fact]
    public void Expected_purchases_are_those_of_BgNbd_on_the_clock()
    {
        for (int i = 0; i < Table.Count; i += 97)
        {
            if (!Table.Identified[i])
            {
                continue;
            }

            double time = Model.Clock.Elapsed(Model.LastDay + 90) - Model.Clock.Elapsed(Model.LastDay);
            double expected = Model.Buying!.ExpectedPurchases(time, PurchasesUntil.History(Table.Days(i), Model.LastDay, Model.Clock));

            // Over the levels the mean bends a little downwards: a customer can stop but once.
            Model.Of(Table.Days(i), Table.Amounts(i)).In90.Purchases.ShouldBe(expected, 0.02 * expected);
        }
    }

    [Fact]
    public void Revenue_has_the_interval_that_draws_from_the_models_have()
    {
        int[] days = [.. Enumerable.Range(0, 12).Select(i => Model.LastDay - 130 + (11 * i))];
        double[] amounts = [.. days.Select(_ => 40.0)];
        ExpectedValue value = Model.Of(days, amounts).In180;
        var random = new Random(1);
        double time = Model.Clock.Elapsed(Model.LastDay + 180) - Model.Clock.Elapsed(Model.LastDay);
        double deviation = Model.Doubt.Horizons[2];
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ =>
        {
            double level = Math.Exp((deviation * Learning.NormalDistribution.InverseCdf(1 - random.NextDouble())) - (deviation * deviation / 2));
            int count = Model.Buying!.Simulate(random, time * level, PurchasesUntil.History(days, Model.LastDay, Model.Clock));
            return Model.Spending!.Simulate(random, count, PurchasesUntil.Value(amounts));
        }).Order()];

        value.Revenue.ShouldBe(draws.Average(), 0.02 * value.Revenue);
        value.RevenueLow.ShouldBe(draws[2_000], 0.05 * value.Revenue);
        value.RevenueHigh.ShouldBe(draws[18_000], 0.05 * draws[18_000]);
    }

    [Fact]
    public void Purchases_after_the_day_of_asking_do_not_count_and_before_the_first_there_is_nothing()
    {
        int day = Model.LastDay - 100;

        Model.Of([day - 30, day - 5, day + 3], [10, 20, 1_000], day).ShouldBe(Model.Of([day - 30, day - 5], [10, 20], day));
        Model.Of([day + 3], [10], day).ShouldBe(CustomerValue.None);
        Model.Of([], []).ShouldBe(CustomerValue.None);
        Should.Throw<ArgumentException>(() => Model.Of([day], []));
    }

    [Fact]
    public void A_later_day_than_the_models_is_valued_too()
    {
        int later = Model.LastDay + 1_500;
        CustomerValue value = Model.Of([later - 60, later - 2], [10, 20], later);

        value.In90.Purchases.ShouldBeInRange(0.5, 10);
    }

    [Fact]
    public void Who_buys_thousands_of_times_or_pays_nothing_gets_finite_numbers()
    {
        int[] days = [.. Enumerable.Range(0, 6_000).Select(i => Model.LastDay - 59 + (i / 100))];
        ExpectedValue many = Model.Of(days, [.. days.Select(_ => 1.0)]).In180;
        ExpectedValue free = Model.Of([Model.LastDay - 9, Model.LastDay], [0, 0]).In30;

        many.Purchases.ShouldBeInRange(4_096, 20_000);
        ((double)many.PurchasesLow).ShouldBeLessThan(many.Purchases);
        ((double)many.PurchasesHigh).ShouldBeGreaterThan(many.Purchases);
        many.RevenueHigh.ShouldBeInRange(many.Revenue, 3 * many.Revenue);
        free.Revenue.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_clock_runs_through_the_weeks_and_repeats_its_last_year()
    {
        var clock = new SeasonalClock(100, [.. Enumerable.Range(0, 60).Select(week => week < 30 ? 1.0 : 2.0)]);

        clock.Elapsed(99).ShouldBe(0);
        clock.Elapsed(106).ShouldBe(7);
        (clock.Elapsed(100 + 210) - clock.Elapsed(100 + 208)).ShouldBe(3);
        clock.FactorOf(100 + (7 * 60)).ShouldBe(clock.FactorOf(100 + (7 * 8)));
        clock.FactorOf(99).ShouldBe(clock.FactorOf(99 + 364));
        for (int day = -900; day < 2_000; day += 13)
        {
            (clock.Elapsed(day) - clock.Elapsed(day - 1)).ShouldBe(clock.FactorOf(day), 1e-9);
        }

        SeasonalClock.Even.Elapsed(10).ShouldBe(10);
        Should.Throw<InvalidDataException>(() => new SeasonalClock(0, [1, 0]));
    }
}
