using Clientele.Learning;
using static Clientele.Tests.Learning.LabelledScores;

namespace Clientele.Tests.Learning;

public class BootstrapIntervalTests
{
    private static readonly double[] Spread = [0.02, 0.05, 0.1, 0.12, 0.2, 0.25, 0.3, 0.5, 0.9, 0.95];

    /// <summary>
    /// scipy.stats.bootstrap (SciPy 1.10.1) of the mean, 200,000 resamples, standard error 0.10204. The tolerance is the noise of our 20,000.
    /// </summary>
    [Theory]
    [InlineData(BootstrapMethod.Percentile, 0.156, 0.552)]
    [InlineData(BootstrapMethod.BiasCorrectedAccelerated, 0.176, 0.590)]
    public void It_agrees_with_scipy_on_a_skewed_mean(BootstrapMethod method, double lower, double upper)
    {
        var options = new BootstrapOptions { Resamples = 20_000, Method = method, Seed = 1 };
        BootstrapInterval interval = BootstrapInterval.Of(new double[10], Spread, [], Mean, options);

        interval.Estimate.ShouldBe(0.339, 1e-12);
        interval.Lower.ShouldBe(lower, 0.006);
        interval.Upper.ShouldBe(upper, 0.006);
        interval.StandardError.ShouldBe(0.10204, 0.002);
    }

    [Theory]
    [InlineData(BootstrapMethod.Percentile)]
    [InlineData(BootstrapMethod.BiasCorrectedAccelerated)]
    public void The_number_of_threads_changes_no_bit_and_the_seed_does(BootstrapMethod method)
    {
        (double[] labels, double[] scores) = Honest(300, seed: 2);
        var options = new BootstrapOptions { Resamples = 200, Method = method, Seed = 4, Threads = 1 };
        BootstrapInterval one = BootstrapInterval.Of(labels, scores, [], Auc, options);

        BootstrapInterval.Of(labels, scores, [], Auc, options with { Threads = 7 }).ShouldBe(one);
        BootstrapInterval.Of(labels, scores, [], Auc, options with { Threads = 0 }).ShouldBe(one);
        BootstrapInterval.Of(labels, scores, [], Auc, options with { Seed = 5 }).ShouldNotBe(one);
        one.Estimate.ShouldBe(ClassificationMetrics.RocAuc(labels, scores));
        one.Lower.ShouldBeLessThan(one.Estimate);
        one.Upper.ShouldBeGreaterThan(one.Estimate);
    }

    [Fact]
    public void Strata_keep_the_number_of_each_class()
    {
        (double[] labels, double[] scores) = Honest(100, seed: 9);
        var options = new BootstrapOptions { Resamples = 50, Stratified = true };

        BootstrapInterval.Of(labels, scores, [], (drawn, _) => Sum(drawn), options).ShouldBe(new BootstrapInterval(labels.Sum(), labels.Sum(), labels.Sum(), 0));
        BootstrapInterval.Of(labels, scores, [], (drawn, _) => Sum(drawn), options with { Stratified = false }).StandardError.ShouldBe(5, 1.5);
    }

    [Fact]
    public void Rows_of_a_group_are_drawn_together()
    {
        // Ten groups of ten equal rows say as much as ten rows: the mean of 100 rows apart would look three times as sure.
        double[] scores = [.. Spread.SelectMany(score => Enumerable.Repeat(score, 10))];
        long[] groups = [.. Enumerable.Range(0, 100).Select(i => (long)(i / 10))];
        var options = new BootstrapOptions { Resamples = 2000, Seed = 3 };

        BootstrapInterval.Of(new double[100], scores, groups, Mean, options).ShouldBe(
            BootstrapInterval.Of(new double[10], Spread, [], Mean, options), new CloseIntervals());
        BootstrapInterval.Of(new double[100], scores, [], Mean, options).StandardError.ShouldBe(0.10204 / Math.Sqrt(10), 0.003);
    }

    [Fact]
    public void Stratified_groups_are_drawn_by_whether_someone_in_them_responds()
    {
        double[] labels = [1, 0, 1, 0, 0, 0, 0];
        long[] groups = [7, 7, 8, 9, 9, 10, 11];
        var options = new BootstrapOptions { Resamples = 100, Stratified = true };
        BootstrapInterval responders = BootstrapInterval.Of(labels, new double[7], groups, (drawn, _) => Sum(drawn), options);

        responders.ShouldBe(new BootstrapInterval(2, 2, 2, 0));
    }

