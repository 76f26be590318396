using System.Numerics;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class TreeShapTests
{
    [Fact]
    public void One_split_gives_its_column_the_distance_to_the_mean()
    {
        // Three rows of four say 0, one says 8.
        var tree = new RegressionTree(new[] { 1, -1, -1 }, new[] { 5.0, 0, 0 }, new[] { true, false, false }, new[] { 1, 0, 0 }, new[] { 2, 0, 0 }, new[] { 2.0, 0, 8 }, new[] { 4.0, 3, 1 });
        var shap = new TreeShap(new[] { tree }, columns: 3, offset: 10);

        shap.ExpectedValue.ShouldBe(12);
        Explain(shap, [0, 6, 0]).ShouldBe([0, 6, 0], 1e-12);
        Explain(shap, [0, double.NaN, 0]).ShouldBe([0, -2, 0], 1e-12);
    }

    [Fact]
    public void Two_columns_that_only_matter_together_share_equally()
    {
        // 1 where both are above 0; a quarter of the rows in each corner.
        var tree = new RegressionTree(
            new[] { 0, -1, 1, -1, -1 }, new double[5], new bool[5], new[] { 1, 0, 3, 0, 0 }, new[] { 2, 0, 4, 0, 0 }, new[] { 0.25, 0, 0.5, 0, 1 }, new[] { 4.0, 2, 2, 1, 1 });
        Explain(new TreeShap(new[] { tree }, 2), [1, 1]).ShouldBe([0.375, 0.375], 1e-12);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    [InlineData(7, 0)]
    [InlineData(12, 20)]
    public void Contributions_are_the_shapley_values_over_all_subsets(int maxDepth, int maxLeaves)
    {
        (Matrix inputs, double[] labels) = WithMissing(120, 5, seed: maxDepth);
        GradientBoostingModel model = GradientBoostedTrees.Fit(
            inputs, labels, [], new() { Trees = 4, MaxDepth = maxDepth, MaxLeaves = maxLeaves, MinChildWeight = 0.2, LearningRate = 0.5 });
        TreeShap shap = TreeShap.Of(model);

        for (int i = 0; i < 20; i++)
        {
            Explain(shap, inputs.Row(i)).ShouldBe(BruteForce(model.Trees.Span, inputs.Row(i)), 1e-10);
        }
    }

    [Fact]
    public void Contributions_add_up_to_the_margin()
    {
        (Matrix inputs, double[] labels) = WithMissing(80, 8, seed: 77);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 100, MaxDepth = 8, MinChildWeight = 0, RowSample = 0.8 });
        TreeShap shap = TreeShap.Of(model);

        Matrix contributions = shap.Explain(inputs);
        for (int i = 0; i < inputs.Rows; i++)
        {
            (shap.ExpectedValue + contributions.Row(i).ToArray().Sum()).ShouldBe(model.Margin(inputs.Row(i)), 1e-9);
        }
    }

    [Fact]
    public void Long_paths_of_many_columns_still_add_up()
    {
        (Matrix inputs, double[] labels) = WithMissing(1500, 40, seed: 78);
        GradientBoostingModel model = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 3, MaxDepth = 40, MaxLeaves = 400, MinChildWeight = 0, L2 = 0.1 });
        TreeShap shap = TreeShap.Of(model);

        for (int i = 0; i < 10; i++)
        {
            (shap.ExpectedValue + Explain(shap, inputs.Row(i)).Sum()).ShouldBe(model.Margin(inputs.Row(i)), 1e-9);
        }
    }

    [Fact]
    public void A_chain_as_deep_as_a_tree_may_be_still_adds_up()
    {
        var inputs = new Matrix([.. Enumerable.Range(0, 64).SelectMany(i => new double[] { i, -i })], 64, 2);
        double[] targets = [.. Enumerable.Range(0, 64).Select(i => Math.Pow(1.5, i))];
        GradientBoostingModel model = GradientBoostedTrees.Fit(
            inputs, targets, [], new() { Objective = GradientBoostingObjective.SquaredError, Trees = 1, LearningRate = 1, L2 = 0, MaxDepth = 64, MaxLeaves = 64 });
        TreeShap shap = TreeShap.Of(model);

        double margin = model.Margin([63, -63]);
        (shap.ExpectedValue + Explain(shap, [63, -63]).Sum()).ShouldBe(margin, Math.Abs(margin) * 1e-12);
    }

    [Fact]
    public void The_mean_of_trees_is_explained_by_the_mean_of_their_contributions()
    {
        (Matrix inputs, double[] labels) = WithMissing(200, 3, seed: 5);
        RegressionTree[] trees = GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 4, MaxDepth = 3 }).Trees.ToArray();
        var shap = new TreeShap(trees, 3, scale: 0.25);

        double mean = trees.Average(tree => tree.Predict(inputs.Row(3)));
        (shap.ExpectedValue + Explain(shap, inputs.Row(3)).Sum()).ShouldBe(mean, 1e-12);
    }

    [Fact]
    public void Explaining_allocates_nothing()
    {
        (Matrix inputs, double[] labels) = WithMissing(100, 4, seed: 6);
        TreeShap shap = TreeShap.Of(GradientBoostedTrees.Fit(inputs, labels, [], new() { Trees = 10 }));
        var into = new double[4];
        shap.Explain(inputs.Row(0), into);

        // The pool of arrays may give one up when other tests need memory; not every time.
        Enumerable.Range(0, 10).Min(i =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            shap.Explain(inputs.Row(i), into);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBe(0);
    }

    [Fact]
    public void Rows_and_trees_of_another_width_are_refused()
    {
        var leaf = new RegressionTree(new[] { 1, -1, -1 }, new double[3], new bool[3], new[] { 1, 0, 0 }, new[] { 2, 0, 0 }, new double[3], new[] { 2.0, 1, 1 });
        Should.Throw<ArgumentException>(() => new TreeShap(new[] { leaf }, 1));
        Should.Throw<ArgumentException>(() => new TreeShap(Array.Empty<RegressionTree>(), 1));
        Should.Throw<ArgumentException>(() => new TreeShap(new[] { leaf }, 2).Explain([1.0], new double[2]));
        Should.Throw<ArgumentException>(() => new TreeShap(new[] { leaf }, 2).Explain([1.0, 2], new double[1]));
    }

    [Fact]
    public void Linear_contributions_are_distances_to_the_mean_times_coefficients()
    {
        var model = new LogisticRegressionModel(0.5, new[] { 2.0, -1 }, 1, true, 0);
        var linear = new LinearContributions(model, [1, 3]);
        var into = new double[2];
        linear.Explain([4, 3], into);

        into.ShouldBe([6, 0]);
        linear.ExpectedValue.ShouldBe(-0.5);
        Should.Throw<ArgumentException>(() => new LinearContributions(model, [1]));
        Should.Throw<ArgumentException>(() => new LinearContributions(model, [1, double.NaN]));
        Should.Throw<ArgumentException>(() => linear.Explain([1], into));
    }

    [Fact]
    public void Linear_contributions_add_up_to_the_margin()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(200, 9, seed: 14);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, labels, [], new());
        double[] means = [.. Enumerable.Range(0, 9).Select(j => Enumerable.Range(0, 200).Average(i => inputs[i, j]))];
        var linear = new LinearContributions(model, means);
        var into = new double[9];
        for (int i = 0; i < 200; i++)
        {
            linear.Explain(inputs.Row(i), into);
            (linear.ExpectedValue + into.Sum()).ShouldBe(model.Margin(inputs.Row(i)), 1e-9);
        }
    }

    private static double[] Explain(TreeShap shap, ReadOnlySpan<double> row)
    {
        var into = new double[shap.Columns];
        shap.Explain(row, into);
        return into;
    }

    /// <summary>Shapley's own sum: what a column adds to each subset of the others, weighted by the orders in which that subset comes first.</summary>
    private static double[] BruteForce(ReadOnlySpan<RegressionTree> trees, ReadOnlySpan<double> row)
    {
        int columns = row.Length;
        var values = new double[1 << columns];
        foreach (RegressionTree tree in trees)
        {
            for (int known = 0; known < values.Length; known++)
            {
                values[known] += Expected(tree, 0, row, known);
            }
        }

        var contributions = new double[columns];
        for (int known = 0; known < values.Length; known++)
        {
            int size = BitOperations.PopCount((uint)known);
            for (int j = 0; j < columns; j++)
            {
                if ((known & (1 << j)) == 0)
                {
                    contributions[j] += Factorial(size) * Factorial(columns - size - 1) / Factorial(columns) * (values[known | (1 << j)] - values[known]);
                }
            }
        }

        return contributions;
    }

    /// <summary>The tree's value where only the known columns' tests are answered, and the others go both ways by cover.</summary>
    private static double Expected(RegressionTree tree, int node, ReadOnlySpan<double> row, int known)
    {
        int column = tree.Features.Span[node];
        if (column == RegressionTree.Leaf)
        {
            return tree.Values.Span[node];
        }

        (int left, int right) = (tree.Left.Span[node], tree.Right.Span[node]);
        if ((known & (1 << column)) != 0)
        {
            bool goesLeft = double.IsNaN(row[column]) ? tree.MissingLeft.Span[node] : row[column] <= tree.Thresholds.Span[node];
            return Expected(tree, goesLeft ? left : right, row, known);
        }

        (double l, double r) = (tree.Covers.Span[left], tree.Covers.Span[right]);
        return ((l * Expected(tree, left, row, known)) + (r * Expected(tree, right, row, known))) / (l + r);
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static (Matrix Inputs, double[] Labels) WithMissing(int rows, int columns, int seed)
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(rows, columns, seed);
        var random = new Random(seed);
        for (int i = 0; i < rows; i++)
        {
            if (random.Next(4) == 0)
            {
                inputs.RowToWrite(i)[random.Next(columns)] = double.NaN;
            }
        }

        return (inputs, labels);
    }
}
