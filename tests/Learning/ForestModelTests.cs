using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class ForestModelTests
{
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

        shallow.Trees.Select(ForestRows.Depth).ShouldAllBe(depth => depth == 3);
        wide.Trees.SelectMany(tree => tree.Covers.ToArray()).Min().ShouldBeGreaterThanOrEqualTo(20);
        wide.Trees.Select(tree => tree.Covers.Span[0]).Distinct().ShouldBe([300]);
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
}
