using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;
using static Clientele.Tests.Learning.LabelledScores;

namespace Clientele.Tests.Learning;

public class CutoffMetricsTests
{
    [Fact]
    public void A_cut_off_chooses_the_rows_at_it_and_above()
    {
        CutoffMetrics at = CutoffMetrics.At(TenLabels, TenScores, 0.6);

        at.Contacts.ShouldBe(5);
        at.Responses.ShouldBe(3);
        at.Precision.ShouldBe(0.6);
        at.Recall.ShouldBe(0.75);
        at.Specificity.ShouldBe(4 / 6.0);
        at.F1.ShouldBe(2 * 3 / 9.0, 1e-15);
        at.Profit(3, 11).ShouldBe(18);
        at.ReturnOnInvestment(3, 11).ShouldBe(1.2, 1e-15);
        CutoffMetrics.At(TenLabels, TenScores, 0.61).Contacts.ShouldBe(3);
    }

    [Fact]
    public void A_cut_off_above_all_chooses_nobody_and_one_below_all_everybody()
    {
        CutoffMetrics nobody = CutoffMetrics.At(TenLabels, TenScores, 0.95);
        (nobody.Contacts, nobody.Precision, nobody.Recall, nobody.Specificity, nobody.F1, nobody.ReturnOnInvestment(3, 11)).ShouldBe((0, 0, 0, 1, 0, 0));

        CutoffMetrics everybody = CutoffMetrics.At(TenLabels, TenScores, 0);
        (everybody.Contacts, everybody.Precision, everybody.Recall, everybody.Specificity).ShouldBe((10, 0.4, 1, 0));
    }

    [Fact]
    public void The_largest_cut_off_with_a_recall_takes_its_whole_tie()
    {
        CutoffMetrics.WithRecall(TenLabels, TenScores, 0.5).Cutoff.ShouldBe(0.8);
        CutoffMetrics.WithRecall(TenLabels, TenScores, 0.51).Cutoff.ShouldBe(0.6);
        CutoffMetrics.WithRecall(TenLabels, TenScores, 0.51).Recall.ShouldBe(0.75);
        CutoffMetrics.WithRecall(TenLabels, TenScores, 1).Cutoff.ShouldBe(0.3);
    }

    [Fact]
    public void A_recall_that_is_just_reached_is_reached()
    {
        // 0.55 · 100 is a little above 55 in doubles.
        double[] labels = [.. Enumerable.Repeat(1.0, 100), 0];
        double[] scores = [.. Enumerable.Range(0, 101).Select(i => 1 - (i / 1000.0))];
        CutoffMetrics.WithRecall(labels, scores, 0.55).Responses.ShouldBe(55);
    }

    [Fact]
    public void The_smallest_cut_off_with_a_precision_looks_past_dips()
    {
        // Precision from the top: 1, 1, 2/3, 3/5, 3/6, 4/9, 4/10.
        Precise(0.6).Cutoff.ShouldBe(0.6);
        Precise(0.65).Cutoff.ShouldBe(0.7);
        Precise(1).Cutoff.ShouldBe(0.8);
        Precise(0.4).Cutoff.ShouldBe(0.1);

        // The best-scored row fails, yet lower down half respond.
        CutoffMetrics.TryWithPrecision([0, 1, 0], [0.9, 0.5, 0.1], 0.5, out CutoffMetrics? dip).ShouldBeTrue();
        dip!.Cutoff.ShouldBe(0.5);
        CutoffMetrics.TryWithPrecision([0, 1, 0], [0.9, 0.5, 0.1], 0.6, out CutoffMetrics? none).ShouldBeFalse();
        none.ShouldBeNull();

        static CutoffMetrics Precise(double precision)
        {
            CutoffMetrics.TryWithPrecision(TenLabels, TenScores, precision, out CutoffMetrics? metrics).ShouldBeTrue();
            return metrics!;
        }
    }

    [Fact]
    public void The_cut_offs_found_are_those_that_trying_all_scores_finds()
    {
        Prop.ForAll(Tied(), Arb.From(Gen.Choose(1, 20)), (rows, twentieths) =>
        {
            double share = twentieths / 20.0;
            CutoffMetrics[] all = [.. rows.Scores.Distinct().Select(score => CutoffMetrics.At(rows.Labels, rows.Scores, score))];
            CutoffMetrics? smallest = all.Where(each => each.Precision >= share).MinBy(each => each.Cutoff);
            CutoffMetrics.TryWithPrecision(rows.Labels, rows.Scores, share, out CutoffMetrics? precise);
            return precise == smallest && CutoffMetrics.WithRecall(rows.Labels, rows.Scores, share) == all.Where(each => each.Recall >= share).MaxBy(each => each.Cutoff);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        CutoffMetrics.At([1, 1, 0, 0, 1], [0.9, 0.9, 0.8, 0.1, 0.1], 0.5).ShouldBe(CutoffMetrics.At([1, 0, 0, 1], [0.9, 0.8, 0.1, 0.1], 0.5, [2, 1, 1, 1]));
    }

    [Fact]
    public void Questions_without_an_answer_are_refused()
    {
        Should.Throw<ArgumentException>(() => CutoffMetrics.At([1, 1], [0.1, 0.2], 0.1)).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentOutOfRangeException>(() => CutoffMetrics.At([1, 0], [0.1, 0.2], double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => CutoffMetrics.WithRecall([1, 0], [0.1, 0.2], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => CutoffMetrics.TryWithPrecision([1, 0], [0.1, 0.2], 1.5, out _));
    }
}
