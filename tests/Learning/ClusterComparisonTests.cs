using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class ClusterComparisonTests
{
    private static readonly Matrix Rows = ClusterSamples.Blobs(120, 2, 3, seed: 1, spread: 0.2);
    private static readonly ClusterComparisonOptions Quick = new() { Counts = [2, 3, 5], Refits = 3, Starts = 3 };

    [Fact]
    public void Every_algorithm_finds_separated_blobs_in_every_resample()
    {
        ComparedClusters[] compared = ClusterComparison.Run(Rows, Quick);

        compared.Select(each => (each.Algorithm, each.Clusters)).ShouldBe(ClusterAlgorithms.All.SelectMany(algorithm => Quick.Counts.Select(count => (algorithm, count))));
        int[] truth = [.. Enumerable.Range(0, Rows.Rows).Select(row => row % 3)];
        foreach (ComparedClusters three in compared.Where(each => each.Clusters == 3))
        {
            ClusterSamples.SamePartition(three.Labels.ShouldNotBeNull(), truth).ShouldBeTrue(three.Algorithm.ToString());
            three.Placement.ShouldNotBeNull().Place(Rows).ShouldBe(three.Labels);
            three.Stability.ShouldNotBeNull().Mean.ShouldBe(1, 1e-12);
            three.SmallestShare.ShouldBe(1 / 3.0, 1e-12);
            three.Silhouette.ShouldBe(Silhouette.Mean(Rows, truth), 1e-12);
            (three.Silhouette - three.ReferenceSilhouette).ShouldBeGreaterThan(0.2);
        }
    }

    [Fact]
    public void What_an_algorithm_does_not_find_has_no_placement_and_no_figures()
    {
        ComparedClusters five = ClusterComparison.Run(Rows, Quick with { Algorithms = [ClusterAlgorithm.Dbscan] }).Single(each => each.Clusters == 5);

        (five.Placement, five.Labels, five.Stability, five.Silhouette, five.SmallestShare).ShouldBe((null, null, null, 0, 0));
    }

    [Fact]
    public void One_algorithm_alone_is_judged_as_among_all_and_steps_are_as_many_as_said()
    {
        int steps = 0;
        ClusterComparisonOptions alone = Quick with { Algorithms = [ClusterAlgorithm.Ward] };
        ComparedClusters ward = ClusterComparison.Run(Rows, alone, () => Interlocked.Increment(ref steps))[1];
        ComparedClusters among = ClusterComparison.Run(Rows, Quick).Single(each => each is { Algorithm: ClusterAlgorithm.Ward, Clusters: 3 });

        steps.ShouldBe(ClusterComparison.StepsOf(alone));
        ward.Labels.ShouldBe(among.Labels);
        (ward.Silhouette, ward.Stability!.Mean).ShouldBe((among.Silhouette, among.Stability!.Mean));
    }

    [Fact]
    public void Options_out_of_range_and_cancellation_are_heeded()
    {
        Should.Throw<ArgumentException>(() => ClusterComparison.Run(Rows, Quick with { Counts = [2, 2] }));
        Should.Throw<ArgumentException>(() => ClusterComparison.Run(Rows, Quick with { Counts = [1] }));
        Should.Throw<ArgumentException>(() => ClusterComparison.Run(Rows, Quick with { Refits = 1 }));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => ClusterComparison.Run(Rows, Quick, cancellation: cancelled.Token));
    }
}
