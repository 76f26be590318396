namespace Clientele.Learning;

/// <summary>
/// k-means: greedy k-means++ seeding (Arthur &amp; Vassilvitskii 2007) and Lloyd's iterations with Hamerly's bounds (2010), several starts, and random
/// swaps of centroids where asked for (Fränti, Efficiency of random swap clustering, 2018).
/// O(rows · clusters · columns) per iteration at most; beside the rows it keeps 20 to 32 bytes for each of them.
/// </summary>
public static class KMeans
{
    /// <param name="inputs">One row per observation; not changed, not copied.</param>
    /// <param name="weights">One per row, not negative; empty: all 1. A weight of 2 is the row twice, one of 0 only gets a label.</param>
    /// <param name="progress">Told a growing share of 1 after each iteration; 1 at the end.</param>
    /// <returns>
    /// The best start, and the labels of the rows. With fewer distinct rows than clusters some centroids coincide, and all but the first of these
    /// have no rows.
    /// </returns>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are fewer rows than clusters.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static KMeansFit Fit(
        Matrix inputs,
        ReadOnlySpan<double> weights,
        KMeansOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        WeightedRows rows = Check(inputs, weights, options, cancellation);
        return BestStart(rows, options, progress);
    }

    /// <summary>One start from known centroids, last month's say: clusters keep their places in the model and so their names.</summary>
    /// <param name="centroids">One per row, <see cref="KMeansOptions.Clusters"/> rows; not changed.</param>
    /// <param name="options"><see cref="KMeansOptions.Starts"/> and <see cref="KMeansOptions.Seed"/> have no part in this.</param>
    /// <inheritdoc cref="Fit"/>
    public static KMeansFit FitFrom(
        Matrix centroids,
        Matrix inputs,
        ReadOnlySpan<double> weights,
        KMeansOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(centroids);
        WeightedRows rows = Check(inputs, weights, options, cancellation);
        InputChecks.Finite(centroids, nameof(centroids));
        if (centroids.Rows != options.Clusters || centroids.Columns != inputs.Columns)
        {
            throw new ArgumentException(
                $"{options.Clusters} clusters of {inputs.Columns} columns cannot start from {centroids.Rows} centroids of {centroids.Columns}.", nameof(centroids));
        }

        var flat = new double[centroids.Rows * centroids.Columns];
        for (int cluster = 0; cluster < centroids.Rows; cluster++)
        {
            centroids.Row(cluster).CopyTo(flat.AsSpan(cluster * centroids.Columns));
        }

        var labels = new int[inputs.Rows];
        KMeansModel model = new HamerlyLloyd(rows, options).Run(flat, labels, share => progress?.Report(share));
        progress?.Report(1);
        return new KMeansFit(model, labels);
    }

    private static WeightedRows Check(Matrix inputs, ReadOnlySpan<double> weights, KMeansOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        KMeansOptions.Check(options);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Weights(inputs.Rows, weights);
        InputChecks.Finite(inputs, nameof(inputs));
        CheckEnoughRows(inputs, weights, options.Clusters);
        return new WeightedRows(inputs, weights.ToArray(), options.Threads, cancellation);
    }

    private static KMeansFit BestStart(WeightedRows rows, KMeansOptions options, IProgress<double>? progress)
    {
        var random = new Random(options.Seed);
        var lloyd = new HamerlyLloyd(rows, options);
        int runs = options.Starts + options.Swaps;
        int[] labels = new int[rows.Count];
        int[] bestLabels = runs > 1 ? new int[rows.Count] : [];
        KMeansModel? best = null;
        for (int run = 0; run < runs; run++)
        {
            double[] centroids = run < options.Starts ? KMeansSeeding.Choose(rows, options.Clusters, random, lloyd.Scratch) : Swapped(rows, best!, random);
            KMeansModel model = lloyd.Run(centroids, labels, share => progress?.Report((run + share) / runs));
            if (best is null || model.Inertia < best.Inertia)
            {
                best = model;
                (labels, bestLabels) = (bestLabels, labels);
            }
        }

        progress?.Report(1);
        return new KMeansFit(best!, bestLabels);
    }

    /// <summary>The centroids with one of them moved onto a row: a way out of an optimum that has one centroid too many in one place and lacks it in another.</summary>
    private static double[] Swapped(WeightedRows rows, KMeansModel best, Random random)
    {
        double[] centroids = best.Centroids.ToArray();
        int row;
        do
        {
            row = random.Next(rows.Count);
        }
        while (rows.Weight(row) == 0);
        rows.Row(row).CopyTo(centroids.AsSpan(random.Next(best.Clusters) * best.Columns));
        return centroids;
    }

    internal static void CheckEnoughRows(Matrix inputs, ReadOnlySpan<double> weights, int clusters)
    {
        int weighing = weights.IsEmpty ? inputs.Rows : inputs.Rows - weights.Count(0.0);
        if (weighing < clusters)
        {
            throw new ArgumentException($"{weighing} rows with a weight cannot make {clusters} clusters.", nameof(inputs));
        }
    }
}
