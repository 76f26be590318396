namespace Clientele.Learning;

/// <summary>
/// Four algorithms, each ending in a placement of any row: Ward's tree and DBSCAN, which place nobody, by the centroids of their clusters. For columns of
/// about unit variance. One thread each, unless they are told otherwise; a comparison runs several at a time.
/// </summary>
public static class ClusterAlgorithms
{
    public static readonly IReadOnlyList<ClusterAlgorithm> All =
        [ClusterAlgorithm.KMeans, ClusterAlgorithm.Mixture, ClusterAlgorithm.Ward, ClusterAlgorithm.Dbscan];

    // Of variables of unit variance.
    private const double MixtureRidge = 0.1;

    public static ClusterPlacement KMeans(Matrix rows, int clusters, int seed, int starts, CancellationToken cancellation)
    {
        var options = new KMeansOptions { Clusters = clusters, Starts = starts, Seed = seed, Threads = 1 };
        return new ClusterPlacement(Learning.KMeans.Fit(rows, [], options, null, cancellation).Model, null);
    }

    /// <summary>
    /// Diagonal covariances: full ones have more parameters than a comparison's rows can settle, and amounts that are 0 for many
    /// (a product never bought) make them singular. The ridge keeps a component from claiming just those zeros.
    /// </summary>
    public static ClusterPlacement Mixture(Matrix rows, int clusters, int seed, int starts, CancellationToken cancellation, int threads = 1)
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
        return new ClusterPlacement(null, GaussianMixture.Fit(rows, [], options, null, cancellation));
    }

    /// <summary>One tree, cut at each of <paramref name="counts"/>.</summary>
    public static ClusterPlacement[] Ward(Matrix rows, IReadOnlyList<int> counts, CancellationToken cancellation)
    {
        Dendrogram tree = Agglomerative.Fit(rows, new AgglomerativeOptions { Threads = 1 }, null, cancellation);
        return [.. counts.Select(clusters => new ClusterPlacement(KMeansModel.OfClusters(rows, tree.CutAt(clusters)), null))];
    }
}
