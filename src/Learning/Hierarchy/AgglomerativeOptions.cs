using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What the distance of two clusters is. Points are compared by their Euclidean distance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Linkage>))]
public enum Linkage
{
    /// <summary>√(2·|A|·|B| / (|A| + |B|)) times the distance of the centroids: what the merge adds to the sum of squares, doubled, under a root.</summary>
    Ward,

    /// <summary>Mean distance over all pairs of a point in one and a point in the other.</summary>
    Average,

    /// <summary>Largest distance of such a pair.</summary>
    Complete,

    /// <summary>Smallest distance of such a pair.</summary>
    Single,
}

/// <summary>How <see cref="Agglomerative"/> merges.</summary>
public sealed record AgglomerativeOptions
{
    public Linkage Linkage { get; init; } = Linkage.Ward;

    /// <summary>Most threads at work; 0: as many as there are cores. The result does not depend on it.</summary>
    public int Threads { get; init; }

    internal static void Check(AgglomerativeOptions options)
    {
        if (!Enum.IsDefined(options.Linkage))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Linkage, "Linkage is Ward, Average, Complete or Single.");
        }

        if (options.Threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads is 0 or more.");
        }
    }
}
