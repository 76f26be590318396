namespace Clientele.Learning;

/// <summary>What a <see cref="ClusterComparison"/> compares, and how closely.</summary>
public sealed record ClusterComparisonOptions
{
    public IReadOnlyList<ClusterAlgorithm> Algorithms { get; init; } = ClusterAlgorithms.All;

    /// <summary>Numbers of clusters, each 2 or more and there once.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [.. Enumerable.Range(2, 9)];

    /// <summary>Decides initial centroids and resamples.</summary>
    public int Seed { get; init; }

    /// <summary>Of k-means. 1 or more.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Fits on resampled rows, by which stability is measured. 2 or more.</summary>
    public int Refits { get; init; } = 20;

    /// <summary>Of k-means in each refit: fewer, because there are many. 1 or more.</summary>
    public int RefitStarts { get; init; } = 3;

    /// <summary>Made-up matrices without groups, by which silhouettes are judged. 1 or more.</summary>
    public int ReferenceDraws { get; init; } = 3;

    internal static void Check(ClusterComparisonOptions options)
    {
        if (options.Algorithms.Count == 0 || options.Counts.Count == 0 || options.Counts.Any(count => count < 2) || options.Counts.Distinct().Count() != options.Counts.Count)
        {
            throw new ArgumentException("A comparison needs an algorithm, and numbers of clusters of 2 or more, each once.", nameof(options));
        }

        if (options.Starts < 1 || options.Refits < 2 || options.RefitStarts < 1 || options.ReferenceDraws < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"Starts {options.Starts}, Refits {options.Refits}, RefitStarts {options.RefitStarts} and ReferenceDraws {options.ReferenceDraws} are at least 1, 2, 1 and 1.");
        }
    }
}

/// <summary>One algorithm with one number of clusters, as rows are placed by it.</summary>
/// <param name="Placement">Null where the algorithm gives no such number of clusters; the figures are 0 then.</param>
/// <param name="Labels">Of the compared rows; null in the same case.</param>
/// <param name="ReferenceSilhouette">What k-means with as many clusters reaches on rows without groups; see <see cref="GaussianReference"/>.</param>
/// <param name="Stability">Of fits on resampled rows.</param>
/// <param name="SmallestShare">Share of the rows in the smallest cluster.</param>
public sealed record ComparedClusters(
    ClusterAlgorithm Algorithm,
    int Clusters,
    ClusterPlacement? Placement,
    int[]? Labels,
    double Silhouette,
    double ReferenceSilhouette,
    double CalinskiHarabasz,
    double DaviesBouldin,
    StabilityEstimate? Stability,
    double SmallestShare);

/// <summary>
/// Every algorithm with every number of clusters on the same rows, by the same figures. All figures are of rows as they are placed, and stability is of
/// placements, too: what users would see is judged, not what the algorithm drew. O(ways · refits · fit + ways · rows²).
/// </summary>
public sealed class ClusterComparison
{
    private readonly Matrix _rows;
    private readonly ClusterComparisonOptions _options;
    private readonly Action _step;
    private readonly CancellationToken _cancellation;

    private ClusterComparison(Matrix rows, ClusterComparisonOptions options, Action? step, CancellationToken cancellation) =>
        (_rows, _options, _step, _cancellation) = (rows, options, step ?? (() => { }), cancellation);

    private int Counts => _options.Counts.Count;

    private int Ways => _options.Algorithms.Count * Counts;

    /// <summary>How often <see cref="Run(Matrix, ClusterComparisonOptions, Action?, CancellationToken)"/> tells of a step.</summary>
    public static int StepsOf(ClusterComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (2 * options.Algorithms.Count * options.Counts.Count) + 1 + (2 * options.Refits);
    }

