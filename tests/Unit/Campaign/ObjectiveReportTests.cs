using Clientele.Campaign;
using Clientele.Schemas;

namespace Clientele.Tests.Campaign;

public class ObjectiveReportTests
{
    private static readonly Economics Costs = new(3, 11);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.05)]
    [InlineData(3, 0.2)]
    public void Intervals_hold_their_figures_and_figures_are_those_of_the_cut_off(int seed, double step)
    {
        Probabilities drawn = Probabilities.Draw(800, seed, step);
        Objectives chosen = Objectives.Choose(drawn.Labels, drawn.Values, Costs);

        ObjectiveReport report = Report(drawn, Costs, chosen);

        report.Objectives.Select(each => (each.Name, each.CutOff, each.Precision, each.Recall, each.Contacts, each.Profit, each.Note))
            .ShouldBe(chosen.All().Select(each => (each.Name, each.CutOff, each.Precision, each.Recall, each.Contacts, each.Profit, each.Note)));
        foreach (ObjectiveFigures each in report.Objectives)
        {
            each.Precision.ShouldBeInRange(each.PrecisionLow, each.PrecisionHigh);
            each.Recall.ShouldBeInRange(each.RecallLow, each.RecallHigh);
            each.Profit.ShouldBeInRange(each.ProfitLow, each.ProfitHigh);
            each.PrecisionLow.ShouldBeGreaterThanOrEqualTo(0);
            each.RecallHigh.ShouldBeLessThanOrEqualTo(1);
            each.Contacts.ShouldBe(drawn.Values.Count(p => p >= each.CutOff));
            each.ReturnOnInvestment.ShouldBe(each.Profit / (each.Contacts * 3.0));
        }

        report.Objectives[0].ProfitHigh.ShouldBeGreaterThan(report.Objectives[0].ProfitLow);
    }

    [Fact]
    public void Balanced_earns_at_least_what_contacting_everyone_above_break_even_does()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Probabilities drawn = Probabilities.Draw(500, seed);
            ObjectiveReport report = Report(drawn, Costs);

            report.BreakEven.ShouldBe(3.0 / 11);
            report.ContactsAtBreakEven.ShouldBe(drawn.Values.Count(p => p >= 3.0 / 11));
            double responses = Enumerable.Range(0, 500).Sum(i => drawn.Values[i] >= 3.0 / 11 ? drawn.Labels[i] : 0);
            report.ProfitAtBreakEven.ShouldBe((responses * 11) - (report.ContactsAtBreakEven * 3));
            report.Objectives[2].Profit.ShouldBeGreaterThanOrEqualTo(report.ProfitAtBreakEven);
        }
    }

    [Fact]
    public void The_same_customers_give_the_same_intervals_and_repeated_ones_wider_ones()
    {
        Probabilities drawn = Probabilities.Draw(400, 7);
        long[] pairs = [.. Enumerable.Range(0, 800).Select(i => i % 400L)];
        var twice = new Probabilities([.. drawn.Labels, .. drawn.Labels], [.. drawn.Values, .. drawn.Values]);
        Objectives chosen = Objectives.Choose(twice.Labels, twice.Values, Costs);

        ObjectiveReport alone = ObjectiveReport.Of(twice.Labels, twice.Values, [], Costs, chosen);
        ObjectiveReport together = ObjectiveReport.Of(twice.Labels, twice.Values, pairs, Costs, chosen);

        alone.Objectives.ShouldBe(ObjectiveReport.Of(twice.Labels, twice.Values, [], Costs, chosen).Objectives);
        (together.Objectives[0].ProfitHigh - together.Objectives[0].ProfitLow).ShouldBeGreaterThan(1.2 * (alone.Objectives[0].ProfitHigh - alone.Objectives[0].ProfitLow));
    }

    [Fact]
    public void Other_economics_and_rules_give_the_same_model_other_cut_offs()
    {
        ResponseModel model = ResponseTraining.Fit(SampleCustomers.Rows(400), new ResponseTrainingOptions(), null, default).Model;
        PricedResponse cheap = model.Price(new Economics(1, 11), new ObjectiveRules());
        PricedResponse costly = model.Price(new Economics(6, 11), new ObjectiveRules());
        PricedResponse thorough = model.Price(new Economics(1, 11), new ObjectiveRules { AggressiveRecall = 0.99, ModerateRecall = 0.5, FrugalPrecision = 0.9 });

        costly.Objectives.Balanced.CutOff.ShouldBeGreaterThan(cheap.Objectives.Balanced.CutOff);
        costly.Objectives.Aggressive.CutOff.ShouldBe(cheap.Objectives.Aggressive.CutOff);
        costly.Report.Objectives[0].Profit.ShouldBeLessThan(cheap.Report.Objectives[0].Profit);
        thorough.Objectives.Aggressive.CutOff.ShouldBeLessThan(cheap.Objectives.Aggressive.CutOff);
        thorough.Objectives.Moderate.CutOff.ShouldBeGreaterThan(cheap.Objectives.Moderate.CutOff);
        thorough.Objectives.Frugal.CutOff.ShouldBeGreaterThanOrEqualTo(cheap.Objectives.Frugal.CutOff);
        costly.Report.ShouldBeSameAs(costly.Report);
    }

    [Fact]
    public void A_campaign_without_any_profit_keeps_its_notes_and_has_a_loss_for_its_return()
    {
        ObjectiveReport report = Report(new Probabilities([0, 1, 0, 0, 0, 0], [0.9, 0.5, 0.4, 0.3, 0.3, 0.1]), new Economics(10, 11));

        report.Objectives[2].Note.ShouldNotBeNull().ShouldContain("loses least");
        report.Objectives[2].ReturnOnInvestment.ShouldBe(-9.0 / 20);
        report.Objectives[3].Note.ShouldNotBeNull().ShouldContain("most precise");
        report.ProfitAtBreakEven.ShouldBe(0);
        report.ContactsAtBreakEven.ShouldBe(0);
    }

    private static ObjectiveReport Report(Probabilities drawn, Economics economics, Objectives? chosen = null) =>
        ObjectiveReport.Of(drawn.Labels, drawn.Values, [], economics, chosen ?? Objectives.Choose(drawn.Labels, drawn.Values, economics));
}
