namespace Clientele.Learning;

/// <summary>What <see cref="Dbscan"/> calls dense.</summary>
public sealed record DbscanOptions
{
    /// <summary>Rows at most this far apart (Euclidean, the border counts) are neighbours. Above 0, in the unit of the columns.</summary>
    public double Epsilon { get; init; } = 0.5;

    /// <summary>Neighbours, the row itself included, that make a row a core. 1 or more.</summary>
    public int MinPoints { get; init; } = 5;

    /// <summary>Most threads at work; 0: as many as there are cores. The result does not depend on it.</summary>
    public int Threads { get; init; }

    internal static void Check(DbscanOptions options)
    {
        if (!(options.Epsilon > 0 && double.IsFinite(options.Epsilon * options.Epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Epsilon, "Epsilon is above 0, and its square finite.");
        }

        if (options.MinPoints < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MinPoints, "MinPoints is 1 or more.");
        }

        if (options.Threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads is 0 or more.");
        }
    }
}
