using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class RandomForestTests
{
    [Fact]
    public void A_step_takes_one_split_halfway_between_the_sides()
    {
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[1], [2], [4], [5]]), [7, 7, 9, 9], [], ForestRows.OneRegressionTree);

        model.Trees[0].Features.ToArray().ShouldBe([0, RegressionTree.Leaf, RegressionTree.Leaf]);
        model.Trees[0].Thresholds.Span[0].ShouldBe(3);
        model.Predict([3]).ShouldBe(7);
        model.Predict([3.01]).ShouldBe(9);
    }

    [Fact]
    public void Xor_is_learned_though_its_first_split_gains_nothing()
    {
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0], [], ForestRows.OneTree);

        model.Predict(Matrix.FromRows([[0, 0], [0, 1], [1, 0], [1, 1]])).ShouldBe([0, 1, 1, 0]);
    }

    [Fact]
    public void A_constant_target_gives_one_leaf_and_its_own_value()
    {
        (Matrix inputs, _) = LogisticRegressionTests.Sample(50, 3, seed: 1);
        double[] targets = [.. Enumerable.Repeat(0.1, 50)];
        ForestModel model = RandomForest.Fit(inputs, targets, [], new() { Task = ForestTask.Regression });

        model.Trees.ShouldAllBe(tree => tree.Features.Length == 1);
        model.Predict(inputs).ShouldAllBe(value => value == 0.1);
        model.Importances.ToArray().ShouldAllBe(share => share == 0);
    }

    [Fact]
    public void Rows_that_no_column_tells_apart_share_a_leaf()
    {
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[1, 2], [1, 2], [1, 2], [1, 2]]), [0, 1, 1, 1], [], ForestRows.OneTree);

        model.Trees[0].Features.Length.ShouldBe(1);
        model.Predict([1, 2]).ShouldBe(0.75);
    }

    [Fact]
    public void A_column_that_is_constant_does_not_use_up_the_draw()
    {
        double[][] rows = [.. Enumerable.Range(0, 40).Select(i => new[] { 5.0, 5, 5, i, 5, 5, 5, 5 })];
        double[] labels = [.. rows.Select(row => row[3] < 20 ? 0.0 : 1)];
        ForestModel model = RandomForest.Fit(Matrix.FromRows(rows), labels, [], ForestRows.OneTree with { Trees = 20, FeaturesPerSplit = FeaturesPerSplit.Count(1) });

        model.Predict(Matrix.FromRows(rows)).ShouldBe(labels);
        model.Importances.Span[3].ShouldBe(1);
    }

    /// <summary>Each target is a third of the one before, so each split parts one row from all that follow it.</summary>
    [Fact]
    public void A_tree_may_be_as_deep_as_it_has_rows()
    {
        Matrix inputs = Matrix.FromRows([.. Enumerable.Range(0, 300).Select(i => new double[] { i })]);
        double[] targets = [.. Enumerable.Range(0, 300).Select(i => Math.Pow(3, -i))];
        ForestModel model = RandomForest.Fit(inputs, targets, [], ForestRows.OneRegressionTree);

        ForestRows.Depth(model.Trees[0]).ShouldBe(299);
        model.Predict(inputs).ShouldBe(targets);
    }

    /// <summary>
    /// Predictions and importances of scikit-learn 1.2.1's DecisionTreeRegressor and DecisionTreeClassifier on the same table and the same eight rows
    /// beside it; the cases are those where its answer does not depend on random_state, that is where no two splits tie.
    /// </summary>
    public static TheoryData<string, ForestOptions, bool, double[], double[]> ScikitLearn => new()
    {
        {
            "regression, 3 rows per leaf", ForestRows.OneRegressionTree with { MinSamplesLeaf = 3 }, false,
            [-9.333333333333334, -9.333333333333334, 81.75, 122.75, 81.75, 9.333333333333334, 41.0, 61.666666666666664],
            [0.6510109648472511, 0.06452053746919877, 0.28446849768355015]
        },
        {
            "regression, 3 rows per leaf, depth 3, weights", ForestRows.OneRegressionTree with { MinSamplesLeaf = 3, MaxDepth = 3 }, true,
            [9.583333333333334, 9.583333333333334, 41.5, 94.625, 77.26666666666667, 9.583333333333334, 94.625, 41.5],
            [0.5294098906598539, 0.038674759477349455, 0.43191534986279667]
        },
        {
            "classification", ForestRows.OneTree, false,
            [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0],
            [0.4934265734265734, 0.1371428571428571, 0.3694305694305695]
        },
        {
            "classification, 3 rows per leaf", ForestRows.OneTree with { MinSamplesLeaf = 3 }, false,
            [0.0, 0.0, 0.8, 1.0, 1.0, 0.0, 0.8, 0.0],
            [0.5064858805316821, 0.0, 0.493514119468318]
        },
        {
            "classification, 8 rows to split, weights", ForestRows.OneTree with { MinSamplesSplit = 8 }, true,
            [0.0, 0.0, 1.0, 1.0, 0.6363636363636364, 0.0, 0.6666666666666666, 0.6363636363636364],
            [0.36226415094339603, 0.0, 0.637735849056604]
        },
    };

    [Theory]
    [MemberData(nameof(ScikitLearn))]
    public void A_single_tree_is_that_of_scikit_learn(string name, ForestOptions options, bool weighted, double[] predictions, double[] importances)
    {
        (Matrix inputs, double[] targets, double[] labels) = ForestRows.Table();
        double[] weights = weighted ? [.. Enumerable.Range(0, 24).Select(i => 1.0 + (i % 4))] : [];
        Matrix beside = Matrix.FromRows([.. Enumerable.Range(0, 8).Select(i => new[] { (i * 7 % 24 * 0.75) - 4.7, (i * 11 % 24 * 0.75) - 4.9, (i * 5 % 24 * 0.75) - 4.6 })]);

        ForestModel model = RandomForest.Fit(inputs, options.Task == ForestTask.Regression ? targets : labels, weights, options);

        model.Predict(beside).ShouldBe(predictions, name);
        model.Importances.ToArray().Zip(importances).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
    }

    /// <summary>
    /// scikit-learn 1.2.1's RandomForestClassifier(100, min_samples_leaf=3) reaches .8572, .8593, .8598, .8616 with random_state 0 to 3 on these rows.
    /// The bounds are four of their standard deviations (.0018) around their mean.
    /// </summary>
    [Fact]
    public void It_ranks_new_rows_as_well_as_scikit_learn()
    {
        (Matrix inputs, double[] labels, Matrix fresh, double[] freshLabels) = ForestRows.Generated();
        ForestModel model = RandomForest.Fit(inputs, labels, [], new() { MinSamplesLeaf = 3 });

        ClassificationMetrics.RocAuc(freshLabels, model.Predict(fresh)).ShouldBe(0.8595, 0.0075);
    }

    [Fact]
    public void Out_of_bag_predictions_score_like_new_rows_and_the_model_is_the_same()
    {
        (Matrix inputs, double[] labels, Matrix fresh, double[] freshLabels) = ForestRows.Generated();
        var options = new ForestOptions { MinSamplesLeaf = 3, Trees = 30 };
        (ForestModel model, OutOfBag outOfBag) = RandomForest.FitOutOfBag(inputs, labels, [], options);

        double inside = ClassificationMetrics.Brier(labels, outOfBag.Predictions.Span);
        inside.ShouldBe(ClassificationMetrics.Brier(freshLabels, model.Predict(fresh)), 0.02);
        inside.ShouldBeGreaterThan(2 * ClassificationMetrics.Brier(labels, model.Predict(inputs)));
        outOfBag.Trees.ToArray().Average().ShouldBe(30 / Math.E, 0.3);
        ForestRows.Json(RandomForest.Fit(inputs, labels, [], options)).ShouldBe(ForestRows.Json(model));
    }

    [Fact]
    public void A_row_in_every_bag_has_no_out_of_bag_prediction_and_one_without_weight_has_that_of_all_trees()
    {
        Matrix inputs = Matrix.FromRows([[1], [2], [3]]);
        var options = new ForestOptions { Task = ForestTask.Regression, Trees = 5 };
        (ForestModel model, OutOfBag outOfBag) = RandomForest.FitOutOfBag(inputs, [4, 5, 6], [0, 0, 1], options);

        outOfBag.Predictions.Span[2].ShouldBe(double.NaN);
        outOfBag.Trees.ToArray().ShouldBe([5, 5, 0]);
        outOfBag.Predictions.Span[0].ShouldBe(model.Predict([1]));
        Should.Throw<ArgumentException>(() => RandomForest.FitOutOfBag(inputs, [4, 5, 6], [], options with { Bootstrap = false })).Message.ShouldContain("bag");
    }

    [Fact]
    public void Importances_find_the_columns_that_matter_and_add_up_to_one()
    {
        (Matrix inputs, double[] labels, _, _) = ForestRows.Generated();
        double[] importances = RandomForest.Fit(inputs, labels, [], new() { MinSamplesLeaf = 3, Trees = 40 }).Importances.ToArray();

        // The margin of the label is 1.5·x₀ + x₁·x₂ − x₃² + 1. scikit-learn: .32, .12, .10, .16 and .07 for each of the other four.
        importances.Sum().ShouldBe(1, 1e-12);
        importances[0].ShouldBe(0.32, 0.04);
        importances[3].ShouldBe(0.16, 0.03);
        importances[4..].Max().ShouldBeLessThan(importances[..4].Min());
    }

    [Fact]
    public void A_fit_that_is_cancelled_between_trees_stops()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(100, 3, seed: 2);
        using var source = new CancellationTokenSource();
        var progress = new CancelAtFirst(source);
        Should.Throw<OperationCanceledException>(() => RandomForest.Fit(inputs, labels, [], new() { Trees = 1000, Threads = 2 }, progress, source.Token));
        progress.Reports.ShouldBeLessThan(10);
    }

    [Fact]
    public void The_rules_for_columns_per_split_count_as_scikit_learn_counts()
    {
        FeaturesPerSplit.Sqrt.Of(20).ShouldBe(4);
        FeaturesPerSplit.Log2.Of(20).ShouldBe(4);
        FeaturesPerSplit.Log2.Of(1).ShouldBe(1);
        FeaturesPerSplit.All.Of(20).ShouldBe(20);
        FeaturesPerSplit.Share(0.3).Of(20).ShouldBe(6);
        FeaturesPerSplit.Share(0.01).Of(20).ShouldBe(1);
        FeaturesPerSplit.Count(7).Of(5).ShouldBe(5);
        default(FeaturesPerSplit).ShouldBe(FeaturesPerSplit.Sqrt);
        Should.Throw<ArgumentOutOfRangeException>(() => FeaturesPerSplit.Share(0));
        Should.Throw<ArgumentOutOfRangeException>(() => FeaturesPerSplit.Count(0));
    }

    [Fact]
    public void Inputs_and_options_that_cannot_be_fitted_are_refused()
    {
        var inputs = Matrix.FromRows([[0], [1]]);
        Should.Throw<ArgumentException>(() => RandomForest.Fit(inputs, [0], [], new())).Message.ShouldContain("2 rows but 1 targets");
        Should.Throw<ArgumentException>(() => RandomForest.Fit(inputs, [0, 2], [], new())).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => RandomForest.Fit(inputs, [0, double.NaN], [], new() { Task = ForestTask.Regression })).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => RandomForest.Fit(inputs, [0, 1], [1, -1], new())).Message.ShouldContain("Row 1 of weights");
        Should.Throw<ArgumentOutOfRangeException>(() => RandomForest.Fit(inputs, [0, 1], [], new() { Trees = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => RandomForest.Fit(inputs, [0, 1], [], new() { MaxDepth = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => RandomForest.Fit(inputs, [0, 1], [], new() { MinSamplesSplit = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => RandomForest.Fit(inputs, [0, 1], [], new() { MinSamplesLeaf = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => RandomForest.Fit(inputs, [0, 1], [], new() { Threads = -1 }));
    }

    private sealed class CancelAtFirst(CancellationTokenSource source) : IProgress<double>
    {
        public int Reports { get; private set; }

        public void Report(double value)
        {
            Reports++;
            source.Cancel();
        }
    }
}

public sealed class RandomForestCase : ILearnerCase
{
    public string Name => "random forest";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new FittedForest(RandomForest.Fit(inputs, labels, [], new ForestOptions { Trees = 10, Seed = 3 }, progress, cancellation));
}

internal sealed record FittedForest(ForestModel Model) : IFittedLearner
{
    public string Json => ForestRows.Json(Model);

    public double[] Batch(Matrix inputs) => Model.Predict(inputs);

    public double[] Single(ReadOnlySpan<double> row) => [Model.Predict(row)];

    public IFittedLearner Reload() => new FittedForest(JsonSerializer.Deserialize(Json, LearningJson.Default.ForestModel)!);
}
