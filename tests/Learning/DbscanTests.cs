using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class DbscanTests
{
    [Fact]
    public void Two_dense_groups_are_clusters_and_a_lone_point_is_noise()
    {
        var inputs = Matrix.FromRows([[10], [0], [11], [1], [12], [2], [50]]);
        DbscanClustering found = Dbscan.Fit(inputs, new() { Epsilon = 1, MinPoints = 3 });

        found.Clusters.ShouldBe(2);
        found.Labels.ToArray().ShouldBe([0, 1, 0, 1, 0, 1, -1]);
        found.Core.ToArray().ShouldBe([false, false, true, true, false, false, false]);
    }

    [Fact]
    public void A_ring_around_a_dot_is_a_cluster_of_its_own()
    {
        double[][] ring = [.. Enumerable.Range(0, 60).Select(i => new[] { 5 * Math.Cos(i * Math.Tau / 60), 5 * Math.Sin(i * Math.Tau / 60) })];
        double[][] dot = [.. Enumerable.Range(0, 10).Select(i => new[] { i * 0.01, 0 })];
        DbscanClustering found = Dbscan.Fit(Matrix.FromRows([.. ring, .. dot]), new() { Epsilon = 0.6, MinPoints = 3 });

        found.Labels.ToArray().ShouldBe([.. Enumerable.Repeat(0, 60), .. Enumerable.Repeat(1, 10)]);
    }

    [Fact]
    public void Neighbours_exactly_at_the_radius_count_and_so_does_the_row_itself()
    {
        var inputs = Matrix.FromRows([[0], [1]]);

        Dbscan.Fit(inputs, new() { Epsilon = 1, MinPoints = 2 }).Clusters.ShouldBe(1);
        Dbscan.Fit(inputs, new() { Epsilon = 0.999, MinPoints = 2 }).Clusters.ShouldBe(0);
        Dbscan.Fit(inputs, new() { Epsilon = 0.999, MinPoints = 1 }).Labels.ToArray().ShouldBe([0, 1]);
    }

    [Fact]
    public void A_border_between_two_clusters_goes_to_the_one_whose_first_core_comes_first()
    {
        // Cores at 2 and 6; 4 is within 2 of both, but has only 3 neighbours.
        double[] line = [4, 6, 6.5, 7, 2, 1.5, 1];
        DbscanClustering found = Dbscan.Fit(Matrix.FromRows([.. line.Select(x => new[] { x })]), new() { Epsilon = 2, MinPoints = 4 });

        found.Core.ToArray().ShouldBe([false, true, false, false, true, false, false]);
        found.Labels.ToArray().ShouldBe([0, 0, 0, 0, 1, 1, 1]);
    }

    /// <summary>sklearn.cluster.DBSCAN 1.2 on the same eleven points.</summary>
    [Theory]
    [InlineData(0.6, new[] { 0, 0, 0, 0, -1, 1, 1, 1, 1, -1, -1 }, new[] { 1, 6 })]
    [InlineData(0.75, new[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0 }, new[] { 1, 2, 3, 4, 5, 6, 8 })]
    public void It_finds_what_scikit_learn_finds(double epsilon, int[] labels, int[] cores)
    {
        var inputs = Matrix.FromRows([[0, 0], [0.5, 0], [1.0, 0], [0.5, 0.5], [1.6, 0], [2.2, 0], [2.7, 0], [3.2, 0], [2.7, 0.5], [9, 9], [1.9, 0.4]]);
        DbscanClustering found = Dbscan.Fit(inputs, new() { Epsilon = epsilon, MinPoints = 4 });

        found.Labels.ToArray().ShouldBe(labels);
        Enumerable.Range(0, 11).Where(i => found.Core.Span[i]).ShouldBe(cores);
    }

    /// <summary>Points on a coarse grid, so that many lie exactly at the radius or on each other.</summary>
    [Fact]
    public void It_finds_what_comparing_every_pair_finds()
    {
        Gen<double[]> point = from x in Gen.Choose(0, 20) from y in Gen.Choose(0, 20) from z in Gen.Choose(0, 2) select new double[] { x, y, z };
        Prop.ForAll(Arb.From(point.ArrayOf(80)), Arb.From(Gen.Choose(1, 4)), Arb.From(Gen.Choose(1, 8)), (points, epsilon, minPoints) =>
        {
            DbscanClustering found = Dbscan.Fit(Matrix.FromRows(points), new() { Epsilon = epsilon, MinPoints = minPoints });
            (int[] labels, bool[] core) = ByEveryPair(points, epsilon, minPoints);
            return found.Labels.Span.SequenceEqual(labels) && found.Core.Span.SequenceEqual(core);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(20)]
    public void In_one_column_or_in_many_it_finds_the_same_as_every_pair(int columns)
    {
        Matrix inputs = AgglomerativeTests.Blobs(333, columns, seed: 4);
        double[][] points = [.. Enumerable.Range(0, 333).Select(i => inputs.Row(i).ToArray())];
        double epsilon = 0.65 * Math.Sqrt(columns);
        (int[] labels, bool[] core) = ByEveryPair(points, epsilon, 6);

        DbscanClustering found = Dbscan.Fit(inputs, new() { Epsilon = epsilon, MinPoints = 6 });
        found.Labels.ToArray().ShouldBe(labels);
        found.Core.ToArray().ShouldBe(core);
        found.Clusters.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_order_of_rows_changes_neither_cores_nor_noise()
    {
        Matrix inputs = AgglomerativeTests.Blobs(400, 3, seed: 6);
        int[] order = [.. Enumerable.Range(0, 400)];
        new Random(2).Shuffle(order);
        var options = new DbscanOptions { Epsilon = 0.45, MinPoints = 7 };
        DbscanClustering one = Dbscan.Fit(inputs, options);
        DbscanClustering other = Dbscan.Fit(Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray())]), options);

        other.Clusters.ShouldBe(one.Clusters);
        other.Core.ToArray().ShouldBe(order.Select(i => one.Core.Span[i]));
        other.Labels.ToArray().Select(label => label < 0).ShouldBe(order.Select(i => one.Labels.Span[i] < 0));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        Matrix inputs = AgglomerativeTests.Blobs(3000, 4, seed: 7);
        Json(Dbscan.Fit(inputs, new() { Epsilon = 0.4, Threads = 4 })).ShouldBe(Json(Dbscan.Fit(inputs, new() { Epsilon = 0.4, Threads = 1 })));
    }

    [Fact]
    public void Equal_rows_are_one_cluster_or_all_noise()
    {
        var inputs = Matrix.FromRows([.. Enumerable.Repeat(new[] { 0.1, 0.7 }, 100)]);

        Dbscan.Fit(inputs, new() { MinPoints = 100 }).Labels.ToArray().ShouldAllBe(label => label == 0);
        Dbscan.Fit(inputs, new() { MinPoints = 101 }).Labels.ToArray().ShouldAllBe(label => label == DbscanClustering.Noise);
    }

    [Fact]
    public void Options_out_of_range_and_files_without_sense_are_refused()
    {
        var inputs = Matrix.FromRows([[0], [1]]);
        Should.Throw<ArgumentOutOfRangeException>(() => Dbscan.Fit(inputs, new() { Epsilon = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Dbscan.Fit(inputs, new() { Epsilon = double.NaN }));
        Should.Throw<ArgumentOutOfRangeException>(() => Dbscan.Fit(inputs, new() { MinPoints = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Dbscan.Fit(inputs, new() { Threads = -1 }));
        Should.Throw<ArgumentException>(() => new DbscanClustering(1, new[] { 1 }, new[] { true })).Message.ShouldContain("Row 0");
        Should.Throw<ArgumentException>(() => new DbscanClustering(1, new[] { 0, -1 }, new[] { true, true })).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => new DbscanClustering(2, new[] { 1, 0 }, new[] { true, true })).Message.ShouldContain("Row 0");
        Should.Throw<ArgumentException>(() => new DbscanClustering(2, new[] { 0, 1 }, new[] { true, false })).Message.ShouldContain("1 clusters");
        Should.Throw<ArgumentException>(() => new DbscanClustering(1, new[] { 0 }, new[] { true, false }));
    }

    /// <summary>Counts of sklearn.cluster.DBSCAN 1.2 (learning_reference.json).</summary>
    [ReferenceTheory]
    [InlineData("campaign_matrix.csv")]
    [InlineData("insiders_matrix.csv")]
    public void Clusters_noise_and_sizes_agree_with_the_reference(string file)
    {
        Matrix inputs = file == "campaign_matrix.csv" ? ReferenceData.Campaign().Inputs : ReferenceData.Insiders();
        foreach (JsonProperty each in ReferenceData.Expected(file, "dbscan").EnumerateObject())
        {
            string[] parts = each.Name.Split('=', ',');
            DbscanOptions options = new()
            {
                Epsilon = double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
                MinPoints = int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture),
            };
            DbscanClustering found = Dbscan.Fit(inputs, options);
            int[] labels = found.Labels.ToArray();

            found.Clusters.ShouldBe(each.Value.GetProperty("clusters").GetInt32(), each.Name);
            labels.Count(label => label == DbscanClustering.Noise).ShouldBe(each.Value.GetProperty("noise").GetInt32(), each.Name);
            labels.Where(label => label >= 0).CountBy(label => label).Select(cluster => cluster.Value).OrderDescending().Take(10)
                .ShouldBe(each.Value.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32()), each.Name);
        }
    }

    private static string Json(DbscanClustering clustering) => JsonSerializer.Serialize(clustering, LearningJson.Default.DbscanClustering);

    /// <summary>The definition, row by row: cores, then clusters in the order of their first cores, each with the borders that are still free.</summary>
    private static (int[] Labels, bool[] Core) ByEveryPair(double[][] points, double epsilon, int minPoints)
    {
        int[][] neighbours = [.. points.Select(a => Enumerable.Range(0, points.Length).Where(i => Square(a, points[i]) <= epsilon * epsilon).ToArray())];
        bool[] core = [.. neighbours.Select(each => each.Length >= minPoints)];
        int[] labels = [.. Enumerable.Repeat(-1, points.Length)];
        int clusters = 0;
        for (int row = 0; row < points.Length; row++)
        {
            if (core[row] && labels[row] < 0)
            {
                labels[row] = clusters;
                var queue = new Queue<int>([row]);
                while (queue.TryDequeue(out int at))
                {
                    foreach (int neighbour in neighbours[at].Where(neighbour => labels[neighbour] < 0))
                    {
                        labels[neighbour] = clusters;
                        if (core[neighbour])
                        {
                            queue.Enqueue(neighbour);
                        }
                    }
                }

                clusters++;
            }
        }

        return (labels, core);
    }

    private static double Square(double[] a, double[] b)
    {
        double square = 0;
        for (int j = 0; j < a.Length; j++)
        {
            square += (a[j] - b[j]) * (a[j] - b[j]);
        }

        return square;
    }
}

public sealed class DbscanCase : ILearnerCase
{
    public string Name => "DBSCAN";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(Dbscan.Fit(inputs, new() { Epsilon = 0.4, MinPoints = 4 }, progress, cancellation));

    private sealed record Fitted(DbscanClustering Clustering) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Clustering, LearningJson.Default.DbscanClustering);

        public double[]? Batch(Matrix inputs) => null;

        public double[] Single(ReadOnlySpan<double> row) => [];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.DbscanClustering)!);
    }
}
