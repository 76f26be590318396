using Clientele.Insiders;

namespace Clientele.Unit.Insiders.Value;

public class RevenueForecastTests
{
    private static readonly PurchaseTable Table = Shop.Simulate(2_500, 380, seed: 21);
    private static readonly ValueModel Model = ValueTraining.Fit(Table, new());

    [Fact]
    public void Months_run_from_the_first_of_the_history_to_six_after_its_last()
    {
        IReadOnlyList<MonthRevenue> months = RevenueForecast.Months(Table, Model);
        var last = DateOnly.FromDayNumber(Table.LastDay);

        months[0].Month.ShouldBe(new DateOnly(2020, 1, 1));
        months[0].Whole.ShouldBeFalse();
        months[1].Whole.ShouldBeTrue();
        months.Count.ShouldBe(13 + 6);
        months.Sum(month => month.Seen).ShouldBe(Enumerable.Range(0, Table.Count).Sum(i => Table.Amounts(i).ToArray().Sum()), 1e-6);
        MonthRevenue running = months.Single(month => month.Month == new DateOnly(last.Year, last.Month, 1));
        running.Whole.ShouldBeFalse();
        running.Seen.ShouldBeGreaterThan(0);
        running.Expected.ShouldBeGreaterThan(0);
        foreach (MonthRevenue month in months)
        {
            (month.Month > last ? month.Seen : 0).ShouldBe(0);
            month.Low.ShouldBeLessThanOrEqualTo(month.Seen + month.Expected);
            month.High.ShouldBeGreaterThanOrEqualTo(month.Seen + month.Expected);
            (month.High > month.Low).ShouldBe(month.Expected > 0);
        }
    }

    [Fact]
    public void A_group_is_part_of_everybody_and_groups_add_up_to_known_customers()
    {
        bool[] one = [.. Enumerable.Range(0, Table.Count).Select(i => i % 3 == 0)];
        bool[] rest = [.. one.Select(member => !member)];
        bool[] all = [.. one.Select(_ => true)];
        IReadOnlyList<MonthRevenue> ofOne = RevenueForecast.Months(Table, one, Model);
        IReadOnlyList<MonthRevenue> ofRest = RevenueForecast.Months(Table, rest, Model);
        IReadOnlyList<MonthRevenue> ofAll = RevenueForecast.Months(Table, all, Model);
        IReadOnlyList<MonthRevenue> everybody = RevenueForecast.Months(Table, Model);

        for (int i = 0; i < ofAll.Count; i++)
        {
            (ofOne[i].Expected + ofRest[i].Expected).ShouldBe(ofAll[i].Expected, 1e-6);
            ofAll[i].Seen.ShouldBe(everybody[i].Seen, 1e-6);
            (everybody[i].Expected - ofAll[i].Expected > 1).ShouldBe(everybody[i].Expected > 0);
        }

        // A single customer is far less sure than all together.
        bool[] single = [.. one.Select((_, i) => i == 3)];
        MonthRevenue alone = RevenueForecast.Months(Table, single, Model)[^1];
        ((alone.High - alone.Low) / alone.Expected).ShouldBeGreaterThan(2 * (ofAll[^1].High - ofAll[^1].Low) / ofAll[^1].Expected);
        Should.Throw<ArgumentException>(() => RevenueForecast.Months(Table, new bool[3], Model));
    }

    [Fact]
    public void Intervals_cover_the_months_of_even_shops()
    {
        (int covered, int months) = (0, 0);
        for (int seed = 1; seed <= 6; seed++)
        {
            PurchaseTable whole = Shop.Simulate(1_500, 460, seed);
            PurchaseTable known = Shop.Until(whole, new DateOnly(2020, 12, 31).DayNumber);
            ValueModel model = ValueTraining.Fit(known, new());
            foreach ((MonthRevenue forecast, MonthRevenue seen) in RevenueForecast.Months(known, model, 3).Zip(RevenueForecast.Months(whole, model, 0)).TakeLast(3))
            {
                forecast.Month.ShouldBe(seen.Month);
                covered += seen.Seen >= forecast.Low && seen.Seen <= forecast.High ? 1 : 0;
                months++;
            }
        }

        // Even shops have less to doubt than the course of the seasons must allow for: more than 80% is right, less is not.
        months.ShouldBe(18);
        covered.ShouldBeGreaterThanOrEqualTo(15);
    }

    [Fact]
    public void Without_a_model_months_are_as_the_days_before()
    {
        PurchaseTable table = Shop.Table(0, 30, ("a", [(0, 31), (10, 31)]), ("invoice-1", [(20, 31)]));
        ValueModel model = ValueTraining.Fit(table, new());
        IReadOnlyList<MonthRevenue> everybody = RevenueForecast.Months(table, model, 2);
        IReadOnlyList<MonthRevenue> group = RevenueForecast.Months(table, [true, false], model, 2);

        everybody.Select(month => month.Seen).ShouldBe([93, 0, 0]);
        everybody[0].Whole.ShouldBeTrue();
        everybody[0].Expected.ShouldBe(0);
        everybody[1].Expected.ShouldBe(3 * 28, 1e-9);
        group[2].Expected.ShouldBe(2 * 31, 1e-9);
        everybody[2].Low.ShouldBeLessThan(60);
        everybody[2].High.ShouldBeGreaterThan(120);
    }
}
