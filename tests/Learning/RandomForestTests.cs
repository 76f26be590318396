using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class RandomForestTests
{
    /// <summary>One tree on all rows and all columns: nothing is left to chance but ties.</summary>
    private static readonly ForestOptions OneTree = new() { Trees = 1, Bootstrap = false, FeaturesPerSplit = FeaturesPerSplit.All };

    private static readonly ForestOptions OneRegressionTree = OneTree with { Task = ForestTask.Regression };

    [Fact]
    public void A_step_takes_one_split_halfway_between_the_sides()
    {
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[1], [2], [4], [5]]), [7, 7, 9, 9], [], OneRegressionTree);

        model.Trees[0].Features.ToArray().ShouldBe([0, RegressionTree.Leaf, RegressionTree.Leaf]);
        model.Trees[0].Thresholds.Span[0].ShouldBe(3);
        model.Predict([3]).ShouldBe(7);
        model.Predict([3.01]).ShouldBe(9);
    }

    [Fact]
    public void Xor_is_learned_though_its_first_split_gains_nothing()
    {
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0], [], OneTree);

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
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[1, 2], [1, 2], [1, 2], [1, 2]]), [0, 1, 1, 1], [], OneTree);

        model.Trees[0].Features.Length.ShouldBe(1);
        model.Predict([1, 2]).ShouldBe(0.75);
    }

    [Fact]
    public void A_column_that_is_constant_does_not_use_up_the_draw()
    {
        double[][] rows = [.. Enumerable.Range(0, 40).Select(i => new[] { 5.0, 5, 5, i, 5, 5, 5, 5 })];
        double[] labels = [.. rows.Select(row => row[3] < 20 ? 0.0 : 1)];
        ForestModel model = RandomForest.Fit(Matrix.FromRows(rows), labels, [], OneTree with { Trees = 20, FeaturesPerSplit = FeaturesPerSplit.Count(1) });

        model.Predict(Matrix.FromRows(rows)).ShouldBe(labels);
        model.Importances.Span[3].ShouldBe(1);
    }

    /// <summary>Each target is a third of the one before, so each split parts one row from all that follow it.</summary>
    [Fact]
    public void A_tree_may_be_as_deep_as_it_has_rows()
    {
        Matrix inputs = Matrix.FromRows([.. Enumerable.Range(0, 300).Select(i => new double[] { i })]);
        double[] targets = [.. Enumerable.Range(0, 300).Select(i => Math.Pow(3, -i))];
        ForestModel model = RandomForest.Fit(inputs, targets, [], OneRegressionTree);

        Depth(model.Trees[0]).ShouldBe(299);
        model.Predict(inputs).ShouldBe(targets);
    }

    /// <summary>
    /// Predictions and importances of scikit-learn 1.2.1's DecisionTreeRegressor and DecisionTreeClassifier on the same table and the same eight rows
    /// beside it; the cases are those where its answer does not depend on random_state, that is where no two splits tie.
    /// </summary>
    public static TheoryData<string, ForestOptions, bool, double[], double[]> ScikitLearn => new()
    {
        {
            "regression, 3 rows per leaf", OneRegressionTree with { MinSamplesLeaf = 3 }, false,
            [-9.333333333333334, -9.333333333333334, 81.75, 122.75, 81.75, 9.333333333333334, 41.0, 61.666666666666664],
            [0.6510109648472511, 0.06452053746919877, 0.28446849768355015]
        },
        {
            "regression, 3 rows per leaf, depth 3, weights", OneRegressionTree with { MinSamplesLeaf = 3, MaxDepth = 3 }, true,
            [9.583333333333334, 9.583333333333334, 41.5, 94.625, 77.26666666666667, 9.583333333333334, 94.625, 41.5],
            [0.5294098906598539, 0.038674759477349455, 0.43191534986279667]
        },
        {
            "classification", OneTree, false,
            [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0],
            [0.4934265734265734, 0.1371428571428571, 0.3694305694305695]
        },
        {
            "classification, 3 rows per leaf", OneTree with { MinSamplesLeaf = 3 }, false,
            [0.0, 0.0, 0.8, 1.0, 1.0, 0.0, 0.8, 0.0],
            [0.5064858805316821, 0.0, 0.493514119468318]
        },
        {
            "classification, 8 rows to split, weights", OneTree with { MinSamplesSplit = 8 }, true,
            [0.0, 0.0, 1.0, 1.0, 0.6363636363636364, 0.0, 0.6666666666666666, 0.6363636363636364],
            [0.36226415094339603, 0.0, 0.637735849056604]
        },
    };

    [Theory]
    [MemberData(nameof(ScikitLearn))]
    public void A_single_tree_is_that_of_scikit_learn(string name, ForestOptions options, bool weighted, double[] predictions, double[] importances)
    {
        (Matrix inputs, double[] targets, double[] labels) = Table();
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
        (Matrix inputs, double[] labels, Matrix fresh, double[] freshLabels) = Generated();
        ForestModel model = RandomForest.Fit(inputs, labels, [], new() { MinSamplesLeaf = 3 });

        ClassificationMetrics.RocAuc(freshLabels, model.Predict(fresh)).ShouldBe(0.8595, 0.0075);
    }

    [Fact]
    public void Out_of_bag_predictions_score_like_new_rows_and_the_model_is_the_same()
    {
        (Matrix inputs, double[] labels, Matrix fresh, double[] freshLabels) = Generated();
        var options = new ForestOptions { MinSamplesLeaf = 3, Trees = 30 };
        (ForestModel model, OutOfBag outOfBag) = RandomForest.FitOutOfBag(inputs, labels, [], options);

        double inside = ClassificationMetrics.Brier(labels, outOfBag.Predictions.Span);
        inside.ShouldBe(ClassificationMetrics.Brier(freshLabels, model.Predict(fresh)), 0.02);
        inside.ShouldBeGreaterThan(2 * ClassificationMetrics.Brier(labels, model.Predict(inputs)));
        outOfBag.Trees.ToArray().Average().ShouldBe(30 / Math.E, 0.3);
        Json(RandomForest.Fit(inputs, labels, [], options)).ShouldBe(Json(model));
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
        (Matrix inputs, double[] labels, _, _) = Generated();
        double[] importances = RandomForest.Fit(inputs, labels, [], new() { MinSamplesLeaf = 3, Trees = 40 }).Importances.ToArray();

        // The margin of the label is 1.5·x₀ + x₁·x₂ − x₃² + 1. scikit-learn: .32, .12, .10, .16 and .07 for each of the other four.
        importances.Sum().ShouldBe(1, 1e-12);
        importances[0].ShouldBe(0.32, 0.04);
        importances[3].ShouldBe(0.16, 0.03);
        importances[4..].Max().ShouldBeLessThan(importances[..4].Min());
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        (Matrix inputs, double[] targets, _) = Table();
        double[][] rows = [.. Enumerable.Range(0, 24).Select(i => inputs.Row(i).ToArray())];
        var twice = Matrix.FromRows([.. rows, rows[3], rows[20]]);
        double[] weights = [.. Enumerable.Range(0, 24).Select(i => i is 3 or 20 ? 2.0 : 1), 0];
        ForestOptions options = OneRegressionTree with { MaxDepth = 3 };
        ForestModel expected = RandomForest.Fit(twice, [.. targets, targets[3], targets[20]], [], options);
        ForestModel model = RandomForest.Fit(Matrix.FromRows([.. rows, [0.1, 0.2, 0.3]]), [.. targets, 1e6], weights, options);

        Json(model).ShouldBe(Json(expected));
        Json(RandomForest.Fit(Matrix.FromRows([.. rows, [-99, 0, 99]]), [.. targets, 1e6], [.. Enumerable.Repeat(1.0, 24), 0], new() { Task = ForestTask.Regression, Trees = 3 }))
            .ShouldBe(Json(RandomForest.Fit(inputs, targets, [], new() { Task = ForestTask.Regression, Trees = 3 })));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_seed_does()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 6, seed: 8);
        var options = new ForestOptions { Trees = 12, Seed = 5 };
        string alone = Json(RandomForest.Fit(inputs, labels, [], options with { Threads = 1 }));

        Json(RandomForest.Fit(inputs, labels, [], options with { Threads = 7 })).ShouldBe(alone);
        Json(RandomForest.Fit(inputs, labels, [], options with { Seed = 6 })).ShouldNotBe(alone);
    }

    [Fact]
    public void More_trees_begin_with_the_same_trees()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(100, 4, seed: 8);
        ForestModel few = RandomForest.Fit(inputs, labels, [], new() { Trees = 3 });
        ForestModel many = RandomForest.Fit(inputs, labels, [], new() { Trees = 9 });

        for (int tree = 0; tree < 3; tree++)
        {
            many.Trees[tree].Thresholds.ToArray().ShouldBe(few.Trees[tree].Thresholds.ToArray());
        }
    }

    [Fact]
    public void Leaves_are_leaves_and_a_single_tree_predicts_their_values()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(120, 4, seed: 3);
        ForestModel model = RandomForest.Fit(inputs, labels, [], new() { Trees = 8 });
        var leaves = new int[8];
        for (int i = 0; i < inputs.Rows; i++)
        {
            model.LeavesOf(inputs.Row(i), leaves);
            leaves.Select((leaf, tree) => model.Trees[tree].Features.Span[leaf]).ShouldAllBe(feature => feature == RegressionTree.Leaf);
            leaves.Select((leaf, tree) => model.Trees[tree].Values.Span[leaf]).Average().ShouldBe(model.Predict(inputs.Row(i)), 1e-12);
        }

        Should.Throw<ArgumentException>(() => model.LeavesOf(inputs.Row(0), new int[7]));
    }

    [Fact]
    public void Limits_of_depth_and_of_rows_hold()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 5, seed: 4);
        ForestModel shallow = RandomForest.Fit(inputs, labels, [], new() { Trees = 5, MaxDepth = 3 });
        ForestModel wide = RandomForest.Fit(inputs, labels, [], new() { Trees = 5, MinSamplesLeaf = 20, Bootstrap = false });

        shallow.Trees.Select(Depth).ShouldAllBe(depth => depth == 3);
        wide.Trees.SelectMany(tree => tree.Covers.ToArray()).Min().ShouldBeGreaterThanOrEqualTo(20);
        wide.Trees.Select(tree => tree.Covers.Span[0]).Distinct().ShouldBe([300]);
    }

    [Fact]
    public void Predictions_lie_within_the_targets()
    {
        Prop.ForAll(Tables(), Arb.From(Gen.Choose(0, 1000)), (rows, seed) =>
        {
            (Matrix inputs, double[] targets) = Unzip(rows);
            ForestModel model = RandomForest.Fit(inputs, targets, [], new() { Task = ForestTask.Regression, Trees = 4, Seed = seed });
            double margin = 1e-12 * targets.Max(Math.Abs);
            return model.Predict(inputs).All(value => value >= targets.Min() - margin && value <= targets.Max() + margin);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_order_of_rows_changes_nothing_without_bootstrap_and_sampled_columns()
    {
        Prop.ForAll(Tables(), rows =>
        {
            (Matrix inputs, double[] targets) = Unzip(rows);
            (Matrix reversed, double[] reversedTargets) = Unzip([.. rows.Reverse()]);
            return Json(RandomForest.Fit(inputs, targets, [], OneRegressionTree)) == Json(RandomForest.Fit(reversed, reversedTargets, [], OneRegressionTree));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>
    /// Nodes are searched by counting where their ranks lie close together, and by sorting where other rows have made them lie far apart. Here the
    /// first 200 rows, on a grid of 64 values, stand alone or behind a split from 3,000 rows that fill the gaps of the grid.
    /// </summary>
    [Fact]
    public void Counting_and_sorting_find_the_same_splits()
    {
        (Matrix all, double[] labels) = LogisticRegressionTests.Sample(3200, 3, seed: 6);
        double[][] near = [.. Enumerable.Range(0, 200).Select(i => all.Row(i).ToArray().Select(value => Math.Floor(value * 16) / 16).ToArray())];
        IEnumerable<double[]> far = Enumerable.Range(200, 3000).Select(i => all.Row(i).ToArray());
        Matrix gated = Matrix.FromRows([.. near.Select(row => row.Append(0).ToArray()), .. far.Select(row => row.Append(1).ToArray())]);
        double[] targets = [.. labels.Select((label, i) => i < 200 ? label : 1000)];
        ForestOptions options = OneRegressionTree with { MinSamplesLeaf = 8 };
        ForestModel counted = RandomForest.Fit(Matrix.FromRows(near), targets.AsSpan(0, 200), [], options);
        ForestModel sorted = RandomForest.Fit(gated, targets, [], options);

        counted.Trees[0].Features.Length.ShouldBeGreaterThan(15);
        sorted.Trees[0].Thresholds.ToArray()[1..^1].ShouldBe(counted.Trees[0].Thresholds.ToArray());
        foreach (double[] row in near)
        {
            sorted.Predict([.. row, 0]).ShouldBe(counted.Predict(row));
        }
    }

    [Fact]
    public void Stretching_columns_and_shifting_targets_changes_nothing_else()
    {
        Prop.ForAll(Tables(), rows =>
        {
            (Matrix inputs, double[] targets) = Unzip(rows);
            Matrix stretched = Matrix.FromRows([.. Enumerable.Range(0, rows.Length).Select(i => new[] { (inputs[i, 0] * 4) - 100, Math.Pow(2, inputs[i, 1]) })]);
            // Without bootstrap: a row that no tree saw may lie on either side of a midpoint that moves when its column is bent.
            var options = new ForestOptions { Task = ForestTask.Regression, Trees = 3, Bootstrap = false };
            double[] before = RandomForest.Fit(inputs, targets, [], options).Predict(inputs);
            double[] after = RandomForest.Fit(stretched, [.. targets.Select(target => (2 * target) + 1000)], [], options).Predict(stretched);
            return before.Zip(after).All(pair => Math.Abs((2 * pair.First) + 1000 - pair.Second) < 1e-9);
        }).QuickCheckThrowOnFailure();
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

    [Fact]
    public void A_value_that_is_not_finite_is_not_predicted()
    {
        ForestModel model = RandomForest.Fit(Matrix.FromRows([[0, 0], [1, 1]]), [0, 1], [], new() { Trees = 2 });
        Should.Throw<ArgumentException>(() => model.Predict([0, double.NaN])).Message.ShouldContain("Column 1");
        Should.Throw<ArgumentException>(() => model.Predict(Matrix.FromRows([[0, 0], [double.NaN, 0]]))).Message.ShouldContain("Row 1, column 0");
    }

    [Fact]
    public void A_model_that_makes_no_sense_is_refused()
    {
        var leaf = new RegressionTree(new[] { -1 }, new double[1], new bool[1], new int[1], new int[1], new[] { 1.5 }, new[] { 1.0 });
        var split = new RegressionTree(new[] { 3, -1, -1 }, new double[3], new bool[3], new[] { 1, 0, 0 }, new[] { 2, 0, 0 }, new double[3], new[] { 2.0, 1, 1 });

        Should.Throw<ArgumentException>(() => new ForestModel(ForestTask.Classification, [leaf], new double[1])).Message.ShouldContain("1.5");
        Should.Throw<ArgumentException>(() => new ForestModel(ForestTask.Regression, [split], new double[2])).Message.ShouldContain("column 3 of 2");
        Should.Throw<ArgumentException>(() => new ForestModel(ForestTask.Regression, [], new double[2])).Message.ShouldContain("at least one tree");
        new ForestModel(ForestTask.Regression, [leaf], new double[1]).Predict([0]).ShouldBe(1.5);
    }

    internal static string Json(ForestModel model) => JsonSerializer.Serialize(model, LearningJson.Default.ForestModel);

    /// <summary>2,000 rows to learn from and 1,000 to judge on, 8 columns; scikit-learn saw the same.</summary>
    internal static (Matrix Inputs, double[] Labels, Matrix Fresh, double[] FreshLabels) Generated()
    {
        var draws = new Draws(2024);
        (Matrix inputs, double[] labels) = Rows(draws, 2000);
        (Matrix fresh, double[] freshLabels) = Rows(draws, 1000);
        return (inputs, labels, fresh, freshLabels);
    }

    private static (Matrix Inputs, double[] Labels) Rows(Draws draws, int rows)
    {
        var inputs = new Matrix(rows, 8);
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < 8; j++)
            {
                row[j] = (draws.Next() * 4) - 2;
            }

            double margin = (1.5 * row[0]) + (row[1] * row[2]) - (row[3] * row[3]) + 1;
            labels[i] = draws.Next() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        }

        return (inputs, labels);
    }

    /// <summary>24 rows whose values differ within each column and are exact in single precision, which scikit-learn's trees compute in.</summary>
    private static (Matrix Inputs, double[] Targets, double[] Labels) Table()
    {
        var draws = new Draws(7);
        var inputs = new Matrix(24, 3);
        for (int j = 0; j < 3; j++)
        {
            int[] order = [.. Enumerable.Range(0, 24)];
            for (int i = 23; i > 0; i--)
            {
                int other = (int)(draws.Next() * (i + 1));
                (order[i], order[other]) = (order[other], order[i]);
            }

            for (int i = 0; i < 24; i++)
            {
                inputs.RowToWrite(i)[j] = (order[i] * 0.75) - 5;
            }
        }

        double[] signal = [.. Enumerable.Range(0, 24).Select(i => (inputs[i, 0] * inputs[i, 1]) + (3 * inputs[i, 2]))];
        double[] targets = [.. signal.Select(value => Math.Round(value + (40 * draws.Next())))];
        double[] labels = [.. signal.Select(value => value + (30 * draws.Next()) > 20 ? 1.0 : 0)];
        return (inputs, targets, labels);
    }

    private static int Depth(RegressionTree tree)
    {
        var depths = new int[tree.Features.Length];
        for (int node = 0; node < depths.Length; node++)
        {
            if (tree.Features.Span[node] != RegressionTree.Leaf)
            {
                depths[tree.Left.Span[node]] = depths[node] + 1;
                depths[tree.Right.Span[node]] = depths[node] + 1;
            }
        }

        return depths.Max();
    }

    /// <summary>Up to dozens of rows of two columns with many ties, and whole targets, so that sums do not depend on their order.</summary>
    private static Arbitrary<(int First, int Second, int Target)[]> Tables()
    {
        Gen<(int, int, int)> row = from first in Gen.Choose(-4, 4) from second in Gen.Choose(0, 40) from target in Gen.Choose(-50, 50) select (first, second, target);
        return Arb.From(row.ArrayOf().Select(rows => rows.Append((0, 0, 1)).ToArray()));
    }

    private static (Matrix Inputs, double[] Targets) Unzip((int First, int Second, int Target)[] rows) =>
        (Matrix.FromRows([.. rows.Select(row => new double[] { row.First, row.Second })]), [.. rows.Select(row => (double)row.Target)]);

    private sealed class CancelAtFirst(CancellationTokenSource source) : IProgress<double>
    {
        public int Reports { get; private set; }

        public void Report(double value)
        {
            Reports++;
            source.Cancel();
        }
    }

    /// <summary>The linear congruential generator of Numerical Recipes: a line of any language, so that scikit-learn can be given the same numbers.</summary>
    private sealed class Draws(uint state)
    {
        private uint _state = state;

        public double Next()
        {
            _state = unchecked((1664525 * _state) + 1013904223);
            return _state / 4294967296.0;
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
    public string Json => RandomForestTests.Json(Model);

    public double[] Batch(Matrix inputs) => Model.Predict(inputs);

    public double[] Single(ReadOnlySpan<double> row) => [Model.Predict(row)];

    public IFittedLearner Reload() => new FittedForest(JsonSerializer.Deserialize(Json, LearningJson.Default.ForestModel)!);
}
