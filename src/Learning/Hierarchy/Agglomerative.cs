namespace Clientele.Learning;

/// <summary>
/// Hierarchical clustering from the bottom up; deterministic, whatever the number of threads. Ward, average and complete linkage by nearest-neighbour
/// chain (Müllner, Modern hierarchical, agglomerative clustering algorithms, 2011), single linkage by Prim's minimum spanning tree. O(rows² · columns)
/// time. Ward and single linkage need O(rows · columns) memory; average and complete linkage keep all 4·rows² bytes of distances.
/// </summary>
public static class Agglomerative
{
    /// <summary>Most rows for average and complete linkage: their distances take 3.6 GB here.</summary>
    public const int MaxRowsWithDistances = 30_000;

    /// <param name="inputs">One row per point, in units that make columns comparable (see <see cref="Standardizer"/>); not changed.</param>
    /// <param name="progress">Told a growing share of 1; 1 at the end.</param>
    /// <exception cref="ArgumentException">
    /// No rows or columns, a value that is not finite (row and column are named) or too large to be squared, or too many rows for the linkage.
    /// </exception>
    /// <exception cref="OperationCanceledException"/>
    public static Dendrogram Fit(
        Matrix inputs,
        AgglomerativeOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        AgglomerativeOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        CheckSquares(inputs);
        cancellation.ThrowIfCancellationRequested();
        if (options.Linkage is Linkage.Average or Linkage.Complete && inputs.Rows > MaxRowsWithDistances)
        {
            throw new ArgumentException(
                $"{options.Linkage} linkage keeps the distances of all pairs and takes at most {MaxRowsWithDistances} rows, not {inputs.Rows}; Ward and single linkage take more.",
                nameof(inputs));
        }

        MergedPair[] merges = options.Linkage switch
        {
            Linkage.Ward => NearestNeighbourChain.Run(new WardDistances(inputs, options.Threads), inputs.Rows, progress, cancellation),
            Linkage.Single => SpanningTree.Grow(inputs, options.Threads, progress, cancellation),
            _ => NearestNeighbourChain.Run(new StoredDistances(inputs, options, cancellation), inputs.Rows, progress, cancellation),
        };
        Dendrogram result = Dendrogram.Of(merges, options.Linkage);
        progress?.Report(1);
        return result;
    }

    /// <summary>Distances that overflow would all be equally far, and the tree without meaning.</summary>
    private static void CheckSquares(Matrix inputs)
    {
        double limit = Math.Sqrt(double.MaxValue / 8 / inputs.Rows / inputs.Columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            ReadOnlySpan<double> row = inputs.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                if (Math.Abs(row[j]) > limit)
                {
                    throw new ArgumentException($"Row {i}, column {j} holds {row[j]:R}, too large for squared distances.", nameof(inputs));
                }
            }
        }
    }
}
