using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class DendrogramTests
{
    [Fact]
    public void A_cut_at_a_height_makes_the_merges_up_to_it()
    {
        Dendrogram tree = Agglomerative.Fit(Matrix.FromRows([[0], [1], [3], [7]]), new() { Linkage = Linkage.Single });

        tree.CutAtHeight(0.5).ShouldBe([0, 1, 2, 3]);
        tree.CutAtHeight(1).ShouldBe([0, 0, 1, 2]);
        tree.CutAtHeight(2).ShouldBe([0, 0, 0, 1]);
        tree.CutAtHeight(double.PositiveInfinity).ShouldBe([0, 0, 0, 0]);
        tree.CutAtHeight(-1).ShouldBe([0, 1, 2, 3]);
        Should.Throw<ArgumentException>(() => tree.CutAtHeight(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => tree.CutAt(0));
        Should.Throw<ArgumentOutOfRangeException>(() => tree.CutAt(5));
    }

    [Fact]
    public void New_points_go_to_the_nearest_centroid_of_a_Ward_cut()
    {
        var inputs = Matrix.FromRows([[0, 0], [10, 10], [0, 2], [10, 12]]);
        WardCut cut = WardCut.Of(Agglomerative.Fit(inputs, new()), inputs, 2);

        cut.Labels.ToArray().ShouldBe([0, 1, 0, 1]);
        cut.Centroid(0).ToArray().ShouldBe([0, 1]);
        cut.Centroid(1).ToArray().ShouldBe([10, 11]);
        cut.NearestCentroid([4.0, 4.0]).ShouldBe(0);
        cut.NearestCentroid([7.0, 7.0]).ShouldBe(1);
        cut.NearestCentroid(inputs).ShouldBe([0, 1, 0, 1]);
        Should.Throw<ArgumentException>(() => cut.NearestCentroid([4.0]));
    }

    [Fact]
    public void Centroids_are_refused_where_they_describe_nothing()
    {
        var inputs = Matrix.FromRows([[0], [1], [5]]);
        Dendrogram average = Agglomerative.Fit(inputs, new() { Linkage = Linkage.Average });
        Should.Throw<ArgumentException>(() => WardCut.Of(average, inputs, 2)).Message.ShouldContain("Average");
        Should.Throw<ArgumentException>(() => WardCut.Of(Agglomerative.Fit(inputs, new()), Matrix.FromRows([[0], [1]]), 2)).Message.ShouldContain("3 rows but 2");
        Should.Throw<ArgumentException>(() => new WardCut(2, new[] { 0 }, new double[] { 1, 2, 3 })).Message.ShouldContain("rows of 2");
        Should.Throw<ArgumentException>(() => new WardCut(2, new[] { 1 }, new double[] { 1, 2 })).Message.ShouldContain("Row 0");
    }

    [Theory]
    [InlineData("[0,2]", "[1,3]", "[1,2]", "[2,2]")] // sizes do not add up
    [InlineData("[0,1]", "[1,3]", "[1,2]", "[2,3]")] // row 1 merged twice
    [InlineData("[0,2]", "[1,4]", "[1,2]", "[2,3]")] // a cluster that is not there yet
    [InlineData("[0,2]", "[1,3]", "[2,1]", "[2,3]")] // falling heights
    [InlineData("[0,2]", "[1,3]", "[1]", "[2,3]")] // a height is missing
    public void A_file_that_holds_no_tree_is_refused(string left, string right, string heights, string sizes)
    {
        string json = $$"""{"linkage":"Ward","left":{{left}},"right":{{right}},"heights":{{heights}},"sizes":{{sizes}}}""";
        Should.Throw<ArgumentException>(() => JsonSerializer.Deserialize(json, LearningJson.Default.Dendrogram));
    }
}

public sealed class WardCutCase : ILearnerCase
{
    public string Name => "centroids of a Ward cut";

    public int? TooFewRows => 2;

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
    {
        Dendrogram tree = Agglomerative.Fit(inputs, new(), progress, cancellation);
        return new Fitted(WardCut.Of(tree, inputs, 3));
    }

    private sealed record Fitted(WardCut Cut) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Cut, LearningJson.Default.WardCut);

        public double[] Batch(Matrix inputs) => [.. Cut.NearestCentroid(inputs).Select(label => (double)label)];

        public double[] Single(ReadOnlySpan<double> row) => [Cut.NearestCentroid(row)];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.WardCut)!);
    }
}
