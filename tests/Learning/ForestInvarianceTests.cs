using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

/// <summary>What must change nothing in a forest, and what must change only what it should.</summary>
public class ForestInvarianceTests
{
    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        (Matrix inputs, double[] targets, _) = ForestRows.Table();
        double[][] rows = [.. Enumerable.Range(0, 24).Select(i => inputs.Row(i).ToArray())];
        var twice = Matrix.FromRows([.. rows, rows[3], rows[20]]);
        double[] weights = [.. Enumerable.Range(0, 24).Select(i => i is 3 or 20 ? 2.0 : 1), 0];
        ForestOptions options = ForestRows.OneRegressionTree with { MaxDepth = 3 };
        ForestModel expected = RandomForest.Fit(twice, [.. targets, targets[3], targets[20]], [], options);
        ForestModel model = RandomForest.Fit(Matrix.FromRows([.. rows, [0.1, 0.2, 0.3]]), [.. targets, 1e6], weights, options);

        ForestRows.Json(model).ShouldBe(ForestRows.Json(expected));
        ForestRows.Json(RandomForest.Fit(Matrix.FromRows([.. rows, [-99, 0, 99]]), [.. targets, 1e6], [.. Enumerable.Repeat(1.0, 24), 0], new() { Task = ForestTask.Regression, Trees = 3 }))
            .ShouldBe(ForestRows.Json(RandomForest.Fit(inputs, targets, [], new() { Task = ForestTask.Regression, Trees = 3 })));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_seed_does()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 6, seed: 8);
        var options = new ForestOptions { Trees = 12, Seed = 5 };
        string alone = ForestRows.Json(RandomForest.Fit(inputs, labels, [], options with { Threads = 1 }));

        ForestRows.Json(RandomForest.Fit(inputs, labels, [], options with { Threads = 7 })).ShouldBe(alone);
        ForestRows.Json(RandomForest.Fit(inputs, labels, [], options with { Seed = 6 })).ShouldNotBe(alone);
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
            return ForestRows.Json(RandomForest.Fit(inputs, targets, [], ForestRows.OneRegressionTree)) == ForestRows.Json(RandomForest.Fit(reversed, reversedTargets, [], ForestRows.OneRegressionTree));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>
    /// Nodes are searched by counting where their ranks lie close together, and by sorting where other rows have made them lie far apart. Here the
    /// near rows, on a grid of 64 values, stand alone or behind a split from the far rows, which fill the gaps of the grid.
    /// </summary>
    [Theory]
    [InlineData(40, 160)]
    [InlineData(200, 3000)]
    [InlineData(200, 70_000)]
    public void Counting_and_sorting_find_the_same_splits(int nearRows, int farRows)
    {
        (Matrix all, _) = LogisticRegressionTests.Sample(nearRows + farRows, 3, seed: 6);
        double[][] near = [.. Enumerable.Range(0, nearRows).Select(i => all.Row(i).ToArray().Select(value => Math.Floor(value * 16) / 16).ToArray())];
        IEnumerable<double[]> far = Enumerable.Range(nearRows, farRows).Select(i => all.Row(i).ToArray());
        Matrix gated = Matrix.FromRows([.. near.Select(row => row.Append(0).ToArray()), .. far.Select(row => row.Append(1).ToArray())]);

        // Whole numbers that seldom repeat: sums are exact, and no two splits tie.
        double[] targets = [.. Enumerable.Range(0, nearRows + farRows).Select(i => i < nearRows ? i * 37 % 101 : 100_000.0)];
        ForestOptions options = ForestRows.OneRegressionTree with { MinSamplesLeaf = 8 };
        ForestModel counted = RandomForest.Fit(Matrix.FromRows(near), targets.AsSpan(0, nearRows), [], options);
        ForestModel sorted = RandomForest.Fit(gated, targets, [], options);

        counted.Trees[0].Features.Length.ShouldBeGreaterThan(nearRows / 16);
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

    /// <summary>Up to dozens of rows of two columns with many ties, and whole targets, so that sums do not depend on their order.</summary>
    private static Arbitrary<(int First, int Second, int Target)[]> Tables()
    {
        Gen<(int, int, int)> row = from first in Gen.Choose(-4, 4) from second in Gen.Choose(0, 40) from target in Gen.Choose(-50, 50) select (first, second, target);
        return Arb.From(row.ArrayOf().Select(rows => rows.Append((0, 0, 1)).ToArray()));
    }

    private static (Matrix Inputs, double[] Targets) Unzip((int First, int Second, int Target)[] rows) =>
        (Matrix.FromRows([.. rows.Select(row => new double[] { row.First, row.Second })]), [.. rows.Select(row => (double)row.Target)]);
}
