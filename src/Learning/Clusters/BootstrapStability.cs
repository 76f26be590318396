namespace Clientele.Learning;

/// <summary>Clusters rows.</summary>
/// <returns>A label for each row.</returns>
public delegate int[] Clusterer(Matrix rows, int seed, CancellationToken cancellation);

/// <summary>Fits clusters that can place other rows.</summary>
/// <returns>What labels each row of a matrix.</returns>
public delegate Func<Matrix, int[]> PredictingClusterer(Matrix rows, int seed, CancellationToken cancellation);

/// <summary>Fits clusters in several ways at once, with several numbers of them, say, where one tree serves them all.</summary>
/// <returns>What labels each row of a matrix once for every way, always in the same order.</returns>
public delegate Func<Matrix, IReadOnlyList<int[]>> SeveralClusterers(Matrix rows, int seed, CancellationToken cancellation);

/// <summary>How well refits agree with the full fit.</summary>
/// <param name="Mean">Of the adjusted Rand indices: 1 when every refit finds the same clusters, about 0 when they have nothing in common.</param>
/// <param name="StandardError">Of that mean over refits.</param>
/// <param name="Indices">One per refit.</param>
public sealed record StabilityEstimate(double Mean, double StandardError, ReadOnlyMemory<double> Indices);

/// <summary>
/// Whether clusters are in the customers or in the luck of who was there: cluster again on rows drawn with replacement, and compare (Hennig,
/// Cluster-wise assessment of cluster stability, 2007). Besides the rows it keeps one resample of them per thread.
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
        CheckInputs(inputs, cancellation);
        var random = new Random(seed);
        int[] full = Labelled(inputs, random.Next());
        return Refit(inputs, Fit, refits, random, 1, progress, cancellation)[0];

        double[] Fit(Matrix sample, int[] drawn, int fitSeed)
        {
            int[] labels = Labelled(sample, fitSeed);

            // A row that was drawn twice counts once: its twin is sure to be in its cluster and would flatter.
            int[] first = [.. Enumerable.Range(0, drawn.Length).DistinctBy(i => drawn[i])];
            return [AdjustedRand.Index([.. first.Select(i => full[drawn[i]])], [.. first.Select(i => labels[i])])];
        }

        int[] Labelled(Matrix rows, int fitSeed)
        {
            int[] labels = clusterer(rows, fitSeed, cancellation);
            InputChecks.SameLength(rows.Rows, labels.Length, nameof(labels));
            return labels;
        }
    }

    /// <summary>For clusterers that place other rows: each refit is compared with the full fit on all rows.</summary>
    /// <inheritdoc cref="Measure"/>
    public static StabilityEstimate MeasurePredictions(
        Matrix inputs, PredictingClusterer clusterer, int refits, int seed, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clusterer);
        CheckInputs(inputs, cancellation);
        var random = new Random(seed);
        int[] full = clusterer(inputs, random.Next(), cancellation)(inputs);
        return MeasureSeveral(
            inputs,
            [full],
            (rows, fitSeed, token) =>
            {
                Func<Matrix, int[]> place = clusterer(rows, fitSeed, token);
                return placed => [place(placed)];
            },
            refits,
            random.Next(),
            1,
            progress,
            cancellation)[0];
    }

    /// <summary>For several ways of clustering on the same resamples, each refit compared with its full fit on all rows.</summary>
    /// <param name="full">For each way the labels of all rows by its full fit.</param>
    /// <param name="clusterers">Called from as many threads as there are.</param>
    /// <param name="threads">Most threads; 0: as many as cores. The result does not depend on it.</param>
    /// <returns>One for each of <paramref name="full"/>.</returns>
    /// <inheritdoc cref="Measure"/>
    public static StabilityEstimate[] MeasureSeveral(
        Matrix inputs,
        IReadOnlyList<int[]> full,
        SeveralClusterers clusterers,
        int refits,
        int seed,
        int threads = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(full);
        ArgumentNullException.ThrowIfNull(clusterers);
        CheckInputs(inputs, cancellation);
        foreach (int[] labels in full)
        {
            InputChecks.SameLength(inputs.Rows, labels.Length, nameof(full));
        }

        return Refit(inputs, Fit, refits, new Random(seed), threads, progress, cancellation);

        double[] Fit(Matrix sample, int[] drawn, int fitSeed)
        {
            IReadOnlyList<int[]> placed = clusterers(sample, fitSeed, cancellation)(inputs);
            InputChecks.SameLength(full.Count, placed.Count, nameof(placed));
            return [.. full.Zip(placed, (one, other) => AdjustedRand.Index(one, other))];
        }
    }

    /// <param name="fit">From a resample, the numbers of its rows in the inputs and a seed to the agreement of each way with its full fit.</param>
    private static StabilityEstimate[] Refit(
        Matrix inputs,
        Func<Matrix, int[], int, double[]> fit,
        int refits,
        Random random,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(refits, 2);
        int[] seeds = [.. Enumerable.Range(0, refits).Select(_ => random.Next())];
        var indices = new double[refits][];
        var gate = new Lock();
        int done = 0;
        Step();
        FixedChunks.Run(
            refits,
            threads,
            refit =>
            {
                cancellation.ThrowIfCancellationRequested();
                var draws = new Random(seeds[refit]);
                int[] drawn = [.. Enumerable.Range(0, inputs.Rows).Select(_ => draws.Next(inputs.Rows))];
                indices[refit] = fit(inputs.Take(drawn), drawn, draws.Next());
                Step();
            },
            cancellation);
        return [.. Enumerable.Range(0, indices[0].Length).Select(way => Estimate([.. indices.Select(each => each[way])]))];

        void Step()
        {
            lock (gate)
            {
                done++;
                progress?.Report(done / (refits + 1.0));
            }
        }
    }

    private static StabilityEstimate Estimate(double[] indices)
    {
        double mean = indices.Average();
        double variance = indices.Sum(index => (index - mean) * (index - mean)) / (indices.Length - 1);
        return new StabilityEstimate(mean, Math.Sqrt(variance / indices.Length), indices);
    }

    private static void CheckInputs(Matrix inputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
    }
}
