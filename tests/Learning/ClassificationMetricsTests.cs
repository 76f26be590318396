using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class ClassificationMetricsTests
{
    [Fact]
    public void The_standard_error_of_the_log_loss_is_that_of_a_mean()
    {
        // Losses −log .5, −log .25, −log .75: their deviation over the root of three.
        double[] losses = [-Math.Log(0.5), -Math.Log(0.25), -Math.Log(0.75)];
        double deviation = Math.Sqrt(losses.Sum(loss => Math.Pow(loss - losses.Average(), 2)) / 2);

        ClassificationMetrics.LogLossStandardError([1, 1, 0], [0.5, 0.25, 0.25]).ShouldBe(deviation / Math.Sqrt(3), 1e-15);
        ClassificationMetrics.LogLossStandardError([1, 1], [0.5, 0.5]).ShouldBe(0);
        ClassificationMetrics.LogLossStandardError([1], [0.5]).ShouldBe(0);
    }

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

    /// <summary>roc_auc_score, average_precision_score, brier_score_loss and log_loss of scikit-learn 1.2.1 on the same rows, without and with sample_weight.</summary>
    [Fact]
    public void All_agree_with_scikit_learn_with_and_without_weights()
    {
        (double[] labels, double[] scores, double[] weights) = (LabelledScores.TwelveLabels, LabelledScores.TwelveScores, LabelledScores.TwelveWeights);

        ClassificationMetrics.RocAuc(labels, scores).ShouldBe(0.6666666666666666, 1e-15);
        ClassificationMetrics.AveragePrecision(labels, scores).ShouldBe(0.6770202020202021, 1e-15);
        ClassificationMetrics.Brier(labels, scores).ShouldBe(0.25187499999999996, 1e-15);
        ClassificationMetrics.LogLoss(labels, scores).ShouldBe(0.7028490478774801, 1e-15);
        ClassificationMetrics.RocAuc(labels, scores, weights).ShouldBe(0.6899313501144165, 1e-15);
        ClassificationMetrics.AveragePrecision(labels, scores, weights).ShouldBe(0.5952295162185188, 1e-15);
        ClassificationMetrics.Brier(labels, scores, weights).ShouldBe(0.21639344262295082, 1e-15);
        ClassificationMetrics.LogLoss(labels, scores, weights).ShouldBe(0.6083573606979893, 1e-15);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        double[] labels = [1, 0, 1, 0];
        double[] scores = [0.9, 0.7, 0.4, 0.4];
        double[] weights = [1, 2, 1, 0];
        foreach (Judge judge in new Judge[] { ClassificationMetrics.RocAuc, ClassificationMetrics.AveragePrecision, ClassificationMetrics.LogLoss, ClassificationMetrics.Brier })
        {
            judge(labels, scores, weights).ShouldBe(judge([1, 0, 0, 1], [0.9, 0.7, 0.7, 0.4], []), 1e-15);
        }
    }

    [Fact]
    public void Roc_auc_equals_the_share_of_ordered_pairs_whatever_the_ties()
    {
        Prop.ForAll(LabelledScores.Tied(), rows =>
        {
            double[] ones = [.. rows.Scores.Where((_, i) => rows.Labels[i] == 1)];
            double[] zeros = [.. rows.Scores.Where((_, i) => rows.Labels[i] == 0)];
            double pairs = ones.Sum(one => zeros.Sum(zero => one > zero ? 1 : one == zero ? 0.5 : 0));
            double expected = pairs / ((double)ones.Length * zeros.Length);
            return Math.Abs(ClassificationMetrics.RocAuc(rows.Labels, rows.Scores) - expected) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Metrics_do_not_depend_on_the_order_of_rows()
    {
        Prop.ForAll(LabelledScores.Tied(), rows =>
        {
            double[] labels = [.. rows.Labels.Reverse()];
            double[] scores = [.. rows.Scores.Reverse()];
            return ClassificationMetrics.RocAuc(rows.Labels, rows.Scores) == ClassificationMetrics.RocAuc(labels, scores)
                && ClassificationMetrics.AveragePrecision(rows.Labels, rows.Scores) == ClassificationMetrics.AveragePrecision(labels, scores);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Only_the_order_of_scores_matters_and_both_signs_turned_change_no_auc()
    {
        Prop.ForAll(LabelledScores.Tied(), rows =>
        {
            double[] stretched = [.. rows.Scores.Select(score => Math.Exp(3 * score) - 7)];
            double auc = ClassificationMetrics.RocAuc(rows.Labels, rows.Scores);
            return ClassificationMetrics.RocAuc(rows.Labels, stretched) == auc
                && ClassificationMetrics.AveragePrecision(rows.Labels, stretched) == ClassificationMetrics.AveragePrecision(rows.Labels, rows.Scores)
                && Lift.At(rows.Labels, stretched, 0.3) == Lift.At(rows.Labels, rows.Scores, 0.3)
                && Math.Abs(ClassificationMetrics.RocAuc([.. rows.Labels.Select(label => 1 - label)], [.. rows.Scores.Select(score => -score)]) - auc) < 1e-15;
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
        Should.Throw<ArgumentException>(() => ClassificationMetrics.RocAuc([1, 0], [0.1, 0.2], [1, -1])).Message.ShouldContain("Row 1 of weights");
        Should.Throw<ArgumentException>(() => ClassificationMetrics.RocAuc([1, 0], [0.1, 0.2], [1, 0])).Message.ShouldContain("Both classes");
    }

    private delegate double Judge(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights);
}
