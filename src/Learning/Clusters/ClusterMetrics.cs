namespace Clientele.Learning;

/// <summary>How compact and apart clusters are, from their centroids: O(rows · columns). Rows with a label below 0 are noise and left out.</summary>
public static class ClusterMetrics
{
    /// <summary>
    /// Variance between clusters over variance within, each per degree of freedom (Caliński &amp; Harabasz 1974). More is better; 1 when all rows
    /// lie on their centroids, as scikit-learn has it.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Sizes differ, a value is not finite (row and column are named), or there are not between two and rows − 1 clusters.
    /// </exception>
    public static double CalinskiHarabasz(Matrix inputs, ReadOnlySpan<int> labels)
    {
        var clusters = new ClusteredRows(inputs, labels);
        if (clusters.Clusters == clusters.Count)
        {
            throw new ArgumentException($"{clusters.Count} rows in as many clusters leave nothing within them to compare with.", nameof(labels));
        }

        Matrix means = clusters.Means();
        var mean = new double[inputs.Columns];
        for (int cluster = 0; cluster < means.Rows; cluster++)
        {
            VectorKernels.AddScaledDifference((double)clusters.SizeOf(cluster) / clusters.Count, means.Row(cluster), means.Row(0), mean);
        }

        VectorKernels.AddScaled(1, means.Row(0), mean);
        double between = 0;
        double within = 0;
        for (int cluster = 0; cluster < means.Rows; cluster++)
        {
            between += clusters.SizeOf(cluster) * VectorKernels.SquaredDistance(means.Row(cluster), mean);
            foreach (int row in clusters.RowsOf(cluster))
            {
                within += VectorKernels.SquaredDistance(inputs.Row(row), means.Row(cluster));
            }
        }

        return within == 0 ? 1 : between / within * ((double)(clusters.Count - clusters.Clusters) / (clusters.Clusters - 1));
    }

    /// <summary>
    /// Mean over clusters of the worst (sᵢ + sⱼ) / dᵢⱼ, with s the mean distance of a cluster's rows to its centroid and d the distance between centroids
    /// (Davies &amp; Bouldin 1979). 0 or more, less is better; pairs of coinciding centroids are left out, as in scikit-learn.
    /// </summary>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are fewer than two clusters.</exception>
    public static double DaviesBouldin(Matrix inputs, ReadOnlySpan<int> labels)
    {
        var clusters = new ClusteredRows(inputs, labels);
        Matrix means = clusters.Means();
        var spreads = new double[means.Rows];
        for (int cluster = 0; cluster < means.Rows; cluster++)
        {
            foreach (int row in clusters.RowsOf(cluster))
            {
                spreads[cluster] += Math.Sqrt(VectorKernels.SquaredDistance(inputs.Row(row), means.Row(cluster))) / clusters.SizeOf(cluster);
            }
        }

        double sum = 0;
        for (int i = 0; i < means.Rows; i++)
        {
            double worst = 0;
            for (int j = 0; j < means.Rows; j++)
            {
                double apart = Math.Sqrt(VectorKernels.SquaredDistance(means.Row(i), means.Row(j)));
                worst = apart > 0 ? Math.Max(worst, (spreads[i] + spreads[j]) / apart) : worst;
            }

            sum += worst;
        }

        return sum / means.Rows;
    }
    /// <summary>
    /// The share of each column's variance that lies between clusters (η², the ratio of the sums of squares): 0 when all clusters have the same mean,
    /// 1 when each has one value, 0 for a column of equal values.
    /// </summary>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are fewer than two clusters.</exception>
    public static double[] VarianceBetween(Matrix inputs, ReadOnlySpan<int> labels)
    {
        var clusters = new ClusteredRows(inputs, labels);
        Matrix means = clusters.Means();
        var shares = new double[inputs.Columns];
        for (int column = 0; column < shares.Length; column++)
        {
            double mean = 0;
            double within = 0;
            for (int cluster = 0; cluster < means.Rows; cluster++)
            {
                mean += means[cluster, column] * clusters.SizeOf(cluster) / clusters.Count;
                foreach (int row in clusters.RowsOf(cluster))
                {
                    double apart = inputs[row, column] - means[cluster, column];
                    within += apart * apart;
                }
            }

            double between = 0;
            for (int cluster = 0; cluster < means.Rows; cluster++)
            {
                double apart = means[cluster, column] - mean;
                between += clusters.SizeOf(cluster) * apart * apart;
            }

            shares[column] = between + within > 0 ? between / (between + within) : 0;
        }

        return shares;
    }
}
