using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class GradientBoostedTreesTests
{
    /// <summary>One tree that fits the targets as they are: no shrinking, no penalty, leaves of any size.</summary>
    private static readonly GradientBoostingOptions Exact = new()
    {
        Objective = GradientBoostingObjective.SquaredError,
        Trees = 1,
        LearningRate = 1,
        L2 = 0,
        MinChildWeight = 0,
    };

    [Fact]
    public void A_step_is_learnt_exactly_by_one_split_half_way()
    {
        var inputs = Matrix.FromRows([[0], [1], [2], [3], [4], [5]]);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, [7, 7, 1, 1, 1, 1], [], Exact with { MaxDepth = 1 });

        RegressionTree tree = model.Trees.Span[0];
        tree.Thresholds.Span[0].ShouldBe(1.5);
        tree.Covers.ToArray().ShouldBe([6, 2, 4]);
        model.Predict(inputs).ShouldBe([7, 7, 1, 1, 1, 1], 1e-12);
        model.BaseMargin.ShouldBe(3, 1e-12);
        model.Gains.Span[0].ShouldBe((16 * 2) + (4 * 4), 1e-9);
    }

    [Fact]
    public void A_column_that_says_nothing_gives_a_tree_of_one_leaf()
    {
        GradientBoostingModel model = GradientBoostedTrees.Fit(Matrix.FromRows([[2], [2], [2], [2]]), [1, 0, 0, 0], [], new() { Trees = 3 });

        model.Trees.ToArray().ShouldAllBe(tree => tree.Features.Length == 1);
        model.Predict([5.0]).ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void Exclusive_or_needs_two_levels()
    {
        // A fifth row breaks the tie: of four, no first split gains anything.
        var inputs = Matrix.FromRows([[0, 0], [0, 1], [1, 0], [1, 1], [1, 1]]);
        double[] targets = [0, 1, 1, 0, 0];

        GradientBoostedTrees.Fit(inputs, targets, [], Exact with { MaxDepth = 2 }).Predict(inputs).ShouldBe(targets, 1e-12);
        GradientBoostedTrees.Fit(inputs, targets, [], Exact with { MaxDepth = 1 }).Predict(inputs).Zip(targets).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Missing_values_go_where_rows_like_them_are()
    {
        var inputs = Matrix.FromRows([[double.NaN], [1], [2], [3], [4], [double.NaN]]);
        GradientBoostingModel low = GradientBoostedTrees.Fit(inputs, [0, 0, 0, 9, 9, 0], [], Exact with { MaxDepth = 1 });
        GradientBoostingModel high = GradientBoostedTrees.Fit(inputs, [9, 0, 0, 9, 9, 9], [], Exact with { MaxDepth = 1 });

        low.Trees.Span[0].MissingLeft.Span[0].ShouldBeTrue();
        low.Predict(inputs).ShouldBe([0, 0, 0, 9, 9, 0], 1e-12);
        high.Trees.Span[0].MissingLeft.Span[0].ShouldBeFalse();
        high.Predict(inputs).ShouldBe([9, 0, 0, 9, 9, 9], 1e-12);
    }

    [Fact]
    public void That_a_value_is_missing_can_be_all_that_a_split_asks()
    {
        var inputs = Matrix.FromRows([[double.NaN], [1], [2], [3], [double.NaN]]);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, [5, 0, 0, 0, 5], [], Exact with { MaxDepth = 1 });

        model.Predict(inputs).ShouldBe([5, 0, 0, 0, 5], 1e-12);
        model.Predict([1e300]).ShouldBe(0, 1e-12);
    }

    [Fact]
    public void What_was_never_missing_in_training_goes_with_the_majority()
    {
        var inputs = Matrix.FromRows([[0], [1], [1], [1]]);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, [4, 0, 0, 0], [], Exact with { MaxDepth = 1 });

        model.Predict([double.NaN]).ShouldBe(0, 1e-12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0)]
    [InlineData(0.7, 3)]
    public void One_tree_has_the_leaf_weights_of_the_formula(double l1, double l2)
    {
        // Base rate 1/2, so that each row has the first derivative p − y = ∓1/2 and the second 1/4.
        var inputs = Matrix.FromRows([[0], [0], [0], [0], [0], [0], [1], [1], [1], [1], [1], [1]]);
        double[] labels = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1];
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 1, LearningRate = 1, L1 = l1, L2 = l2 });

        double weight = Math.Max(2 - l1, 0) / (1.5 + l2);
        model.Margin([0.0]).ShouldBe(weight, 1e-12);
        model.Margin([1.0]).ShouldBe(-weight, 1e-12);
    }

    [Fact]
    public void Every_leaf_weight_is_the_newton_step_of_its_rows()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(400, 5, seed: 21);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 1, LearningRate = 1, MaxDepth = 5, L2 = 0.5 });

        RegressionTree tree = model.Trees.Span[0];
        double rate = labels.Average();
        foreach (IGrouping<int, int> leaf in Enumerable.Range(0, 400).GroupBy(i => tree.LeafOf(inputs.Row(i))))
        {
            double expected = leaf.Sum(i => labels[i] - rate) / ((leaf.Count() * rate * (1 - rate)) + 0.5);
            tree.Values.Span[leaf.Key].ShouldBe(expected, 1e-10);
            tree.Covers.Span[leaf.Key].ShouldBe(leaf.Count());
        }
    }

    [Fact]
    public void The_training_loss_falls_with_every_tree()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 4, seed: 8);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 40, MaxDepth = 3 });

        double[] margins = [.. Enumerable.Repeat(model.BaseMargin, 300)];
        double last = double.PositiveInfinity;
        foreach (RegressionTree tree in model.Trees.Span)
        {
            for (int i = 0; i < margins.Length; i++)
            {
                margins[i] += tree.Predict(inputs.Row(i));
            }

            double loss = ClassificationMetrics.LogLoss(labels, [.. margins.Select(margin => 1 / (1 + Math.Exp(-margin)))]);
            loss.ShouldBeLessThan(last);
            last = loss;
        }
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(200, 3, seed: 4);
        double[] weights = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 3))];
        int[] repeated = [.. Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        var rows = Matrix.FromRows([.. repeated.Select(i => inputs.Row(i).ToArray())]);
        GradientBoostingOptions options = new() { Trees = 20, MaxDepth = 3, MaxBins = 16 };
        GradientBoostingModel weighted = GradientBoostedTrees.Fit(inputs, labels, weights, options);
        GradientBoostingModel plain = GradientBoostedTrees.Fit(rows, [.. repeated.Select(i => labels[i])], [], options);

        weighted.Predict(inputs).ShouldBe(plain.Predict(inputs), 1e-9);
        weighted.Trees.Span[7].Covers.ToArray().ShouldBe(plain.Trees.Span[7].Covers.ToArray());
    }

    [Fact]
    public void With_a_limit_of_leaves_a_tree_grows_where_it_gains_most()
    {
        // A staircase whose steps double: each split takes the top off the rest, so the tree is a chain.
        var inputs = Matrix.FromRows([[0], [1], [2], [3], [4], [5]]);
        double[] targets = [1, 2, 4, 8, 16, 32];
        GradientBoostingModel chain = GradientBoostedTrees.Fit(inputs, targets, [], Exact with { MaxLeaves = 4, MaxDepth = 10 });

        chain.Trees.Span[0].Features.ToArray().Count(feature => feature == RegressionTree.Leaf).ShouldBe(4);
        chain.Predict(inputs).ShouldBe([7.0 / 3, 7.0 / 3, 7.0 / 3, 8, 16, 32], 1e-9);
    }

    [Fact]
    public void Without_limits_both_ways_of_growing_give_the_same_leaves()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 4, seed: 15);
        GradientBoostingOptions options = new() { Trees = 5, MaxDepth = 4 };
        double[] levels = GradientBoostedTrees.Fit(inputs, labels, [], options).Predict(inputs);

        GradientBoostedTrees.Fit(inputs, labels, [], options with { MaxLeaves = 16 }).Predict(inputs).ShouldBe(levels, 1e-12);
    }

    [Fact]
    public void Limits_on_gain_and_on_the_weight_of_children_are_kept()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 4, seed: 16);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], Exact with { MaxDepth = 8, MinChildWeight = 25 });
        model.Trees.Span[0].Covers.ToArray().Min().ShouldBeGreaterThanOrEqualTo(25);

        double gain = GradientBoostedTrees.Fit(inputs, labels, [], Exact with { MaxDepth = 1 }).Gains.ToArray().Sum();
        GradientBoostedTrees.Fit(inputs, labels, [], Exact with { MaxDepth = 1, MinSplitGain = gain * 0.999 }).Gains.ToArray().Sum().ShouldBe(gain);
        GradientBoostedTrees.Fit(inputs, labels, [], Exact with { MaxDepth = 1, MinSplitGain = gain }).Gains.ToArray().Sum().ShouldBe(0);
    }

    [Fact]
    public void Early_stopping_stops_and_keeps_the_trees_up_to_the_best()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 4, seed: 31);
        GradientBoostingOptions options = new() { Trees = 500, LearningRate = 0.5, EarlyStoppingRounds = 5, ValidationShare = 0.3 };
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], options);

        double[] losses = model.ValidationLosses.ToArray();
        int best = Array.IndexOf(losses, losses.Min());
        model.Trees.Length.ShouldBe(best + 1);
        losses.Length.ShouldBe(best + 1 + 5);
    }

    [Fact]
    public void Given_validation_rows_decide_and_are_not_trained_on()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(200, 3, seed: 5);
        (Matrix held, double[] heldLabels) = LogisticRegressionTests.Sample(100, 3, seed: 6);
        GradientBoostingOptions options = new() { Trees = 300, LearningRate = 0.3, EarlyStoppingRounds = 3 };
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], options, new GradientBoostingValidation(held, heldLabels));
        GradientBoostingModel plain = GradientBoostedTrees.Fit(inputs, labels, [], options with { Trees = model.Trees.Length, EarlyStoppingRounds = 0 });

        ClassificationMetrics.LogLoss(heldLabels, model.Predict(held)).ShouldBe(model.ValidationLosses.ToArray().Min(), 1e-12);
        model.Predict(held).Select(BitConverter.DoubleToInt64Bits).ShouldBe(plain.Predict(held).Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(12, 1, 1)]
    [InlineData(0, 0.7, 0.5)]
    public void The_number_of_threads_does_not_change_a_bit(int maxLeaves, double rowSample, double columnSample)
    {
        // Enough rows for several blocks of every kind.
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(40_000, 5, seed: 40);
        GradientBoostingOptions options = new() { Trees = 3, MaxDepth = 5, MaxLeaves = maxLeaves, RowSample = rowSample, ColumnSample = columnSample };
        string[] models = [.. new[] { 1, 2, 3 }.Select(threads => Json(GradientBoostedTrees.Fit(inputs, labels, [], options with { Threads = threads })))];

        models[1].ShouldBe(models[0]);
        models[2].ShouldBe(models[0]);
    }

    [Fact]
    public void Samples_depend_on_the_seed_and_a_column_that_is_not_drawn_is_not_tested()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 9, seed: 50);
        GradientBoostingOptions options = new() { Trees = 20, RowSample = 0.5, ColumnSample = 0.25, Seed = 1 };
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], options);

        Json(GradientBoostedTrees.Fit(inputs, labels, [], options)).ShouldBe(Json(model));
        Json(GradientBoostedTrees.Fit(inputs, labels, [], options with { Seed = 2 })).ShouldNotBe(Json(model));
        model.Trees.ToArray().ShouldAllBe(tree => tree.Features.ToArray().Where(feature => feature >= 0).Distinct().Count() <= 2);
        model.Trees.ToArray().ShouldAllBe(tree => tree.Covers.ToArray()[0] == 150);
    }

    [Fact]
    public void Stretching_the_columns_without_changing_their_order_changes_no_prediction()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(200, 3, seed: 60);
        var stretched = Matrix.FromRows([.. Enumerable.Range(0, 200).Select(i => inputs.Row(i).ToArray().Select(value => Math.Round(Math.Exp(3 * value), 9)).ToArray())]);
        GradientBoostingOptions options = new() { Trees = 20 };

        GradientBoostedTrees.Fit(stretched, labels, [], options).Predict(stretched)
            .ShouldBe(GradientBoostedTrees.Fit(inputs, labels, [], options).Predict(inputs), 1e-12);
    }

    /// <summary>
    /// XGBoost 1.7.4 (tree_method hist, eta 0.1, 50 rounds, base_score the mean of the labels; max_depth 4, or lossguide with max_leaves 8, alpha 0.5
    /// and gamma 0.3) on the same made-up rows: ROC AUC and log-loss on 600 training and 400 other rows. The trees are the
    /// same; but what was never missing in training goes right there and with the majority here, which shows in the other rows.
    /// </summary>
    [Theory]
    [InlineData(0, 0.9235888532763532, 0.39446168436548834, 0.7555438885972149, 0.588344922276283)]
    [InlineData(8, 0.9056379095441595, 0.42015055336267104, 0.7882697067426685, 0.5556149762205963)]
    public void Quality_is_that_of_xgboost(int maxLeaves, double auc, double logLoss, double otherAuc, double otherLogLoss)
    {
        (Matrix inputs, double[] labels) = MadeUp(600, 1);
        (Matrix others, double[] otherLabels) = MadeUp(400, 2);
        GradientBoostingOptions options = new() { Trees = 50, MaxDepth = 4 };
        GradientBoostingModel model = GradientBoostedTrees.Fit(
            inputs, labels, [], maxLeaves == 0 ? options : options with { MaxDepth = 10, MaxLeaves = 8, L1 = 0.5, MinSplitGain = 0.3 });

        double[] probabilities = model.Predict(inputs);
        double[] otherProbabilities = model.Predict(others);
        ClassificationMetrics.RocAuc(labels, probabilities).ShouldBe(auc, 1e-6);
        ClassificationMetrics.LogLoss(labels, probabilities).ShouldBe(logLoss, 1e-6);
        ClassificationMetrics.RocAuc(otherLabels, otherProbabilities).ShouldBe(otherAuc, 2e-3);
        ClassificationMetrics.LogLoss(otherLabels, otherProbabilities).ShouldBe(otherLogLoss, 2e-3);
    }

    /// <summary>Four columns of hundredths, one with a tenth missing, and labels that follow two of them and a product; from a hash, so that Python makes the same.</summary>
    private static (Matrix Inputs, double[] Labels) MadeUp(int rows, int seed)
    {
        var inputs = new Matrix(rows, 4);
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < 4; j++)
            {
                row[j] = (Hash(i, j) % 100) / 100.0;
            }

            row[1] = Hash(i, 4) % 10 == 0 ? double.NaN : row[1];
            double margin = (4 * row[0]) - 2 + (double.IsNaN(row[1]) ? 1 : 3 * (row[1] - 0.5) * (row[2] > 0.5 ? 1 : -1));
            labels[i] = Hash(i, 5) / 4294967296.0 < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        }

        return (inputs, labels);

        uint Hash(int i, int j)
        {
            uint x = unchecked((uint)((i * 1000003) + (j * 7919) + (seed * 104729) + 12345));
            x = unchecked((x ^ (x >> 16)) * 0x7feb352d);
            x = unchecked((x ^ (x >> 15)) * 0x846ca68b);
            return x ^ (x >> 16);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void The_order_of_rows_changes_nothing_but_rounding(int maxLeaves)
    {
        (Matrix inputs, double[] labels) = MadeUp(300, 3);
        int[] order = [.. Enumerable.Range(0, 300)];
        new Random(1).Shuffle(order);
        var shuffled = Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray())]);
        GradientBoostingOptions options = new() { Trees = 30, MaxLeaves = maxLeaves };

        GradientBoostedTrees.Fit(shuffled, [.. order.Select(i => labels[i])], [], options).Predict(inputs)
            .ShouldBe(GradientBoostedTrees.Fit(inputs, labels, [], options).Predict(inputs), 1e-9);
    }

    [Fact]
    public void Calling_zero_one_and_one_zero_turns_the_probabilities_around()
    {
        (Matrix inputs, double[] labels) = MadeUp(300, 4);
        GradientBoostingOptions options = new() { Trees = 30, L1 = 0.1 };
        double[] turned = GradientBoostedTrees.Fit(inputs, [.. labels.Select(label => 1 - label)], [], options).Predict(inputs);

        double[] probabilities = GradientBoostedTrees.Fit(inputs, labels, [], options).Predict(inputs);
        turned.Select(probability => 1 - probability).ShouldBe(probabilities, 1e-9);
        probabilities.ShouldAllBe(probability => probability > 0 && probability < 1);
    }

    [Fact]
    public void Gains_name_the_columns_that_matter()
    {
        (Matrix inputs, double[] labels) = MadeUp(2000, 5);
        double[] gains = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 20, MaxDepth = 3 }).Gains.ToArray();

        gains[0].ShouldBe(gains.Max());
        gains[3].ShouldBe(gains.Min());
    }

    [Fact]
    public void A_model_that_is_none_is_refused()
    {
        string json = Json(GradientBoostedTrees.Fit(MadeUp(50, 6).Inputs, MadeUp(50, 6).Labels, [], new() { Trees = 1, MinChildWeight = 0 }));
        GradientBoostingModel Read(string text) => JsonSerializer.Deserialize(text, LearningJson.Default.GradientBoostingModel)!;

        Read(json).Columns.ShouldBe(4);
        Should.Throw<ArgumentException>(() => Read(json.Replace("\"columns\": 4", "\"columns\": 1", StringComparison.Ordinal)));
        Should.Throw<ArgumentException>(() => Read(json.Replace("\"baseMargin\": ", "\"baseMargin\": 1e999, \"other\": ", StringComparison.Ordinal)));
        Should.Throw<ArgumentException>(() => new GradientBoostingModel(GradientBoostingObjective.Logistic, 1, 0, Array.Empty<RegressionTree>(), new double[1], Array.Empty<double>()));
        Should.Throw<ArgumentException>(() => Read(json).Predict(new Matrix(0, 3))).Message.ShouldContain("3 columns");
    }

    [Fact]
    public void Inputs_that_cannot_be_fitted_are_refused()
    {
        var inputs = Matrix.FromRows([[0], [1]]);
        GradientBoostingOptions options = new();
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(inputs, [0], [], options)).Message.ShouldContain("2 rows but 1 targets");
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(inputs, [0, 0.5], [], options)).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(inputs, [1, 1], [], options)).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(inputs, [0, 1], [1, -1], options)).Message.ShouldContain("Row 1 of weights");
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(inputs, [0, double.NaN], [], Exact)).Message.ShouldContain("Row 1 of targets");
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(inputs, [0, 1], [], options with { EarlyStoppingRounds = 1 }));
        Should.Throw<ArgumentException>(() => GradientBoostedTrees.Fit(
            inputs, [0, 1], [], options with { EarlyStoppingRounds = 1 }, new GradientBoostingValidation(new Matrix(2, 2), new double[] { 0, 1 })));
        foreach (GradientBoostingOptions wrong in (GradientBoostingOptions[])[
            options with { Trees = 0 }, options with { LearningRate = 0 }, options with { MaxDepth = 0 }, options with { MaxLeaves = 1 },
            options with { MinChildWeight = -1 }, options with { MinSplitGain = double.NaN }, options with { L1 = -1 }, options with { L2 = double.PositiveInfinity },
            options with { RowSample = 0 }, options with { ColumnSample = 1.1 }, options with { MaxBins = 256 }, options with { EarlyStoppingRounds = -1 },
            options with { ValidationShare = 1 }, options with { Threads = -1 }, options with { Objective = (GradientBoostingObjective)9 }])
        {
            Should.Throw<ArgumentOutOfRangeException>(() => GradientBoostedTrees.Fit(inputs, [0, 1], [], wrong));
        }
    }

    internal static string Json(GradientBoostingModel model) => JsonSerializer.Serialize(model, LearningJson.Default.GradientBoostingModel);
}

