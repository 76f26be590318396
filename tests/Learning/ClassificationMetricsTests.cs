using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class ClassificationMetricsTests
{
    [Fact]
    public void Roc_auc_counts_pairs()
    {
        // Pairs (1 above 0): .9>.8, .9>.1, .4<.8, .4>.1: three of four.
        ClassificationMetrics.RocAuc([1, 0, 1, 0], [0.9, 0.8, 0.4, 0.1]).ShouldBe(0.75);
        ClassificationMetrics.RocAuc([0, 1], [0.1, 0.9]).ShouldBe(1);
        ClassificationMetrics.RocAuc([1, 0], [0.1, 0.9]).ShouldBe(0);
    }

    [Fact]
    public void Tied_scores_count_half_in_roc_auc()
    {
        ClassificationMetrics.RocAuc([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]).ShouldBe(0.5);
        ClassificationMetrics.RocAuc([1, 0, 0], [0.5, 0.5, 0.1]).ShouldBe(0.75);
    }

    [Fact]
    public void Average_precision_takes_a_tie_as_one_step()
    {
        // Steps: {.9}: precision 1 for half the recall; {.5, .5}: 2 of 3 for the other half.
        ClassificationMetrics.AveragePrecision([1, 1, 0], [0.9, 0.5, 0.5]).ShouldBe(0.5 + (0.5 * 2 / 3), 1e-15);
        ClassificationMetrics.AveragePrecision([1, 0, 1, 0], [0.3, 0.3, 0.3, 0.3]).ShouldBe(0.5);
    }

    [Fact]
    public void Log_loss_and_brier_of_a_coin()
    {
        ClassificationMetrics.LogLoss([1, 0], [0.5, 0.5]).ShouldBe(Math.Log(2), 1e-15);
        ClassificationMetrics.Brier([1, 0], [0.5, 0.5]).ShouldBe(0.25);
    }

    [Fact]
    public void Being_surely_wrong_costs_much_but_not_infinity()
    {
        ClassificationMetrics.LogLoss([0], [1]).ShouldBeInRange(30, 40);
        ClassificationMetrics.LogLoss([1], [1]).ShouldBeInRange(0, 1e-15);
    }

    [Fact]
    public void Roc_auc_equals_the_share_of_ordered_pairs_whatever_the_ties()
    {
        Prop.ForAll(Labelled(), rows =>
        {
            double[] ones = [.. rows.Where(row => row.Label == 1).Select(row => row.Score)];
            double[] zeros = [.. rows.Where(row => row.Label == 0).Select(row => row.Score)];
            double pairs = ones.Sum(one => zeros.Sum(zero => one > zero ? 1 : one == zero ? 0.5 : 0));
            double expected = pairs / ((double)ones.Length * zeros.Length);
            return Math.Abs(ClassificationMetrics.RocAuc(Labels(rows), Scores(rows)) - expected) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Metrics_do_not_depend_on_the_order_of_rows()
    {
        Prop.ForAll(Labelled(), rows =>
        {
            (double Label, double Score)[] reversed = [.. rows.Reverse()];
            return ClassificationMetrics.RocAuc(Labels(rows), Scores(rows)) == ClassificationMetrics.RocAuc(Labels(reversed), Scores(reversed))
                && ClassificationMetrics.AveragePrecision(Labels(rows), Scores(rows)) == ClassificationMetrics.AveragePrecision(Labels(reversed), Scores(reversed));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Rows_that_cannot_be_judged_are_refused()
    {
        Should.Throw<ArgumentException>(() => ClassificationMetrics.RocAuc([], [])).Message.ShouldContain("no rows");
        Should.Throw<ArgumentException>(() => ClassificationMetrics.RocAuc([1, 1], [0.1, 0.2])).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentException>(() => ClassificationMetrics.AveragePrecision([1, 0], [0.1, double.NaN])).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => ClassificationMetrics.Brier([1, 0], [0.1])).Message.ShouldContain("labels");
        Should.Throw<ArgumentException>(() => ClassificationMetrics.LogLoss([1], [1.5])).Message.ShouldContain("between 0 and 1");
        Should.Throw<ArgumentException>(() => ClassificationMetrics.Brier([0.5], [0.5])).Message.ShouldContain("0 or 1");
    }

    /// <summary>Scores from so few values that ties are everywhere; one row of each class always there.</summary>
    private static Arbitrary<(double Label, double Score)[]> Labelled()
    {
        Gen<(double Label, double Score)> row = from label in Gen.Elements(0.0, 1.0) from score in Gen.Choose(0, 6) select (label, score / 6.0);
        return Arb.From(row.ArrayOf().Select(rows => rows.Append((0, 0.5)).Append((1, 0.5)).ToArray()));
    }

    private static double[] Labels((double Label, double Score)[] rows) => [.. rows.Select(row => row.Label)];

    private static double[] Scores((double Label, double Score)[] rows) => [.. rows.Select(row => row.Score)];
}
