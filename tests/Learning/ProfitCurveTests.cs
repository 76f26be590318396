using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;
using static Clientele.Tests.Learning.LabelledScores;

namespace Clientele.Tests.Learning;

public class ProfitCurveTests
{
    [Fact]
    public void Profit_is_counted_at_every_distinct_score_from_nobody_to_everybody()
    {
        ProfitCurve curve = ProfitCurve.Of(TenLabels, TenScores, contactCost: 3, responseValue: 11);

        curve.Points.Select(point => point.Contacts).ShouldBe([0, 1, 2, 3, 5, 6, 9, 10]);
        curve.Points.Select(point => point.Responses).ShouldBe([0, 1, 2, 2, 3, 3, 4, 4]);
        curve.Points.Select(point => point.Profit).ShouldBe([0, 8, 16, 13, 18, 15, 17, 14]);
        curve.Points.Skip(1).Select(point => point.Cutoff).ShouldBe(TenScores.Distinct());
        curve.Points[4].ReturnOnInvestment.ShouldBe(18 / 15.0, 1e-15);
        curve.Best.ShouldBe(curve.Points[4]);
        curve.BreakEven.ShouldBe(3 / 11.0);
    }

    [Fact]
    public void Where_no_contact_pays_nobody_is_contacted()
    {
        ProfitCurve curve = ProfitCurve.Of([0, 1, 0, 0, 0], [1, 0.5, 0.4, 0.2, 0], contactCost: 3, responseValue: 4);

        curve.Best.Contacts.ShouldBe(0);
        curve.Best.Profit.ShouldBe(0);
        curve.Best.ReturnOnInvestment.ShouldBe(0);

        // Its cut-off is above every score and still a number that can be stored.
        curve.Best.Cutoff.ShouldBeGreaterThan(1);
        curve.Best.Cutoff.ShouldBeLessThan(1.0001);
    }

    [Fact]
    public void Equal_profit_with_fewer_contacts_is_better()
    {
        ProfitCurve.Of([1, 0, 1], [0.9, 0.5, 0.5], contactCost: 1, responseValue: 2).Best.Contacts.ShouldBe(1);
    }

    [Fact]
    public void Every_point_is_what_its_cut_off_chooses_and_none_beats_the_best()
    {
        Prop.ForAll(Tied(), rows =>
        {
            ProfitCurve curve = ProfitCurve.Of(rows.Labels, rows.Scores, 3, 11);
            return curve.Points.All(point =>
            {
                CutoffMetrics at = CutoffMetrics.At(rows.Labels, rows.Scores, point.Cutoff);
                return at.Contacts == point.Contacts && at.Profit(3, 11) == point.Profit && at.ReturnOnInvestment(3, 11) == point.ReturnOnInvestment
                    && point.Profit <= curve.Best.Profit;
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Calibrated_probabilities_pay_most_near_the_break_even()
    {
        (double[] labels, double[] probabilities) = Honest(20_000, seed: 3);
        ProfitCurve curve = ProfitCurve.Of(labels, probabilities, 3, 11);

        curve.Best.Cutoff.ShouldBe(curve.BreakEven, 0.05);
    }

    [Fact]
    public void Weights_count_as_rows_and_costs_must_be_above_0()
    {
        ProfitCurve curve = ProfitCurve.Of([1, 0, 1], [0.9, 0.5, 0.1], 1, 3, [2, 3, 0]);
        curve.Points.Select(point => (point.Contacts, point.Profit)).ShouldBe([(0, 0), (2, 4), (5, 1)]);

        Should.Throw<ArgumentOutOfRangeException>(() => ProfitCurve.Of([1], [0.5], 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => ProfitCurve.Of([1], [0.5], 1, double.NaN));
    }
}
