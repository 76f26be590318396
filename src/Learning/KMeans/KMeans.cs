namespace Clientele.Learning;

/// <summary>
/// k-means: greedy k-means++ seeding (Arthur &amp; Vassilvitskii 2007) and Lloyd's iterations with Hamerly's bounds (2010), several starts.
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
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        KMeansOptions.Check(options);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Weights(inputs.Rows, weights);
        InputChecks.Finite(inputs, nameof(inputs));
        CheckEnoughRows(inputs, weights, options.Clusters);
        return BestStart(new WeightedRows(inputs, weights.ToArray(), options.Threads, cancellation), options, progress);
    }

    private static KMeansFit BestStart(WeightedRows rows, KMeansOptions options, IProgress<double>? progress)
    {
        var random = new Random(options.Seed);
        var lloyd = new HamerlyLloyd(rows, options);
        int[] labels = new int[rows.Count];
        int[] bestLabels = options.Starts > 1 ? new int[rows.Count] : [];
        KMeansModel? best = null;
        for (int start = 0; start < options.Starts; start++)
        {
            double[] centroids = KMeansSeeding.Choose(rows, options.Clusters, random, lloyd.Scratch);
            KMeansModel model = lloyd.Run(centroids, labels, share => progress?.Report((start + share) / options.Starts));
            if (best is null || model.Inertia < best.Inertia)
            {
                best = model;
                (labels, bestLabels) = (bestLabels, labels);
            }
        }

        progress?.Report(1);
        return new KMeansFit(best!, bestLabels);
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
