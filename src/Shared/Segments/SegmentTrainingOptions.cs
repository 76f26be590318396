using System.Globalization;
using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>How segments are trained.</summary>
public sealed record SegmentTrainingOptions
{
    public const int FewestClusters = 2;
    public const int MostClusters = 10;

    /// <summary>Decides initial centroids, samples and resamples.</summary>
    public int Seed { get; init; } = 20_141_231;

    /// <summary>The algorithm of every proposal; null: the recommended one.</summary>
    public ClusterAlgorithm? Algorithm { get; init; }

    /// <summary>The number of segments of the recommended proposal, 2 to 10; null: the recommended one.</summary>
    public int? Clusters { get; init; }

    /// <summary>Leaves out what the schema calls sensitive.</summary>
    public bool WithoutSensitive { get; init; }

    /// <summary>Customers by whom algorithms and numbers of segments are compared; with more, a sample of so many. 200 or more.</summary>
    public int MostCompared { get; init; } = 3_000;

    /// <summary>Fits on resampled customers, by which stability is measured. 2 or more.</summary>
    public int Refits { get; init; } = 20;

    /// <summary>What a version's name has to tell apart, beside the seed.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Algorithm?.ToString() ?? "recommended algorithm"}, {Clusters?.ToString(CultureInfo.InvariantCulture) ?? "recommended number"}, {Refits} refits on up to {MostCompared} customers{(WithoutSensitive ? ", without sensitive attributes" : "")}");

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public SegmentTrainingOptions Check()
    {
        if (Clusters is < FewestClusters or > MostClusters)
        {
            throw new ArgumentOutOfRangeException(null, $"Clusters is {Clusters}; it must be between {FewestClusters} and {MostClusters}.");
        }

        return MostCompared >= 200 && Refits >= 2
            ? this
            : throw new ArgumentOutOfRangeException(null, $"MostCompared is {MostCompared} and Refits is {Refits}; they must be at least 200 and 2.");
    }
}
