using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>A row of the comparison and what gave it; null where nothing was found.</summary>
internal sealed record ComparedFit(ComparedSegments Figures, SegmentPlacement? Placement);

/// <summary>
/// Every algorithm with every number of clusters on the same customers, by the same figures. All figures are of customers as they are placed, and
/// stability is of placements, too: what marketing would see is judged, not what the algorithm drew.
/// </summary>
internal sealed class SegmentComparison
{
    public const int ReferenceDraws = 3;
    public const int Starts = 10;

    /// <summary>Of refits: fewer, because there are many.</summary>
    private const int RefitStarts = 3;

    private static readonly int Counts = SegmentAlgorithms.Counts.Count;

    private readonly Matrix _rows;
    private readonly SegmentTrainingOptions _options;
    private readonly TrainingSteps _steps;
    private readonly CancellationToken _cancellation;

    public SegmentComparison(Matrix rows, SegmentTrainingOptions options, TrainingSteps steps, CancellationToken cancellation) =>
        (_rows, _options, _steps, _cancellation) = (rows, options, steps, cancellation);

    /// <summary>How often <see cref="Run"/> tells of a step.</summary>
    public static int StepsOf(SegmentTrainingOptions options) => (2 * SegmentAlgorithms.All.Count * Counts) + 1 + (2 * options.Refits);

    /// <returns>One for each algorithm and number of clusters, in that order.</returns>
    public ComparedFit[] Run()
    {
        SegmentPlacement?[] placements = Fit(out double?[] epsilons);
        double[] references = GaussianReference.Silhouettes(
            _rows, SegmentAlgorithms.Counts, ReferenceDraws, _options.Seed, new KMeansOptions { Starts = RefitStarts }, _cancellation);
        _steps.Next();
        int[]?[] labels = [.. placements.Select(placement => placement?.Place(_rows))];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = labels[i] is { } all && all.Distinct().Count() == CountAt(i) ? all : null;
        }

        var judged = new ComparedSegments[labels.Length];
        Parallel.For(0, labels.Length, new ParallelOptions { CancellationToken = _cancellation }, i =>
        {
            judged[i] = Judge(_rows, labels[i], AlgorithmAt(i), CountAt(i), references[i % Counts], _cancellation);
            _steps.Next();
        });
        StabilityEstimate?[] stability = Stability(labels, epsilons);
        return [.. judged.Select((figures, i) => new ComparedFit(
            stability[i] is { } estimate ? figures with { Stability = estimate.Mean, StabilityStandardError = estimate.StandardError } : figures,
            labels[i] is null ? null : placements[i]))];
    }

    /// <param name="labels">Null: not found.</param>
    /// <returns>All figures but stability.</returns>
    public static ComparedSegments Judge(Matrix rows, int[]? labels, SegmentAlgorithm algorithm, int clusters, double reference, CancellationToken cancellation) =>
        labels is null
            ? new ComparedSegments(algorithm, clusters, false, 0, 0, 0, 0, 0, 0, 0)
            : new ComparedSegments(
                algorithm,
                clusters,
                true,
                Silhouette.Mean(rows, labels, 1, cancellation),
                reference,
                ClusterMetrics.CalinskiHarabasz(rows, labels),
                ClusterMetrics.DaviesBouldin(rows, labels),
                0,
                0,
                labels.CountBy(label => label).Min(pair => pair.Value) / (double)labels.Length);

    private static SegmentAlgorithm AlgorithmAt(int at) => (SegmentAlgorithm)(at / Counts);

    private static int CountAt(int at) => SegmentAlgorithms.Counts[at % Counts];

    private SegmentPlacement?[] Fit(out double?[] epsilons)
    {
        var placements = new SegmentPlacement?[SegmentAlgorithms.All.Count * Counts];
        var found = new double?[Counts];
        Action[] jobs =
        [
            () => SegmentAlgorithms.Ward(_rows, _cancellation).CopyTo(placements, Start(SegmentAlgorithm.Ward)),
            () => found = Densities(placements),
            .. SegmentAlgorithms.Counts.Select((clusters, at) => (Action)(() =>
                placements[Start(SegmentAlgorithm.Mixture) + at] = SegmentAlgorithms.Mixture(_rows, clusters, _options.Seed, 1, _cancellation))),
            .. SegmentAlgorithms.Counts.Select((clusters, at) => (Action)(() =>
                placements[Start(SegmentAlgorithm.KMeans) + at] = SegmentAlgorithms.KMeans(_rows, clusters, _options.Seed, Starts, _cancellation))),
        ];
        Parallel.For(0, jobs.Length, new ParallelOptions { CancellationToken = _cancellation }, job =>
        {
            jobs[job]();
            for (int step = 0; step < (job < 2 ? Counts : 1); step++)
            {
                _steps.Next();
            }
        });
        epsilons = found;
        return placements;
    }

    private double?[] Densities(SegmentPlacement?[] placements)
    {
        double?[] epsilons = DensitySearch.Find(_rows, _cancellation);
        for (int at = 0; at < Counts; at++)
        {
            placements[Start(SegmentAlgorithm.Dbscan) + at] = epsilons[at] is { } epsilon ? DensitySearch.Fit(_rows, epsilon, _cancellation) : null;
        }

        return epsilons;
    }

    private StabilityEstimate?[] Stability(int[]?[] labels, double?[] epsilons)
    {
        int[] found = [.. Enumerable.Range(0, labels.Length).Where(at => labels[at] is not null)];
        StabilityEstimate[] estimates = BootstrapStability.MeasureSeveral(
            _rows,
            [.. found.Select(at => labels[at]!)],
            (rows, seed, cancellation) =>
            {
                SegmentPlacement?[] refitted = Refit(rows, seed, found, epsilons, cancellation);
                _steps.Next();
                return placed =>
                {
                    int[][] all = [.. refitted.Select(refit => refit?.Place(placed) ?? new int[placed.Rows])];
                    _steps.Next();
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

    private static SegmentPlacement?[] Refit(Matrix rows, int seed, int[] found, double?[] epsilons, CancellationToken cancellation)
    {
        SegmentPlacement[]? cuts = found.Any(at => AlgorithmAt(at) == SegmentAlgorithm.Ward) ? SegmentAlgorithms.Ward(rows, cancellation) : null;
        return [.. found.Select(at => AlgorithmAt(at) switch
        {
            SegmentAlgorithm.KMeans => SegmentAlgorithms.KMeans(rows, CountAt(at), seed, RefitStarts, cancellation),
            SegmentAlgorithm.Mixture => SegmentAlgorithms.Mixture(rows, CountAt(at), seed, 1, cancellation),
            SegmentAlgorithm.Ward => cuts![at % Counts],
            _ => DensitySearch.Fit(rows, epsilons[at % Counts]!.Value, cancellation),
        })];
    }

    private static int Start(SegmentAlgorithm algorithm) => (int)algorithm * Counts;
}