public sealed class GradientBoostedTreesCase : GradientBoostedTreesCaseBase
{
    public override string Name => "gradient-boosted trees";

    protected override GradientBoostingOptions Options { get; } = new() { Trees = 7, RowSample = 0.8, ColumnSample = 0.7, Seed = 3 };
}

public sealed class GradientBoostedTreesWithEarlyStoppingCase : GradientBoostedTreesCaseBase
{
    public override string Name => "gradient-boosted trees, best first, with early stopping";

    protected override GradientBoostingOptions Options { get; } = new()
    {
        Objective = GradientBoostingObjective.SquaredError,
        Trees = 50,
        LearningRate = 0.5,
        MaxLeaves = 5,
        EarlyStoppingRounds = 2,
        ValidationShare = 0.2,
    };
}

public abstract class GradientBoostedTreesCaseBase : ILearnerCase
{
    public abstract string Name { get; }

    public bool TakesMissing => true;

    protected abstract GradientBoostingOptions Options { get; }

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(GradientBoostedTrees.Fit(inputs, labels, [], Options, progress, cancellation));

    private sealed record Fitted(GradientBoostingModel Model) : IFittedLearner
    {
        public string Json => GradientBoostedTreesTests.Json(Model);

        public double[] Batch(Matrix inputs) => Model.Predict(inputs);

        public double[] Single(ReadOnlySpan<double> row) => [Model.Predict(row)];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.GradientBoostingModel)!);
    }
}
