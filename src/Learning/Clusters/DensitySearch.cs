namespace Clientele.Learning;

/// <summary>
/// DBSCAN has no number of clusters to ask for: it follows from epsilon. So epsilons are tried, and for each number of clusters the one that leaves the
/// fewest rows as noise is kept.
/// </summary>
internal static class DensitySearch
{
    /// <summary>Clusters of a smaller share of the rows are noise: an outlier and its neighbours are no group.</summary>
    private const double LeastShare = 0.01;

    private const int MinPoints = 10;
    private const int Epsilons = 24;

    /// <returns>For each of <paramref name="counts"/> an epsilon, or null where none that was tried gives that number.</returns>
    public static double?[] Find(Matrix rows, IReadOnlyList<int> counts, CancellationToken cancellation)
    {
        double[] distances = CoreDistances.Of(rows, Math.Min(MinPoints, rows.Rows), 1, cancellation);
        Array.Sort(distances);
        var found = new double?[counts.Count];
        var noise = new int[found.Length];
        Array.Fill(noise, int.MaxValue);
        double[] epsilons = [.. Enumerable.Range(1, Epsilons).Select(step => distances[(int)((long)step * (distances.Length - 1) / (Epsilons + 1))])];
        foreach (double epsilon in epsilons.Where(epsilon => epsilon > 0).Distinct())
        {
            (int[] labels, int clusters) = Cluster(rows, epsilon, cancellation);
            int unplaced = labels.Count(label => label < 0);
            for (int at = 0; at < found.Length; at++)
            {
                if (counts[at] == clusters && unplaced < noise[at])
                {
                    (found[at], noise[at]) = (epsilon, unplaced);
                }
            }
        }

        return found;
    }

    /// <summary>Null where that epsilon gives fewer than two clusters.</summary>
    public static ClusterPlacement? Fit(Matrix rows, double epsilon, CancellationToken cancellation)
    {
        (int[] labels, int clusters) = Cluster(rows, epsilon, cancellation);
        return clusters < 2 ? null : new ClusterPlacement(KMeansModel.OfClusters(rows, labels), null);
    }

    /// <summary>Labels of clusters that are too small are those of noise.</summary>
    private static (int[] Labels, int Clusters) Cluster(Matrix rows, double epsilon, CancellationToken cancellation)
    {
        DbscanClustering found = Dbscan.Fit(rows, new DbscanOptions { Epsilon = epsilon, MinPoints = MinPoints, Threads = 1 }, null, cancellation);
        int[] labels = found.Labels.ToArray();
        HashSet<int> large = [.. labels.Where(label => label >= 0).CountBy(label => label).Where(pair => pair.Value >= LeastShare * labels.Length).Select(pair => pair.Key)];
        return ([.. labels.Select(label => large.Contains(label) ? label : DbscanClustering.Noise)], large.Count);
    }
}