    [Fact]
    public void A_resample_without_a_class_is_drawn_again()
    {
        double[] labels = [1, 0, 0, 0];
        double[] scores = [0.9, 0.1, 0.95, 0.3];
        BootstrapInterval interval = BootstrapInterval.Of(labels, scores, [], Auc, new BootstrapOptions { Resamples = 300, Method = BootstrapMethod.BiasCorrectedAccelerated });

        interval.Estimate.ShouldBe(2 / 3.0);
        interval.Lower.ShouldBeInRange(0, 2 / 3.0);
        interval.Upper.ShouldBe(1);
    }

    [Fact]
    public void The_interval_holds_the_truth_about_as_often_as_it_says()
    {
        int held = 0;
        for (int i = 0; i < 100; i++)
        {
            (double[] labels, double[] scores) = Honest(80, seed: 100 + i);
            BootstrapInterval interval = BootstrapInterval.Of(labels, scores, [], (drawn, _) => Sum(drawn) / drawn.Length, new BootstrapOptions { Resamples = 200, Confidence = 0.9, Seed = i });
            held += interval.Lower <= 0.5 && interval.Upper >= 0.5 ? 1 : 0;
        }

        held.ShouldBeInRange(80, 98);
    }

    [Fact]
    public void What_cannot_be_judged_is_refused()
    {
        var options = new BootstrapOptions { Resamples = 5 };
        Should.Throw<ArgumentException>(() => BootstrapInterval.Of([1, 0], [0.1], [], Auc, options)).Message.ShouldContain("labels");
        Should.Throw<ArgumentException>(() => BootstrapInterval.Of([1, 0], [0.1, 0.2], [1], Auc, options)).Message.ShouldContain("groups");
        Should.Throw<ArgumentException>(() => BootstrapInterval.Of([1, 0], [0.1, 0.2], [], (_, _) => double.NaN, options)).Message.ShouldContain("all rows");
        Should.Throw<ArgumentException>(() => BootstrapInterval.Of(new double[10], Spread, [], (_, scores) => scores.Contains(0.02) ? 1 : double.NaN, options))
            .Message.ShouldContain("resample");
        Should.Throw<ArgumentOutOfRangeException>(() => BootstrapInterval.Of([1, 0], [0.1, 0.2], [], Auc, options with { Resamples = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BootstrapInterval.Of([1, 0], [0.1, 0.2], [], Auc, options with { Confidence = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BootstrapInterval.Of([1, 0], [0.1, 0.2], [], Auc, options with { Threads = -1 }));
        Should.Throw<OperationCanceledException>(() => BootstrapInterval.Of([1, 0], [0.1, 0.2], [], Auc, options, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Several_metrics_at_once_have_the_intervals_that_each_has_alone()
    {
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
        double[] labels = [.. scores.Select(score => random.NextDouble() < score ? 1.0 : 0.0)];
        long[] groups = [.. Enumerable.Range(0, 120).Select(row => row / 2L)];
        var options = new BootstrapOptions { Resamples = 60, Seed = 9 };

        BootstrapInterval[] both = BootstrapInterval.OfMany(
            labels,
            scores,
            groups,
            (drawnLabels, drawn, values) =>
            {
                values[0] = Mean(drawnLabels, drawn);
                values[1] = Auc(drawnLabels, drawn);
            },
            2,
            options with { Threads = 3 });

        both.ShouldBe([BootstrapInterval.Of(labels, scores, groups, Mean, options), BootstrapInterval.Of(labels, scores, groups, Auc, options)]);
    }

    [Fact]
    public void Several_metrics_refuse_what_they_cannot_take()
    {
        ScoreMetrics zero = static (_, _, values) => values.Clear();
        var options = new BootstrapOptions { Resamples = 5 };

        Should.Throw<ArgumentException>(() => BootstrapInterval.OfMany([1, 0], [0.1, 0.2], [], zero, 1, options with { Method = BootstrapMethod.BiasCorrectedAccelerated }));
        Should.Throw<ArgumentOutOfRangeException>(() => BootstrapInterval.OfMany([1, 0], [0.1, 0.2], [], zero, 0, options));
        Should.Throw<ArgumentException>(() => BootstrapInterval.OfMany([1, 0], [0.1, 0.2], [], static (_, _, values) => values.Fill(double.NaN), 1, options))
            .Message.ShouldContain("resample");
    }

    private static double Auc(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores) => ClassificationMetrics.RocAuc(labels, scores);

    private static double Mean(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores) => Sum(scores) / scores.Length;

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private sealed class CloseIntervals : IEqualityComparer<BootstrapInterval>
    {
        public bool Equals(BootstrapInterval? x, BootstrapInterval? y) =>
            Math.Abs(x!.Estimate - y!.Estimate) < 1e-12 && Math.Abs(x.Lower - y.Lower) < 1e-12 && Math.Abs(x.Upper - y.Upper) < 1e-12;

        public int GetHashCode(BootstrapInterval obj) => 0;
    }
}
