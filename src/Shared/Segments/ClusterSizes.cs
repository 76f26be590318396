namespace Clientele.Segments;

/// <summary>Rows per cluster.</summary>
internal static class ClusterSizes
{
    /// <exception cref="ArgumentException">Not a cluster for each row, one out of range, or one without rows.</exception>
    public static int[] Of(int[] clusters, int clusterCount, int rows)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        if (clusters.Length != rows || clusterCount < 1)
        {
            throw new ArgumentException($"There are {rows} rows and {clusters.Length} clusters of rows, of {clusterCount} clusters.", nameof(clusters));
        }

        var sizes = new int[clusterCount];
        for (int row = 0; row < clusters.Length; row++)
        {
            if ((uint)clusters[row] >= (uint)clusterCount)
            {
                throw new ArgumentException($"Row {row} is in cluster {clusters[row]} of {clusterCount}.", nameof(clusters));
            }

            sizes[clusters[row]]++;
        }

        int empty = Array.IndexOf(sizes, 0);
        return empty < 0 ? sizes : throw new ArgumentException($"Cluster {empty} has no rows.", nameof(clusters));
    }
}
