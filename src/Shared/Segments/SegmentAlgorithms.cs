using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>
/// The four algorithms, each with the numbers of clusters that are compared. Every one ends in a placement of any customer: Ward's tree and DBSCAN, which
/// place nobody, by the centroids of their clusters. One thread each; the comparison runs several at a time.
/// </summary>
internal static class SegmentAlgorithms
{
    /// <summary>2 to 10.</summary>
    public static readonly IReadOnlyList<int> Counts =
        [.. Enumerable.Range(SegmentTrainingOptions.FewestClusters, SegmentTrainingOptions.MostClusters - SegmentTrainingOptions.FewestClusters + 1)];

    public static readonly IReadOnlyList<SegmentAlgorithm> All =
        [SegmentAlgorithm.KMeans, SegmentAlgorithm.Mixture, SegmentAlgorithm.Ward, SegmentAlgorithm.Dbscan];

    // Of variables of unit variance.
    private const double MixtureRidge = 0.1;

    public static SegmentPlacement KMeans(Matrix rows, int clusters, int seed, int starts, CancellationToken cancellation)
    {
        var options = new KMeansOptions { Clusters = clusters, Starts = starts, Seed = seed, Threads = 1 };
        return new SegmentPlacement(Learning.KMeans.Fit(rows, [], options, null, cancellation).Model, null);
    }

    /// <summary>
    /// Diagonal covariances: full ones have more parameters than a comparison's customers can settle, and amounts that are 0 for many
    /// (a product never bought) make them singular. The ridge keeps a component from claiming just those zeros.
    /// </summary>
    public static SegmentPlacement Mixture(Matrix rows, int clusters, int seed, int starts, CancellationToken cancellation, int threads = 1)
    {
        var options = new GaussianMixtureOptions
        {
            Components = clusters,
            Covariance = MixtureCovariance.Diagonal,
            Regularisation = MixtureRidge,
            Starts = starts,
            Seed = seed,
            Threads = threads,
        };
        return new SegmentPlacement(null, GaussianMixture.Fit(rows, [], options, null, cancellation));
    }

    /// <summary>One tree, cut at each of <see cref="Counts"/>.</summary>
    public static SegmentPlacement[] Ward(Matrix rows, CancellationToken cancellation)
    {
        Dendrogram tree = Agglomerative.Fit(rows, new AgglomerativeOptions { Threads = 1 }, null, cancellation);
        return [.. Counts.Select(clusters => new SegmentPlacement(KMeansModel.OfClusters(rows, tree.CutAt(clusters)), null))];
    }
}
