namespace Clientele.Learning;

/// <summary>The mean of a random sample of rows' silhouettes, each exact against all rows.</summary>
/// <param name="StandardError">Of the mean as an estimate of that over all rows; 0 when every row was taken.</param>
public readonly record struct SilhouetteSample(double Mean, double StandardError, int Rows);

/// <summary>
/// How much nearer a row is to its own cluster than to the next: (b − a) / max(a, b), with a the mean distance to the others of its cluster and b the
/// least mean distance to another cluster (Rousseeuw 1987). Euclidean; −1 to 1; 0 for the only row of a cluster. Rows with a label below 0 are
/// noise: they have no silhouette and count for nobody else's.
/// </summary>
public static class Silhouette
{
    // Rows that share a visit to the same stretch of points, and the size of that stretch: both fit a core's own cache.
    private const int RowsPerVisit = 64;
    private const int ValuesPerStretch = 8192;

    /// <summary>The mean over all rows that are not noise. O(rows² · columns) time, O(rows · columns) memory.</summary>
    /// <param name="threads">Most threads; 0: as many as cores. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are fewer than two clusters.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static double Mean(Matrix inputs, ReadOnlySpan<int> labels, int threads = 0, CancellationToken cancellation = default)
    {
        var clusters = new ClusteredRows(inputs, labels);
        return Of(clusters, AllRows(clusters), threads, cancellation).Average();
    }

    /// <summary>One per row; NaN for noise.</summary>
    /// <inheritdoc cref="Mean"/>
    public static double[] PerRow(Matrix inputs, ReadOnlySpan<int> labels, int threads = 0, CancellationToken cancellation = default)
    {
        var clusters = new ClusteredRows(inputs, labels);
        int[] rows = AllRows(clusters);
        double[] values = Of(clusters, rows, threads, cancellation);
        var result = new double[inputs.Rows];
        Array.Fill(result, double.NaN);
        for (int i = 0; i < rows.Length; i++)
        {
            result[rows[i]] = values[i];
        }

        return result;
    }

    /// <summary>The mean over rows drawn without replacement. O(size · rows · columns).</summary>
    /// <param name="size">Rows to draw, 2 or more; all that are not noise when there are no more.</param>
    /// <inheritdoc cref="Mean"/>
    public static SilhouetteSample Sample(Matrix inputs, ReadOnlySpan<int> labels, int size, int seed, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var clusters = new ClusteredRows(inputs, labels);
        int[] rows = AllRows(clusters);
        new Random(seed).Shuffle(rows);
        rows = rows[..Math.Min(size, rows.Length)];
        Array.Sort(rows);
        double[] values = Of(clusters, rows, threads, cancellation);
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        double notDrawn = 1 - ((double)values.Length / clusters.Count);
        return new SilhouetteSample(mean, Math.Sqrt(variance / values.Length * notDrawn), values.Length);
    }

    private static int[] AllRows(ClusteredRows clusters) => [.. Enumerable.Range(0, clusters.ClusterOf.Length).Where(i => clusters.ClusterOf[i] >= 0)];

    private static double[] Of(ClusteredRows clusters, int[] rows, int threads, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        PointLanes[] points = [.. Enumerable.Range(0, clusters.Clusters).Select(cluster => Pack(clusters, cluster))];
        var result = new double[rows.Length];
        new RowBlocks(rows.Length).ForEach(
            threads,
            (_, start, end) =>
            {
                var sums = new double[RowsPerVisit * points.Length];
                for (int first = start; first < end; first += RowsPerVisit)
                {
                    cancellation.ThrowIfCancellationRequested();
                    ReadOnlySpan<int> visit = rows.AsSpan(first, Math.Min(RowsPerVisit, end - first));
                    AddDistances(clusters.Inputs, visit, points, sums);
                    for (int i = 0; i < visit.Length; i++)
                    {
                        result[first + i] = Value(clusters, clusters.ClusterOf[visit[i]], sums.AsSpan(i * points.Length, points.Length));
                    }
                }
            },
            cancellation);
        return result;
    }

    private static PointLanes Pack(ClusteredRows clusters, int cluster)
    {
        ReadOnlySpan<int> rows = clusters.RowsOf(cluster);
        var points = new PointLanes(rows.Length, clusters.Inputs.Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            points.Set(i, clusters.Inputs.Row(rows[i]));
        }

        return points;
    }

    /// <summary>Leaves in <paramref name="sums"/>, row after row, the sums of distances to the points of each cluster.</summary>
    private static void AddDistances(Matrix inputs, ReadOnlySpan<int> rows, PointLanes[] points, double[] sums)
    {
        Array.Clear(sums);
        int groups = Math.Max(1, ValuesPerStretch / (4 * inputs.Columns));
        for (int cluster = 0; cluster < points.Length; cluster++)
        {
            for (int first = 0; first < points[cluster].Groups; first += groups)
            {
                int end = Math.Min(first + groups, points[cluster].Groups);
                for (int i = 0; i < rows.Length; i++)
                {
                    sums[(i * points.Length) + cluster] += points[cluster].SumOfDistances(inputs.Row(rows[i]), first, end);
                }
            }
        }
    }

    private static double Value(ClusteredRows clusters, int own, ReadOnlySpan<double> sums)
    {
        int others = clusters.SizeOf(own) - 1;
        if (others == 0)
        {
            return 0;
        }

        double a = sums[own] / others;
        double b = double.PositiveInfinity;
        for (int cluster = 0; cluster < sums.Length; cluster++)
        {
            b = cluster == own ? b : Math.Min(b, sums[cluster] / clusters.SizeOf(cluster));
        }

        // Both are 0 where all these rows are equal.
        double larger = Math.Max(a, b);
        return larger > 0 ? (b - a) / larger : 0;
    }
}
