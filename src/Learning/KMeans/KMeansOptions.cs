namespace Clientele.Learning;

/// <summary>How <see cref="KMeans"/> is fitted.</summary>
public sealed record KMeansOptions
{
    /// <summary>Number of clusters, k. 1 or more, at most the number of rows with a weight.</summary>
    public int Clusters { get; init; } = 8;

    /// <summary>Fits from other initial centroids; the one with the least inertia is kept. 1 or more.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>
    /// Fits from the best centroids so far with one of them moved onto a random row; kept where the inertia falls. With many clusters a few hundred of
    /// these reach what thousands of starts do not. 0 or more.
    /// </summary>
    public int Swaps { get; init; }

    /// <summary>Of each start or swap. 1 or more.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>
    /// A start has converged when the squared moves of the centroids sum to no more than this share of the columns' mean variance, as in
    /// scikit-learn. 0: only when no centroid moves any more. 0 or more.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Decides the initial centroids; the same seed gives the same model, bit for bit, whatever <see cref="Threads"/>.</summary>
    public int Seed { get; init; }

    /// <summary>Most threads to use; 0: as many as cores.</summary>
    public int Threads { get; init; }

    internal static void Check(KMeansOptions options)
    {
        foreach ((int value, int least, string name) in new[]
        {
            (options.Clusters, 1, nameof(Clusters)),
            (options.Starts, 1, nameof(Starts)),
            (options.Swaps, 0, nameof(Swaps)),
            (options.MaxIterations, 1, nameof(MaxIterations)),
            (options.Threads, 0, nameof(Threads)),
        })
        {
            if (value < least)
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is {least} or more.");
            }
        }

        if (!(options.Tolerance >= 0 && double.IsFinite(options.Tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "Tolerance is 0 or more.");
        }
    }
}
