using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>A row of the comparison and what gave it; null where nothing was found.</summary>
internal sealed record ComparedFit(ComparedSegments Figures, ClusterPlacement? Placement);

/// <summary>The comparison of algorithms and numbers of clusters, as an evaluation tells of it.</summary>
internal static class SegmentComparison
{
    /// <summary>2 to 10.</summary>
    public static readonly IReadOnlyList<int> Counts =
        [.. Enumerable.Range(SegmentTrainingOptions.FewestClusters, SegmentTrainingOptions.MostClusters - SegmentTrainingOptions.FewestClusters + 1)];

    /// <summary>How often <see cref="Run"/> tells of a step.</summary>
    public static int StepsOf(SegmentTrainingOptions options) => ClusterComparison.StepsOf(Of(options));

    /// <returns>One for each algorithm and number of clusters, in that order.</returns>
    public static ComparedFit[] Run(Matrix rows, SegmentTrainingOptions options, TrainingSteps steps, CancellationToken cancellation) =>
        [.. ClusterComparison.Run(rows, Of(options), steps.Next, cancellation).Select(each => new ComparedFit(Told(each), each.Placement))];

    /// <returns>All figures but stability.</returns>
    public static ComparedSegments Judge(Matrix rows, int[] labels, ClusterAlgorithm algorithm, int clusters, double reference, CancellationToken cancellation) =>
        Told(ClusterComparison.Judge(rows, null, labels, algorithm, clusters, reference, cancellation));

    private static ComparedSegments Told(ComparedClusters each) => new(
        each.Algorithm,
        each.Clusters,
        each.Labels is not null,
        each.Silhouette,
        each.ReferenceSilhouette,
        each.CalinskiHarabasz,
        each.DaviesBouldin,
        each.Stability?.Mean ?? 0,
        each.Stability?.StandardError ?? 0,
        each.SmallestShare);

    private static ClusterComparisonOptions Of(SegmentTrainingOptions options) => new() { Counts = Counts, Seed = options.Seed, Refits = options.Refits };
}
