using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class AgglomerativeTests
{
    public static TheoryData<Linkage> Linkages => [.. Enum.GetValues<Linkage>()];

    /// <summary>Four corners of the plane and three points between them.</summary>
    private static Matrix Twelve => Matrix.FromRows(
    [
        [0.0, 0.3], [0.9, 0.1], [0.2, 1.4], [5.1, 4.8], [6.3, 5.2], [4.7, 6.1],
        [9.2, 0.4], [8.1, 1.9], [9.9, 2.3], [3.3, 2.9], [7.0, 9.5], [0.6, 7.7],
    ]);

    [Fact]
    public void Two_pairs_on_a_line_merge_in_themselves_before_they_merge_with_each_other()
    {
        Dendrogram tree = Agglomerative.Fit(Matrix.FromRows([[0], [10], [1], [12]]), new() { Linkage = Linkage.Single });

        tree.Left.ToArray().ShouldBe([0, 1, 4]);
        tree.Right.ToArray().ShouldBe([2, 3, 5]);
        tree.Heights.ToArray().ShouldBe([1, 2, 9]);
        tree.Sizes.ToArray().ShouldBe([2, 2, 4]);
        tree.CutAt(2).ShouldBe([0, 1, 0, 1]);
        tree.CutAt(3).ShouldBe([0, 1, 0, 2]);
    }

    [Fact]
    public void The_linkages_differ_by_what_they_call_the_distance_of_two_pairs()
    {
        // {0, 1} and {5, 7}: pairs are 5, 7, 4, 6 apart, centroids 5.5, and Ward's factor for 2 and 2 is √2.
        var inputs = Matrix.FromRows([[0], [1], [5], [7]]);
        double Top(Linkage linkage) => Agglomerative.Fit(inputs, new() { Linkage = linkage }).Heights.Span[^1];

        Top(Linkage.Single).ShouldBe(4);
        Top(Linkage.Complete).ShouldBe(7);
        Top(Linkage.Average).ShouldBe(5.5);
        Top(Linkage.Ward).ShouldBe(5.5 * Math.Sqrt(2), 1e-14);
    }

    [Fact]
    public void A_chain_of_points_is_one_cluster_to_single_linkage_only()
    {
        // A line with steps of 1 and a pair 2 above its middle.
        var inputs = Matrix.FromRows([[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [6, 0], [7, 0], [3, 2], [3.5, 2]]);
        int[] line = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];

        Agglomerative.Fit(inputs, new() { Linkage = Linkage.Single }).CutAt(2).ShouldBe(line);
        foreach (Linkage other in new[] { Linkage.Ward, Linkage.Average, Linkage.Complete })
        {
            Agglomerative.Fit(inputs, new() { Linkage = other }).CutAt(2).ShouldNotBe(line);
        }
    }

    /// <summary>All from scipy.cluster.hierarchy.linkage 1.10 on the same twelve points.</summary>
    [Theory]
    [InlineData(
        Linkage.Ward,
        new[] { 0, 3, 2, 5, 7, 6, 9, 11, 10, 17, 14 },
        new[] { 1, 4, 12, 13, 8, 16, 15, 18, 19, 20, 21 },
        new[]
        {
            0.92195444572928875, 1.264911064067352, 1.4153915830374761, 1.7165857586111637, 1.8439088914585779, 1.9765289440498122,
            3.9412350010286539, 6.5440048899737242, 6.6213795138676845, 12.82254958180228, 14.613483119670304,
        })]
    [InlineData(
        Linkage.Average,
        new[] { 0, 3, 2, 5, 7, 6, 9, 10, 11, 17, 14 },
        new[] { 1, 4, 12, 13, 8, 16, 15, 18, 19, 20, 21 },
        new[]
        {
            0.92195444572928875, 1.264911064067352, 1.2972581473866174, 1.5979515129710626, 1.8439088914585779, 1.942476598452743,
            3.2967706464207454, 5.2743422624946401, 5.6268724502289071, 6.8306700833020892, 7.7043813486657449,
        })]
    [InlineData(
        Linkage.Complete,
        new[] { 0, 3, 2, 5, 7, 6, 9, 11, 10, 14, 20 },
        new[] { 1, 4, 12, 13, 8, 16, 15, 18, 19, 17, 21 },
        new[]
        {
            0.92195444572928875, 1.264911064067352, 1.4764823060233399, 1.8357559750685815, 1.8439088914585779, 2.0248456731316589,
            3.7802116342871601, 6.2241465278381742, 7.5663729752107782, 10.1, 11.56027681329474,
        })]
    [InlineData(
        Linkage.Single,
        new[] { 0, 2, 3, 5, 7, 6, 9, 13, 17, 10, 11 },
        new[] { 1, 12, 4, 14, 8, 16, 15, 18, 19, 20, 21 },
        new[]
        {
            0.92195444572928875, 1.1180339887498947, 1.264911064067352, 1.360147050873544, 1.8439088914585779, 1.8601075237738272,
            2.6172504656604803, 3.4438350715445125, 3.7589892258425008, 4.1048751503547587, 4.4011362169330779,
        })]
    public void It_merges_as_SciPy_does(Linkage linkage, int[] left, int[] right, double[] heights)
    {
        Dendrogram tree = Agglomerative.Fit(Twelve, new() { Linkage = linkage });

        tree.Left.ToArray().ShouldBe(left);
        tree.Right.ToArray().ShouldBe(right);
        for (int merge = 0; merge < heights.Length; merge++)
        {
            tree.Heights.Span[merge].ShouldBe(heights[merge], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void One_row_is_a_tree_without_merges_and_equal_rows_merge_at_zero(Linkage linkage)
    {
        Agglomerative.Fit(Matrix.FromRows([[5, 5]]), new() { Linkage = linkage }).CutAt(1).ShouldBe([0]);

        Dendrogram equal = Agglomerative.Fit(Matrix.FromRows([.. Enumerable.Repeat(new[] { 0.1, 0.7 }, 40)]), new() { Linkage = linkage });
        equal.Heights.ToArray().ShouldAllBe(height => height == 0);
        equal.Sizes.Span[^1].ShouldBe(40);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Heights_are_those_of_merging_the_nearest_pair_again_and_again(Linkage linkage)
    {
        // So fine a grid that no two pairs are equally far apart: between ties the tree is a matter of taste.
        Gen<double[]> point = from x in Gen.Choose(0, 1_000_000_000) from y in Gen.Choose(0, 1_000_000_000) select new[] { x / 7e6, y / 7e6 };
        Prop.ForAll(Arb.From(point.ArrayOf(20)), points =>
        {
            double[] expected = GreedyMerging.Heights(points, linkage);
            Dendrogram tree = Agglomerative.Fit(Matrix.FromRows(points), new() { Linkage = linkage });
            return tree.Heights.ToArray().Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    /// <summary>On a grid nearly everything is tied, and steps of 0.1 round differently from place to place.</summary>
    [Theory]
    [MemberData(nameof(Linkages))]
    public void A_grid_full_of_ties_still_gives_a_tree(Linkage linkage)
    {
        double[][] grid = [.. from x in Enumerable.Range(0, 20) from y in Enumerable.Range(0, 20) select new[] { x * 0.1, 100 + (y * 0.1) }];
        Dendrogram tree = Agglomerative.Fit(Matrix.FromRows(grid), new() { Linkage = linkage });

        tree.Sizes.Span[^1].ShouldBe(400);
        tree.CutAt(7).Distinct().Count().ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void Scaling_scales_the_heights_and_the_order_of_rows_does_not_change_them(Linkage linkage)
    {
        Matrix inputs = Blobs(150, 4, seed: 5);
        int[] order = [.. Enumerable.Range(0, 150)];
        new Random(3).Shuffle(order);
        double[] heights = Heights(inputs, linkage);
        double[] scaled = Heights(Map(inputs, Enumerable.Range(0, 150), value => value * 8), linkage);
        double[] moved = Heights(Map(inputs, order, value => value + 3), linkage);

        scaled.Select(height => height / 8).ShouldBe(heights);
        for (int merge = 0; merge < heights.Length; merge++)
        {
            moved[merge].ShouldBe(heights[merge], 1e-10);
        }
    }

    /// <summary>1,100 × 92 is enough for scans to be cut into chunks and shared out.</summary>
    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        foreach (Linkage linkage in new[] { Linkage.Ward, Linkage.Single })
        {
            Matrix inputs = Blobs(1100, 92, seed: 8);
            Json(Agglomerative.Fit(inputs, new() { Linkage = linkage, Threads = 3 })).ShouldBe(Json(Agglomerative.Fit(inputs, new() { Linkage = linkage, Threads = 1 })));
        }
    }

    [Theory]
    [MemberData(nameof(Linkages))]
    public void A_fit_under_way_can_be_cancelled(Linkage linkage)
    {
        using var source = new CancellationTokenSource();
        var stop = new StopAtFirstReport(source);
        Should.Throw<OperationCanceledException>(() => Agglomerative.Fit(Blobs(200, 3, seed: 1), new() { Linkage = linkage }, stop, source.Token));
    }

    [Fact]
    public void What_cannot_be_clustered_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Agglomerative.Fit(Twelve, new() { Linkage = (Linkage)9 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Agglomerative.Fit(Twelve, new() { Threads = -1 }));
        Should.Throw<ArgumentException>(() => Agglomerative.Fit(Matrix.FromRows([[0, 1], [1, 1e200]]), new())).Message.ShouldContain("Row 1, column 1");
        Should.Throw<ArgumentException>(() => Agglomerative.Fit(new Matrix(30_001, 1), new() { Linkage = Linkage.Complete })).Message.ShouldContain("30000 rows, not 30001");
    }

    /// <summary>SciPy's heights and scikit-learn's cuts (learning_reference.json and the ward columns of the labels beside it).</summary>
    [ReferenceTheory]
    [InlineData("campaign_matrix.csv")]
    [InlineData("insiders_matrix.csv")]
    public void Ward_agrees_with_the_reference(string file)
    {
        Matrix inputs = file == "campaign_matrix.csv" ? ReferenceData.Campaign().Inputs : ReferenceData.Insiders();
        Dendrogram tree = Agglomerative.Fit(inputs, new());

        double[] expected = [.. ReferenceData.Expected(file, "ward_last_20_heights").EnumerateArray().Select(each => each.GetDouble())];
        double[] heights = tree.Heights.ToArray()[^20..];
        for (int merge = 0; merge < 20; merge++)
        {
            heights[merge].ShouldBe(expected[merge], 1e-8 * expected[merge]);
        }

        JsonElement cuts = ReferenceData.Expected(file, "ward");
        foreach (int clusters in new[] { 2, 3, 4, 5, 9 })
        {
            int[] labels = tree.CutAt(clusters);
            string name = clusters.ToString(System.Globalization.CultureInfo.InvariantCulture);
            labels.ShouldBe(ByFirstAppearance(ReferenceData.Labels(file, $"ward{name}")));
            labels.CountBy(label => label).Select(each => each.Value).OrderDescending()
                .ShouldBe(cuts.GetProperty(name).GetProperty("sizes").EnumerateArray().Select(each => each.GetInt32()));
        }
    }

    internal static int[] ByFirstAppearance(int[] labels)
    {
        int[] order = [.. labels.Distinct()];
        return [.. labels.Select(label => Array.IndexOf(order, label))];
    }

    /// <summary>Four blobs, one per corner of the first two columns; noise of ±1 everywhere.</summary>
    internal static Matrix Blobs(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var inputs = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < columns; j++)
            {
                row[j] = (j < 2 && (i >> j) % 2 == 0 ? 5 : 0) + (2 * random.NextDouble()) - 1;
            }
        }

        return inputs;
    }

    private static double[] Heights(Matrix inputs, Linkage linkage) => Agglomerative.Fit(inputs, new() { Linkage = linkage }).Heights.ToArray();

    private static Matrix Map(Matrix inputs, IEnumerable<int> rows, Func<double, double> each) =>
        Matrix.FromRows([.. rows.Select(i => inputs.Row(i).ToArray().Select(each).ToArray())]);

    private static string Json(Dendrogram tree) => JsonSerializer.Serialize(tree, LearningJson.Default.Dendrogram);

    private sealed class StopAtFirstReport(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}

public abstract class AgglomerativeCase(Linkage linkage) : ILearnerCase
{
    public string Name => $"agglomerative, {linkage}";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(Agglomerative.Fit(inputs, new() { Linkage = linkage }, progress, cancellation));

    private sealed record Fitted(Dendrogram Tree) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Tree, LearningJson.Default.Dendrogram);

        public double[]? Batch(Matrix inputs) => null;

        public double[] Single(ReadOnlySpan<double> row) => [];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.Dendrogram)!);
    }
}

public sealed class WardCase() : AgglomerativeCase(Linkage.Ward);

public sealed class AverageLinkageCase() : AgglomerativeCase(Linkage.Average);

public sealed class CompleteLinkageCase() : AgglomerativeCase(Linkage.Complete);

public sealed class SingleLinkageCase() : AgglomerativeCase(Linkage.Single);
