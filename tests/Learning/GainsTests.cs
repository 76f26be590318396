using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;
using static Clientele.Tests.Learning.LabelledScores;

namespace Clientele.Tests.Learning;

public class GainsTests
{
    [Fact]
    public void The_curve_has_a_point_per_distinct_score()
    {
        Gains.Curve(TenLabels, TenScores).ShouldBe(
        [
            new(0, 0), new(0.1, 0.25), new(0.2, 0.5), new(0.3, 0.5), new(0.5, 0.75), new(0.6, 0.75), new(0.9, 1), new(1, 1),
        ]);
    }

    [Fact]
    public void The_table_holds_equal_parts_and_shares_out_ties()
    {
        IReadOnlyList<GainsPart> table = Gains.Table(TenLabels, TenScores, parts: 5);

        table.Select(part => part.Part).ShouldBe([1, 2, 3, 4, 5]);
        table.ShouldAllBe(part => part.Rows == 2);
        table.Select(part => part.LowestScore).ShouldBe([0.8, 0.6, 0.4, 0.3, 0.1]);

        // The tie of .6 lies half in the second part; the one of .3 two thirds in the fourth.
        double[] responders = [2, 0.5, 0.5, 2.0 / 3, 1.0 / 3];
        for (int i = 0; i < 5; i++)
        {
            table[i].Responders.ShouldBe(responders[i], 1e-12);
            table[i].Rate.ShouldBe(responders[i] / 2, 1e-12);
            table[i].Lift.ShouldBe(responders[i] / 2 / 0.4, 1e-12);
            table[i].CumulativeGain.ShouldBe(responders.Take(i + 1).Sum() / 4, 1e-12);
            table[i].CumulativeLift.ShouldBe(responders.Take(i + 1).Sum() / (2 * (i + 1)) / 0.4, 1e-12);
        }
    }

    [Fact]
    public void The_table_agrees_with_lift_at_each_share_and_adds_up_whatever_the_ties()
    {
        Prop.ForAll(Tied(), Arb.From(Gen.Choose(1, 12)), (rows, parts) =>
        {
            IReadOnlyList<GainsPart> table = Gains.Table(rows.Labels, rows.Scores, parts);
            return Math.Abs(table.Sum(part => part.Responders) - rows.Labels.Sum()) < 1e-9
                && Math.Abs(table.Sum(part => part.Rows) - rows.Labels.Length) < 1e-9
                && table[^1].CumulativeGain == 1
                && table.All(part => Math.Abs(part.CumulativeLift - Lift.At(rows.Labels, rows.Scores, (double)part.Part / parts)) < 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_area_under_the_curve_is_that_of_the_roc_curve_rescaled()
    {
        // Area under gains = base rate / 2 + (1 − base rate) · AUC.
        Prop.ForAll(Tied(), rows =>
        {
            IReadOnlyList<GainPoint> curve = Gains.Curve(rows.Labels, rows.Scores);
            double area = curve.Zip(curve.Skip(1), (a, b) => (b.Share - a.Share) * (a.Gain + b.Gain) / 2).Sum();
            double rate = rows.Labels.Average();
            return Math.Abs(area - ((rate / 2) + ((1 - rate) * ClassificationMetrics.RocAuc(rows.Labels, rows.Scores)))) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_has_no_gains_is_refused()
    {
        Should.Throw<ArgumentException>(() => Gains.Curve([0, 0], [0.1, 0.2]));
        Should.Throw<ArgumentOutOfRangeException>(() => Gains.Table([0, 1], [0.1, 0.2], parts: 0));
    }
}
