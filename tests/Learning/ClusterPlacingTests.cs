using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>What makes clusters found in any way place rows and be told by column.</summary>
public class ClusterPlacingTests
{
    private static readonly Matrix Line = Matrix.FromRows([[0, 5], [2, 7], [10, 5], [12, 7], [99, 99]]);
    private static readonly int[] Labels = [4, 4, 2, 2, -1];

    [Fact]
    public void Clusters_become_the_means_of_their_rows_without_the_noise()
    {
        var model = KMeansModel.OfClusters(Line, Labels);
        model.Clusters.ShouldBe(2);
        model.Centroids.ToArray().ShouldBe([11, 6, 1, 6]);
        model.Inertia.ShouldBe(8);
        model.Predict(Line).ShouldBe([1, 1, 0, 0, 0]);
        Should.Throw<ArgumentException>(() => KMeansModel.OfClusters(Line, [0, 0, 0, 0, -1]));
    }

    [Fact]
    public void The_share_of_variance_between_clusters_is_told_by_column()
    {
        // First column: means 1 and 11 about 6, 4 · 25 between, 4 · 1 within. Second: both means are 6.
        double[] shares = ClusterMetrics.VarianceBetween(Line, Labels);
        shares[0].ShouldBe(100 / 104.0, 1e-15);
        shares[1].ShouldBe(0);
        ClusterMetrics.VarianceBetween(Matrix.FromRows([[3], [3], [3]]), [0, 1, 1]).ShouldBe([0.0]);
    }

    [Fact]
    public void A_row_is_a_core_from_the_distance_of_its_nth_nearest_on()
    {
        Matrix rows = Matrix.FromRows([[0], [1], [3], [10]]);
        CoreDistances.Of(rows, 1).ShouldBe([0, 0, 0, 0]);
        CoreDistances.Of(rows, 2).ShouldBe([1, 1, 2, 7]);
        CoreDistances.Of(rows, 3, threads: 1).ShouldBe([3, 2, 3, 9]);
        double[] distances = CoreDistances.Of(rows, 3);
        Dbscan.Fit(rows, new() { Epsilon = 2, MinPoints = 3 }).Core.ToArray().ShouldBe(distances.Select(distance => distance <= 2));
        Should.Throw<ArgumentOutOfRangeException>(() => CoreDistances.Of(rows, 5));
    }
}
