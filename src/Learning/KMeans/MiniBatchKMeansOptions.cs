namespace Clientele.Learning;

/// <summary>How <see cref="MiniBatchKMeans"/> learns.</summary>
public sealed record MiniBatchKMeansOptions
{
    /// <summary>Number of clusters, k. 1 or more, at most the number of rows with a weight in the first batch.</summary>
    public int Clusters { get; init; } = 8;

    /// <summary>Starts of the k-means that finds the initial centroids in the first batch. 1 or more.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Rows per batch of a <see cref="MiniBatchKMeans.Fit"/>, which takes at least <see cref="Clusters"/>. 1 or more.</summary>
    public int BatchRows { get; init; } = 1024;

    /// <summary>How often a <see cref="MiniBatchKMeans.Fit"/> goes through the rows. 1 or more.</summary>
    public int Passes { get; init; } = 5;

    /// <summary>Decides the initial centroids and the order of rows; the same seed gives the same model, bit for bit.</summary>
    public int Seed { get; init; }

    /// <summary>Most threads to use; 0: as many as cores.</summary>
    public int Threads { get; init; }

    internal static void Check(MiniBatchKMeansOptions options)
    {
        foreach ((int value, int least, string name) in new[]
        {
            (options.Clusters, 1, nameof(Clusters)),
            (options.Starts, 1, nameof(Starts)),
            (options.BatchRows, 1, nameof(BatchRows)),
            (options.Passes, 1, nameof(Passes)),
            (options.Threads, 0, nameof(Threads)),
        })
        {
            if (value < least)
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is {least} or more.");
            }
        }
    }
}
