namespace Clientele.Learning;

/// <summary>
/// What a silhouette is worth: more clusters, or rows stretched along one direction, give other silhouettes even where there are no groups. So the same
/// number of clusters is sought in rows drawn from one Gaussian with the mean and covariance of the real ones (after Tibshirani, Walther &amp; Hastie,
/// Estimating the number of clusters in a data set via the gap statistic, 2001).
/// </summary>
public static class GaussianReference
{
    // A ridge, as a share of the mean variance: columns may follow from each other.
    private const double Ridge = 1e-9;

    /// <param name="inputs">One row per observation.</param>
    /// <param name="clusters">Numbers of clusters, each at least 2 and at most the number of rows.</param>
    /// <param name="draws">Made-up matrices of as many rows, whose figures are averaged. 1 or more.</param>
    /// <param name="fit">How k-means is fitted; clusters and seed do not matter.</param>
    /// <returns>For each number of clusters the mean silhouette of k-means on the made-up rows.</returns>
    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    /// <exception cref="OverflowException">Values are so large that their squares are not finite.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static double[] Silhouettes(Matrix inputs, IReadOnlyList<int> clusters, int draws, int seed, KMeansOptions fit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        double[] factor = Factor(inputs);
        var found = new double[draws * clusters.Count];
        Matrix[] made = [.. Enumerable.Range(0, draws).Select(draw => Draw(factor, inputs.Rows, inputs.Columns, new Random(seed + draw)))];
        FixedChunks.Run(
            found.Length,
            fit.Threads,
            job =>
            {
                Matrix rows = made[job / clusters.Count];
                KMeansOptions options = fit with { Clusters = clusters[job % clusters.Count], Seed = seed + job, Threads = 1 };
                int[] labels = KMeans.Fit(rows, [], options, null, cancellation).Labels;
                found[job] = Silhouette.Mean(rows, labels, 1, cancellation);
            },
            cancellation);
        return [.. Enumerable.Range(0, clusters.Count).Select(at => Enumerable.Range(0, draws).Average(draw => found[(draw * clusters.Count) + at]))];
    }

    /// <summary>The Cholesky factor of the covariance, row-major. Where the silhouette is concerned the mean may be 0.</summary>
    private static double[] Factor(Matrix inputs)
    {
        int columns = inputs.Columns;
        var mean = new double[columns];
        for (int i = 0; i < inputs.Rows; i++)
        {
            VectorKernels.AddScaled(1.0 / inputs.Rows, inputs.Row(i), mean);
        }

        var covariance = new double[columns * columns];
        var apart = new double[columns];
        for (int i = 0; i < inputs.Rows; i++)
        {
            Array.Clear(apart);
            VectorKernels.AddScaledDifference(1, inputs.Row(i), mean, apart);
            for (int j = 0; j < columns; j++)
            {
                VectorKernels.AddScaled(apart[j] / inputs.Rows, apart, covariance.AsSpan(j * columns, columns));
            }
        }

        double trace = Enumerable.Range(0, columns).Sum(j => covariance[(j * columns) + j]);
        if (!double.IsFinite(trace))
        {
            throw new OverflowException("The rows are so far apart that their variances are not finite.");
        }

        for (double ridge = Math.Max(Ridge * trace / columns, 1e-300); ; ridge *= 10)
        {
            double[] factor = [.. covariance];
            for (int j = 0; j < columns; j++)
            {
                factor[(j * columns) + j] += ridge;
            }

            if (Cholesky.TryFactor(factor, columns))
            {
                return factor;
            }
        }
    }

    private static Matrix Draw(double[] factor, int rows, int columns, Random random)
    {
        var made = new Matrix(rows, columns);
        var normal = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                // Box and Muller; 1 − u is never 0.
                normal[j] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }

            Span<double> into = made.RowToWrite(i);
            for (int j = 0; j < columns; j++)
            {
                into[j] = VectorKernels.Dot(factor.AsSpan(j * columns, j + 1), normal.AsSpan(0, j + 1));
            }
        }

        return made;
    }
}
