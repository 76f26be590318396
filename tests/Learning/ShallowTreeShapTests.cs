using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Shallow trees are looked up in tables; without room for tables they are walked, and must say the same.</summary>
public class ShallowTreeShapTests
{
    [Theory]
    [InlineData(1, 0, 8)]
    [InlineData(2, 0, 3)]
    [InlineData(3, 0, 2)]
    [InlineData(4, 0, 12)]
    [InlineData(5, 0, 3)]
    [InlineData(6, 0, 12)]
    [InlineData(6, 0, 1)]
    [InlineData(6, 9, 5)]
    [InlineData(7, 0, 6)]
    public void Tables_say_what_walking_says(int maxDepth, int maxLeaves, int columns)
    {
        (Matrix inputs, GradientBoostingModel model) = Fitted(columns, new() { Trees = 12, MaxDepth = maxDepth, MaxLeaves = maxLeaves, MinChildWeight = 0.1 });
        TreeShap tables = TreeShap.Of(model);
        TreeShap walked = Walked(model);

        tables.ExpectedValue.ShouldBe(walked.ExpectedValue);
        for (int i = 0; i < inputs.Rows; i++)
        {
            (double margin, double[] contributions) = Explain(tables, inputs.Row(i));
            (double walkedMargin, double[] expected) = Explain(walked, inputs.Row(i));
            contributions.ShouldBe(expected, 1e-12);
            (tables.ExpectedValue + contributions.Sum()).ShouldBe(margin, 1e-12);
            Bits(margin).ShouldBe(Bits(model.Margin(inputs.Row(i))));
            Bits(walkedMargin).ShouldBe(Bits(margin));
        }
    }

    [Fact]
    public void A_value_on_a_threshold_goes_left_and_a_missing_one_to_its_side()
    {
        // Column 0 is tested twice on the way to the right; missing values go right, then left.
        var tree = new RegressionTree(
            new[] { 0, -1, 0, -1, -1 }, new[] { 1.0, 0, 2, 0, 0 }, new[] { false, false, true, false, false }, new[] { 1, 0, 3, 0, 0 }, new[] { 2, 0, 4, 0, 0 }, new[] { 0.0, 1, 0, 2, 4 }, new[] { 4.0, 2, 2, 1, 1 });
        var shap = new TreeShap(new[] { tree }, 1);

        shap.ExpectedValue.ShouldBe(2);
        foreach ((double value, double leaf) in new[] { (1, 1), (Math.BitIncrement(1), 2), (2, 2), (Math.BitIncrement(2), 4), (double.NaN, 2), (double.PositiveInfinity, 4), (double.NegativeInfinity, 1) })
        {
            (double margin, double[] contributions) = Explain(shap, [value]);
            margin.ShouldBe(leaf);
            contributions.ShouldBe([leaf - 2], 1e-12);
        }
    }

    [Fact]
    public void A_tree_without_tests_only_moves_the_margin()
    {
        var constant = new RegressionTree(new[] { -1 }, new double[1], new bool[1], new int[1], new int[1], new[] { 3.0 }, new[] { 5.0 });
        (double margin, double[] contributions) = Explain(new TreeShap(new[] { constant, constant }, 2, offset: 1), [7, double.NaN]);

        margin.ShouldBe(7);
        contributions.ShouldBe([0, 0]);
    }

    [Fact]
    public void A_batch_gives_the_bits_of_single_rows_and_columns_that_no_tree_tests_get_nothing()
    {
        (Matrix inputs, GradientBoostingModel model) = Fitted(6, new() { Trees = 20, MaxDepth = 4, ColumnSample = 0.2 });
        TreeShap shap = TreeShap.Of(model);
        Matrix batch = shap.Explain(inputs);
        for (int i = 0; i < inputs.Rows; i++)
        {
            batch.Row(i).ToArray().Select(Bits).ShouldBe(Explain(shap, inputs.Row(i)).Contributions.Select(Bits));
        }

        int[] tested = [.. model.Trees.ToArray().SelectMany(tree => tree.Features.ToArray()).Distinct()];
        foreach (int untested in Enumerable.Range(0, 6).Except(tested))
        {
            Enumerable.Range(0, inputs.Rows).ShouldAllBe(i => batch[i, untested] == 0);
        }

        shap.Explain(new Matrix(0, 6)).Rows.ShouldBe(0);
        Should.Throw<ArgumentException>(() => shap.Explain(new Matrix(1, 5)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_forest_is_explained_by_the_mean_of_its_trees(int maxDepth)
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(150, 5, seed: 9);
        ForestModel model = RandomForest.Fit(inputs, labels, [], new() { Trees = 15, MaxDepth = maxDepth });
        TreeShap shap = TreeShap.Of(model);
        for (int i = 0; i < 30; i++)
        {
            (double margin, double[] contributions) = Explain(shap, inputs.Row(i));
            margin.ShouldBe(model.Predict(inputs.Row(i)), 1e-12);
            (shap.ExpectedValue + contributions.Sum()).ShouldBe(margin, 1e-12);
        }
    }

    [Fact]
    public void The_bound_on_memory_is_checked()
    {
        GradientBoostingModel model = Fitted(3, new() { Trees = 1 }).Model;
        Should.Throw<ArgumentOutOfRangeException>(() => new TreeShap(model.Trees, 3, tableMegabytes: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new TreeShap(model.Trees, 3, tableMegabytes: 1025));
    }

    private static TreeShap Walked(GradientBoostingModel model) => new(model.Trees, model.Columns, model.BaseMargin, tableMegabytes: 0);

    private static (double Margin, double[] Contributions) Explain(TreeShap shap, ReadOnlySpan<double> row)
    {
        var into = new double[shap.Columns];
        double margin = shap.Explain(row, into);
        return (margin, into);
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static (Matrix Inputs, GradientBoostingModel Model) Fitted(int columns, GradientBoostingOptions options)
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(160, columns, seed: columns);
        var random = new Random(columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            // Few distinct values: many lie on thresholds.
            foreach (ref double value in inputs.RowToWrite(i))
            {
                value = random.Next(8) == 0 ? double.NaN : Math.Round(value * 4) / 4;
            }
        }

        return (inputs, GradientBoostedTrees.Fit(inputs, labels, [], options));
    }
}
