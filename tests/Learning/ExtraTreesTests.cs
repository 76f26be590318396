using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class ExtraTreesTests
{
    [Fact]
    public void All_rows_are_learned_by_heart_with_thresholds_strictly_between_them()
    {
        var inputs = Matrix.FromRows([[1], [2], [4], [5]]);
        ForestModel model = ExtraTrees.Fit(inputs, [7, 7, 9, 9], [], new() { Task = ForestTask.Regression, Trees = 200 });

        model.Predict(inputs).ShouldBe([7, 7, 9, 9]);
        model.Trees.SelectMany(tree => tree.Thresholds.ToArray().Where((_, node) => tree.Features.Span[node] == 0)).ShouldAllBe(threshold => threshold >= 1 && threshold < 5);

        // Where a tree parts 2 from 4 is drawn evenly between them, once the first draw (from 1 to 5) has fallen there or a later one does.
        double[] across = [2.25, 2.5, 3, 3.5, 3.75];
        double[] smooth = [.. across.Select(value => model.Predict([value]))];
        smooth.ShouldBe(smooth.Order());
        smooth[2].ShouldBe(8, 0.25);
        smooth[0].ShouldBeLessThan(7.6);
        smooth[4].ShouldBeGreaterThan(8.4);
    }

    [Fact]
    public void A_threshold_never_falls_on_the_highest_value_even_between_neighbouring_doubles()
    {
        double next = Math.BitIncrement(1.0);
        ForestModel model = ExtraTrees.Fit(Matrix.FromRows([[1.0], [next]]), [0, 1], [], new() { Trees = 50 });

        model.Predict([1.0]).ShouldBe(0);
        model.Predict([next]).ShouldBe(1);
    }

    [Fact]
    public void Xor_is_learned()
    {
        var inputs = Matrix.FromRows([[0, 0], [0, 1], [1, 0], [1, 1]]);
        ExtraTrees.Fit(inputs, [0, 1, 1, 0], [], new() { Trees = 20 }).Predict(inputs).ShouldBe([0, 1, 1, 0]);
    }

    /// <summary>
    /// scikit-learn 1.2.1's ExtraTreesClassifier(100, min_samples_leaf=3) reaches .8609, .8605, .8652, .8666 with random_state 0 to 3 on these rows.
    /// The bounds are four of their standard deviations (.0030) around their mean.
    /// </summary>
    [Fact]
    public void It_ranks_new_rows_as_well_as_scikit_learn()
    {
        (Matrix inputs, double[] labels, Matrix fresh, double[] freshLabels) = ForestRows.Generated();
        ForestModel model = ExtraTrees.Fit(inputs, labels, [], new() { MinSamplesLeaf = 3 });

        ClassificationMetrics.RocAuc(freshLabels, model.Predict(fresh)).ShouldBe(0.8633, 0.012);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 6, seed: 8);
        var options = new ForestOptions { Trees = 12, Seed = 5 };

        ForestRows.Json(ExtraTrees.Fit(inputs, labels, [], options with { Threads = 5 }))
            .ShouldBe(ForestRows.Json(ExtraTrees.Fit(inputs, labels, [], options with { Threads = 1 })));
    }

    [Fact]
    public void Every_tree_sees_every_row_unless_bootstrap_is_asked_for()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(100, 3, seed: 2);
        double share = labels.Average();

        ExtraTrees.Fit(inputs, labels, [], new() { Trees = 5 }).Trees.Select(RootValue).Distinct().ShouldBe([share]);
        ExtraTrees.Fit(inputs, labels, [], new() { Trees = 5, Bootstrap = true }).Trees.Select(RootValue).Distinct().Count().ShouldBeGreaterThan(1);
    }

    private static double RootValue(RegressionTree tree) => tree.Values.Span[0];
}

public sealed class ExtraTreesCase : ILearnerCase
{
    public string Name => "extra trees";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new FittedForest(ExtraTrees.Fit(inputs, labels, [], new ForestOptions { Task = ForestTask.Regression, Trees = 10, Seed = 3 }, progress, cancellation));
}
