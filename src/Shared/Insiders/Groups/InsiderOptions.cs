using System.Globalization;
using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>What customers are compared in. Silhouettes of different spaces can't be compared with each other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InsiderSpaceKind>))]
public enum InsiderSpaceKind
{
    /// <summary>Logarithms of revenue, recency and purchases, standardised.</summary>
    [JsonStringEnumMemberName("log-standardised")]
    LogStandardised,

    /// <summary>The reference's five features, each from 0 to 1.</summary>
    [JsonStringEnumMemberName("min-max")]
    MinMax,

    /// <summary>The first principal components of all features' standardised logarithms.</summary>
    [JsonStringEnumMemberName("pca")]
    Pca,

    /// <summary>A UMAP layout of all features' standardised logarithms.</summary>
    [JsonStringEnumMemberName("umap")]
    Umap,

    /// <summary>A UMAP layout by the leaves of a random forest that predicts revenue from the other four of the reference's features.</summary>
    [JsonStringEnumMemberName("tree-umap")]
    TreeUmap,
}

/// <summary>How insiders are found.</summary>
public sealed record InsiderOptions
{
    public const int FewestClusters = 2;
    public const int MostClusters = 24;

    /// <summary>Decides initial centroids, layouts, samples and resamples.</summary>
    public int Seed { get; init; } = 20_171_207;

    public InsiderSpaceKind Space { get; init; } = InsiderSpaceKind.LogStandardised;

    /// <summary>Null: the recommended one.</summary>
    public ClusterAlgorithm? Algorithm { get; init; }

    /// <summary>2 to 24; null: the recommended number.</summary>
    public int? Clusters { get; init; }

    /// <summary>Customers by whom spaces, algorithms and numbers of clusters are compared; with more, a sample of so many. 200 or more.</summary>
    public int MostCompared { get; init; } = 3_000;

    /// <summary>Fits on resampled customers, by which stability is measured in <see cref="Space"/>; the other spaces get a quarter of them. 2 or more.</summary>
    public int Refits { get; init; } = 20;

    /// <summary>Share of the customers that the insiders are at least: groups are added by revenue per customer until there are so many. Above 0, at most 0.5.</summary>
    public double MinimumShare { get; init; } = 0.02;

    /// <summary>Whether <see cref="Space"/> alone is compared: quicker, but the table has no rows of the others.</summary>
    public bool WithoutOtherSpaces { get; init; }

    /// <summary>What a version's name has to tell apart, beside the seed.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Space}, {Algorithm?.ToString() ?? "recommended algorithm"}, {Clusters?.ToString(CultureInfo.InvariantCulture) ?? "recommended number"}, at least {MinimumShare:0.####} of the customers, {Refits} refits on up to {MostCompared} customers{(WithoutOtherSpaces ? ", without other spaces" : "")}");

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public InsiderOptions Check()
    {
        if (!Enum.IsDefined(Space) || (Algorithm is { } algorithm && !Enum.IsDefined(algorithm)))
        {
            throw new ArgumentOutOfRangeException(null, $"Space is {Space} and Algorithm is {Algorithm}; both must be among those that there are.");
        }

        if (Clusters is < FewestClusters or > MostClusters)
        {
            throw new ArgumentOutOfRangeException(null, $"Clusters is {Clusters}; it must be between {FewestClusters} and {MostClusters}.");
        }

        if (!(MinimumShare is > 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(null, string.Create(CultureInfo.InvariantCulture, $"MinimumShare is {MinimumShare}; it must be above 0 and at most 0.5."));
        }

        return MostCompared >= 200 && Refits >= 2
            ? this
            : throw new ArgumentOutOfRangeException(null, $"MostCompared is {MostCompared} and Refits is {Refits}; they must be at least 200 and 2.");
    }
}
