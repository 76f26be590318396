using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class LeafEmbeddingTests
{
    /// <summary>Two tests: first below 1, or else second below 5. Its nodes stand level by level, as those of a forest may.</summary>
    private static readonly RegressionTree LevelByLevel = new(
        new[] { 0, 1, RegressionTree.Leaf, RegressionTree.Leaf, RegressionTree.Leaf },
        new[] { 1.0, 5, 0, 0, 0 },
        new bool[5],
        new[] { 1, 3, 0, 0, 0 },
        new[] { 2, 4, 0, 0, 0 },
        new[] { 0.5, 0.25, 1, 0, 0.5 },
        new[] { 4.0, 2, 2, 1, 1 });

    private static readonly RegressionTree Stump = new(new[] { 0, -1, -1 }, new[] { 1.0, 0, 0 }, new bool[3], new[] { 1, 0, 0 }, new[] { 2, 0, 0 }, new[] { 0.5, 0, 1 }, new[] { 2.0, 1, 1 });

    private static readonly ForestModel TwoTrees = new(ForestTask.Regression, [LevelByLevel, Stump], new double[] { 0.5, 0.5 });

    private static readonly Matrix Rows = Matrix.FromRows([[0, 0], [0, 9], [2, 0], [0, 1]]);

    /// <summary>Node 1 is the inner node on the left, 2 and 3 its leaves, 4 the leaf on the right: as sklearn.tree numbers this tree.</summary>
    [Fact]
    public void Leaves_are_numbered_depth_first_whatever_the_order_of_nodes()
    {
        Matrix indices = new LeafEmbedding(TwoTrees).Indices(Rows);

        Enumerable.Range(0, 4).Select(i => indices[i, 0]).ShouldBe([2, 3, 4, 2]);
        Enumerable.Range(0, 4).Select(i => indices[i, 1]).ShouldBe([1, 1, 2, 1]);
        var alone = new int[2];
        new LeafEmbedding(TwoTrees).Indices(Rows.Row(1), alone);
        alone.ShouldBe([3, 1]);
    }

    [Fact]
    public void Grown_trees_are_numbered_so_already()
    {
        (Matrix inputs, double[] targets, _) = ForestRows.Table();
        ForestModel forest = RandomForest.Fit(inputs, targets, [], new() { Task = ForestTask.Regression, Trees = 5 });
        Matrix indices = new LeafEmbedding(forest).Indices(inputs);
        var leaves = new int[5];
        for (int i = 0; i < inputs.Rows; i++)
        {
            forest.LeavesOf(inputs.Row(i), leaves);
            indices.Row(i).ToArray().ShouldBe(leaves.Select(leaf => (double)leaf));
        }
    }

    [Fact]
    public void Distance_is_the_share_of_trees_with_different_leaves()
    {
        var embedding = new LeafEmbedding(TwoTrees);

        embedding.Distance(Rows.Row(0), Rows.Row(3)).ShouldBe(0);
        embedding.Distance(Rows.Row(0), Rows.Row(1)).ShouldBe(0.5);
        embedding.Distance(Rows.Row(0), Rows.Row(2)).ShouldBe(1);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    public void Neighbours_are_those_of_a_plain_search(int trees)
    {
        (Matrix inputs, double[] labels, Matrix fresh, _) = ForestRows.Generated();
        (inputs, fresh) = (inputs.Take([.. Enumerable.Range(0, 150)]), fresh.Take([.. Enumerable.Range(0, 40)]));
        var embedding = new LeafEmbedding(RandomForest.Fit(inputs, labels.AsSpan(0, 150), [], new() { Trees = trees, MinSamplesLeaf = 3 }));
        Check(embedding.Neighbours(inputs, 6), inputs, inputs);
        Check(embedding.Neighbours(fresh, inputs, 6, threads: 2), fresh, inputs);

        void Check(NearestNeighbours found, Matrix rows, Matrix others)
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                (double Distance, int Row)[] expected = [.. Enumerable.Range(0, others.Rows)
                    .Where(j => rows != others || j != i).Select(j => (embedding.Distance(rows.Row(i), others.Row(j)), j))
                    .OrderBy(each => each.Item1).ThenBy(each => rows == others && each.j < i).Take(6)];
                found.Of(i).ToArray().ShouldBe(expected.Select(each => each.Row));
                found.DistancesOf(i).ToArray().ShouldBe(expected.Select(each => each.Distance));
            }
        }
    }

    [Fact]
    public void Rows_of_another_width_too_many_neighbours_and_cancelled_work_are_refused()
    {
        var embedding = new LeafEmbedding(TwoTrees);
        Should.Throw<ArgumentException>(() => embedding.Indices(new Matrix(3, 1)));
        Should.Throw<ArgumentException>(() => embedding.Indices(Rows.Row(0), new int[3]));
        Should.Throw<ArgumentException>(() => embedding.Indices(Matrix.FromRows([[0, double.NaN]]))).Message.ShouldContain("Row 0, column 1");
        Should.Throw<ArgumentException>(() => embedding.Neighbours(Rows, 4)).Message.ShouldContain("3 rows");
        embedding.Neighbours(Rows, Rows, 4).Of(0).ToArray().ShouldBe([0, 3, 1, 2]);
        Should.Throw<OperationCanceledException>(() => embedding.Neighbours(Rows, 2, 0, new CancellationToken(true)));
    }

    /// <summary>The settings that a published segmentation of these customers ended with.</summary>
    [Fact]
    public void A_deep_forest_with_limits_on_splits_and_leaves_can_be_embedded()
    {
        (Matrix inputs, double[] targets, _) = ForestRows.Table();
        var options = new ForestOptions
        {
            Task = ForestTask.Regression,
            Trees = 882,
            MaxDepth = 138,
            MinSamplesSplit = 4,
            MinSamplesLeaf = 3,
            FeaturesPerSplit = FeaturesPerSplit.Sqrt,
        };
        var embedding = new LeafEmbedding(RandomForest.Fit(inputs, targets, [], options));

        embedding.Trees.ShouldBe(882);
        Matrix layout = Umap.LayOut(embedding.Neighbours(inputs, 4), new() { Neighbours = 5, Epochs = 20 });
        Umap.Place(layout, embedding.Neighbours(inputs, inputs, 5)).Row(3).ToArray().ShouldAllBe(value => double.IsFinite(value));
    }
}
