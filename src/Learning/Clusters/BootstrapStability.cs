namespace Clientele.Learning;

/// <summary>Clusters rows.</summary>
/// <returns>A label for each row.</returns>
public delegate int[] Clusterer(Matrix rows, int seed, CancellationToken cancellation);

/// <summary>Fits clusters that can place other rows.</summary>
/// <returns>What labels each row of a matrix.</returns>
public delegate Func<Matrix, int[]> PredictingClusterer(Matrix rows, int seed, CancellationToken cancellation);

/// <summary>How well refits agree with the full fit.</summary>
/// <param name="Mean">Of the adjusted Rand indices: 1 when every refit finds the same clusters, about 0 when they have nothing in common.</param>
/// <param name="StandardError">Of that mean over refits.</param>
/// <param name="Indices">One per refit.</param>
public sealed record StabilityEstimate(double Mean, double StandardError, ReadOnlyMemory<double> Indices);

/// <summary>
/// Whether clusters are in the customers or in the luck of who was there: cluster again on rows drawn with replacement, and compare (Hennig,
/// Cluster-wise assessment of cluster stability, 2007). Besides the rows it keeps one resample of them.
/// </summary>
public static class BootstrapStability
{
    /// <summary>For any clusterer: each refit is compared with the full fit on the rows that were drawn for it, each once (about 63% of all).</summary>
    /// <param name="clusterer">Gets the rows or a resample of them, and a seed that follows from <paramref name="seed"/>.</param>
    /// <param name="refits">2 or more; 20 give a first impression, 100 a figure to report.</param>
    /// <param name="progress">Told a growing share of 1 after each fit; 1 at the end.</param>
    /// <exception cref="ArgumentException">There are no rows, or the clusterer does not label each of its rows.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static StabilityEstimate Measure(
        Matrix inputs, Clusterer clusterer, int refits, int seed, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clusterer);
        return Refit(inputs, Fit, refits, seed, progress, cancellation);

        (int[] Rows, int[] Labels) Fit(Matrix sample, int[] drawn, int fitSeed)
        {
            int[] labels = clusterer(sample, fitSeed, cancellation);
            InputChecks.SameLength(sample.Rows, labels.Length, nameof(labels));
            return (drawn, labels);
        }
    }

    /// <summary>For clusterers that place other rows: each refit is compared with the full fit on all rows.</summary>
    /// <inheritdoc cref="Measure"/>
    public static StabilityEstimate MeasurePredictions(
        Matrix inputs, PredictingClusterer clusterer, int refits, int seed, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(clusterer);
        int[] all = [.. Enumerable.Range(0, inputs.Rows)];
        return Refit(inputs, Fit, refits, seed, progress, cancellation);

        (int[] Rows, int[] Labels) Fit(Matrix sample, int[] drawn, int fitSeed)
        {
            int[] labels = clusterer(sample, fitSeed, cancellation)(inputs);
            InputChecks.SameLength(inputs.Rows, labels.Length, nameof(labels));
            return (all, labels);
        }
    }

    /// <param name="fit">From rows, their numbers in the inputs and a seed to the numbers of the rows that it labelled, and their labels.</param>
    private static StabilityEstimate Refit(
        Matrix inputs,
        Func<Matrix, int[], int, (int[] Rows, int[] Labels)> fit,
        int refits,
        int seed,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(refits, 2);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        var random = new Random(seed);
        int[] full = fit(inputs, [.. Enumerable.Range(0, inputs.Rows)], random.Next()).Labels;
        var sample = new Matrix(inputs.Rows, inputs.Columns);
        var drawn = new int[inputs.Rows];
        var indices = new double[refits];
        for (int refit = 0; refit < refits; refit++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((refit + 1.0) / (refits + 1));
            for (int i = 0; i < drawn.Length; i++)
            {
                drawn[i] = random.Next(inputs.Rows);
                inputs.Row(drawn[i]).CopyTo(sample.RowToWrite(i));
            }

            (int[] rows, int[] labels) = fit(sample, drawn, random.Next());
            indices[refit] = Agreement(full, rows, labels);
        }

        progress?.Report(1);
        double mean = indices.Average();
        double variance = indices.Sum(index => (index - mean) * (index - mean)) / (refits - 1);
        return new StabilityEstimate(mean, Math.Sqrt(variance / refits), indices);
    }

    /// <summary>A row that was drawn twice counts once: its twin is sure to be in its cluster and would flatter.</summary>
    private static double Agreement(int[] full, int[] rows, int[] labels)
    {
        int[] first = [.. Enumerable.Range(0, rows.Length).DistinctBy(i => rows[i])];
        return AdjustedRand.Index([.. first.Select(i => full[rows[i]])], [.. first.Select(i => labels[i])]);
    }
}
