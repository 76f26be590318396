using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class GaussianReferenceTests
{
    private static readonly KMeansOptions Fit = new() { Starts = 3 };

    [Fact]
    public void Rows_with_groups_exceed_it_and_rows_without_do_not()
    {
        Matrix blobs = ClusterSamples.Blobs(300, 2, 3, seed: 1, spread: 0.5);
        Matrix cloud = Cloud(1500, 3);
        double ofBlobs = Silhouette.Mean(blobs, KMeans.Fit(blobs, [], Fit with { Clusters = 3 }).Labels);
        double ofCloud = Silhouette.Mean(cloud, KMeans.Fit(cloud, [], Fit with { Clusters = 3 }).Labels);

        (ofBlobs - GaussianReference.Silhouettes(blobs, [3], 3, 1, Fit)[0]).ShouldBeGreaterThan(0.2);
        (ofCloud - GaussianReference.Silhouettes(cloud, [3], 3, 1, Fit)[0]).ShouldBeInRange(-0.02, 0.02);
    }

    [Fact]
    public void A_stretched_cloud_has_a_higher_one()
    {
        Matrix round = Cloud(500, 2);
        Matrix stretched = Cloud(500, 2);
        for (int i = 0; i < stretched.Rows; i++)
        {
            stretched.RowToWrite(i)[0] *= 10;
        }

        GaussianReference.Silhouettes(stretched, [2], 2, 1, Fit)[0].ShouldBeGreaterThan(GaussianReference.Silhouettes(round, [2], 2, 1, Fit)[0] + 0.1);
    }

    [Fact]
    public void The_seed_decides_and_the_threads_do_not_and_columns_may_follow_from_each_other()
    {
        Matrix rows = Cloud(100, 2);
        Matrix twice = rows.TakeColumns([0, 1, 0]);
        double[] one = GaussianReference.Silhouettes(twice, [2, 3], 2, 1, Fit with { Threads = 1 });
        GaussianReference.Silhouettes(twice, [2, 3], 2, 1, Fit with { Threads = 2 }).ShouldBe(one);
        GaussianReference.Silhouettes(twice, [2, 3], 2, 2, Fit).ShouldNotBe(one);
        one.ShouldAllBe(value => value > 0 && value < 1);
    }

    [Fact]
    public void What_has_no_finite_variance_is_refused()
    {
        Should.Throw<ArgumentException>(() => GaussianReference.Silhouettes(Matrix.FromRows([[1, double.NaN]]), [2], 1, 1, Fit)).Message.ShouldContain("Row 0, column 1");
        Should.Throw<OverflowException>(() => GaussianReference.Silhouettes(Matrix.FromRows([[1e200], [-1e200], [1]]), [2], 1, 1, Fit));
        Should.Throw<OperationCanceledException>(() => GaussianReference.Silhouettes(Cloud(100, 2), [2, 3], 2, 1, Fit, new CancellationToken(canceled: true)));
    }

    private static Matrix Cloud(int rows, int columns)
    {
        var random = new Random(4);
        return new Matrix(
            [.. Enumerable.Range(0, rows * columns).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))], rows, columns);
    }
}
