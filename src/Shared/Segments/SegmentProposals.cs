using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>Fits what is proposed on all customers, from what the comparison found on its own.</summary>
internal sealed class SegmentProposals(
    TrainingRows customers, Matrix rows, Matrix compared, ComparedFit[] comparison, SegmentTrainingOptions options, CancellationToken cancellation)
{
    private readonly int[] _responses = [.. customers.Labels.ToArray().Select(label => (int)label)];

    /// <summary>By k-means where the algorithm does not give so many clusters.</summary>
    /// <exception cref="SegmentDataException">K-means does not, either: too few customers differ.</exception>
    public SegmentFit Fit(string key, ClusterAlgorithm algorithm, int clusters) =>
        TryFit(key, algorithm, clusters)
        ?? TryFit(key, ClusterAlgorithm.KMeans, clusters)
        ?? throw new SegmentDataException($"The {rows.Rows} customers are too alike for {clusters} segments: in what segments are made by, too few differ.");

    private SegmentFit? TryFit(string key, ClusterAlgorithm algorithm, int clusters)
    {
        ComparedFit? found = comparison.FirstOrDefault(each => each.Placement is not null && each.Figures.Algorithm == algorithm && each.Figures.Clusters == clusters);
        if (found is null)
        {
            return null;
        }

        ClusterPlacement placement = OnAll(found.Placement!, algorithm, clusters);
        int[] labels = placement.Place(rows);
        return labels.Distinct().Count() == clusters
            ? new SegmentFit(key, algorithm, placement, labels, Figures(found, placement), AdjustedRand.Index(labels, _responses))
            : null;
    }

    /// <summary>Ward's tree and DBSCAN do not reach beyond a sample; their centroids do.</summary>
    private ClusterPlacement OnAll(ClusterPlacement found, ClusterAlgorithm algorithm, int clusters) => (rows.Rows == compared.Rows, algorithm) switch
    {
        (false, ClusterAlgorithm.KMeans) => new ClusterPlacement(
            KMeans.FitFrom(found.Centroids!.CentroidMatrix(), rows, [], new KMeansOptions { Clusters = clusters }, null, cancellation).Model, null),
        (false, ClusterAlgorithm.Mixture) => ClusterAlgorithms.Mixture(rows, clusters, options.Seed, 1, cancellation, threads: 0),
        _ => found,
    };

    private ComparedSegments Figures(ComparedFit found, ClusterPlacement placement)
    {
        int[] labels = placement.Place(compared);
        return ReferenceEquals(placement, found.Placement) || labels.Distinct().Count() < placement.Clusters
            ? found.Figures
            : SegmentComparison.Judge(compared, labels, found.Figures.Algorithm, found.Figures.Clusters, found.Figures.ReferenceSilhouette, cancellation) with
            {
                Stability = found.Figures.Stability,
                StabilityStandardError = found.Figures.StabilityStandardError,
            };
    }
}