    /// <param name="rows">One row per observation, columns of about unit variance.</param>
    /// <param name="step">Called after each of <see cref="StepsOf"/> steps, from any thread.</param>
    /// <returns>One for each algorithm and number of clusters, in that order. The same for a seed, whatever the machine.</returns>
    /// <exception cref="ArgumentException">Options out of range, a value that is not finite (row and column are named), or fewer rows than clusters.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static ComparedClusters[] Run(Matrix rows, ClusterComparisonOptions options, Action? step = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        ClusterComparisonOptions.Check(options);
        InputChecks.NotEmpty(rows, nameof(rows));
        InputChecks.Finite(rows, nameof(rows));
        return new ClusterComparison(rows, options, step, cancellation).Run();
    }

    /// <summary>All figures but stability, of rows that somebody else has placed.</summary>
    /// <param name="placement">Null: not found.</param>
    /// <param name="labels">Null: not found.</param>
    public static ComparedClusters Judge(
        Matrix rows, ClusterPlacement? placement, int[]? labels, ClusterAlgorithm algorithm, int clusters, double reference, CancellationToken cancellation) =>
        labels is null
            ? new ComparedClusters(algorithm, clusters, null, null, 0, 0, 0, 0, null, 0)
            : new ComparedClusters(
                algorithm,
                clusters,
                placement,
                labels,
                Silhouette.Mean(rows, labels, 1, cancellation),
                reference,
                ClusterMetrics.CalinskiHarabasz(rows, labels),
                ClusterMetrics.DaviesBouldin(rows, labels),
                null,
                labels.CountBy(label => label).Min(pair => pair.Value) / (double)labels.Length);

    private ComparedClusters[] Run()
    {
        ClusterPlacement?[] placements = Fit(out double?[] epsilons);
        double[] references = GaussianReference.Silhouettes(
            _rows, _options.Counts, _options.ReferenceDraws, _options.Seed, new KMeansOptions { Starts = _options.RefitStarts }, _cancellation);
        _step();
        int[]?[] labels = [.. placements.Select(placement => placement?.Place(_rows))];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = labels[i] is { } all && all.Distinct().Count() == CountAt(i) ? all : null;
        }

        var judged = new ComparedClusters[labels.Length];
        Parallel.For(0, labels.Length, new ParallelOptions { CancellationToken = _cancellation }, i =>
        {
            judged[i] = Judge(_rows, placements[i], labels[i], AlgorithmAt(i), CountAt(i), references[i % Counts], _cancellation);
            _step();
        });
        StabilityEstimate?[] stability = Stability(labels, epsilons);
        return [.. judged.Select((figures, i) => figures with { Stability = stability[i] })];
    }

    private ClusterAlgorithm AlgorithmAt(int way) => _options.Algorithms[way / Counts];

    private int CountAt(int way) => _options.Counts[way % Counts];

    private ClusterPlacement?[] Fit(out double?[] epsilons)
    {
        var placements = new ClusterPlacement?[Ways];
        var found = new double?[Counts];
        var jobs = new List<(Action Run, int Steps)>();

        // The long ones first, so that no thread is left with one at the end.
        foreach (ClusterAlgorithm algorithm in _options.Algorithms.OrderDescending())
        {
            int start = StartOf(algorithm);
            if (algorithm == ClusterAlgorithm.Ward)
            {
                jobs.Add((() => ClusterAlgorithms.Ward(_rows, _options.Counts, _cancellation).CopyTo(placements, start), Counts));
            }
            else if (algorithm == ClusterAlgorithm.Dbscan)
            {
                jobs.Add((() => found = Densities(placements, start), Counts));
            }
            else
            {
                jobs.AddRange(_options.Counts.Select((clusters, at) => ((Action)(() => placements[start + at] = Fit(algorithm, _rows, clusters, _options.Seed, _options.Starts)), 1)));
            }
        }

        Parallel.For(0, jobs.Count, new ParallelOptions { CancellationToken = _cancellation }, job =>
        {
            jobs[job].Run();
            for (int step = 0; step < jobs[job].Steps; step++)
            {
                _step();
            }
        });
        epsilons = found;
        return placements;
    }

    private ClusterPlacement Fit(ClusterAlgorithm algorithm, Matrix rows, int clusters, int seed, int starts) => algorithm == ClusterAlgorithm.Mixture
        ? ClusterAlgorithms.Mixture(rows, clusters, seed, 1, _cancellation)
        : ClusterAlgorithms.KMeans(rows, clusters, seed, starts, _cancellation);

    private double?[] Densities(ClusterPlacement?[] placements, int start)
    {
        double?[] epsilons = DensitySearch.Find(_rows, _options.Counts, _cancellation);
        for (int at = 0; at < Counts; at++)
        {
            placements[start + at] = epsilons[at] is { } epsilon ? DensitySearch.Fit(_rows, epsilon, _cancellation) : null;
        }

        return epsilons;
    }

    private StabilityEstimate?[] Stability(int[]?[] labels, double?[] epsilons)
    {
        int[] found = [.. Enumerable.Range(0, labels.Length).Where(way => labels[way] is not null)];
        StabilityEstimate[] estimates = BootstrapStability.MeasureSeveral(
            _rows,
            [.. found.Select(way => labels[way]!)],
            (rows, seed, _) =>
            {
                ClusterPlacement?[] refitted = Refit(rows, seed, found, epsilons);
                _step();
                return placed =>
                {
                    int[][] all = [.. refitted.Select(refit => refit?.Place(placed) ?? new int[placed.Rows])];
                    _step();
                    return all;
                };
            },
            _options.Refits,
            _options.Seed,
            cancellation: _cancellation);
        var result = new StabilityEstimate?[labels.Length];
        for (int i = 0; i < found.Length; i++)
        {
            result[found[i]] = estimates[i];
        }

        return result;
    }

    private ClusterPlacement?[] Refit(Matrix rows, int seed, int[] found, double?[] epsilons)
    {
        ClusterPlacement[]? cuts = found.Any(way => AlgorithmAt(way) == ClusterAlgorithm.Ward) ? ClusterAlgorithms.Ward(rows, _options.Counts, _cancellation) : null;
        return [.. found.Select(way => AlgorithmAt(way) switch
        {
            ClusterAlgorithm.Ward => cuts![way % Counts],
            ClusterAlgorithm.Dbscan => DensitySearch.Fit(rows, epsilons[way % Counts]!.Value, _cancellation),
            var algorithm => Fit(algorithm, rows, CountAt(way), seed, _options.RefitStarts),
        })];
    }

    private int StartOf(ClusterAlgorithm algorithm) => _options.Algorithms.TakeWhile(other => other != algorithm).Count() * Counts;
}
