using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What an algorithm found, as it places any row. Immutable, safe from any thread.</summary>
/// <param name="Centroids">Places by the nearest centroid; null where <paramref name="Mixture"/> places.</param>
/// <param name="Mixture">Places by the likeliest component; null where <paramref name="Centroids"/> places.</param>
public sealed record ClusterPlacement(KMeansModel? Centroids, GaussianMixtureModel? Mixture)
{
    /// <summary>Whether there is one of the two; the others need it.</summary>
    [JsonIgnore]
    public bool IsWhole => (Centroids is null) != (Mixture is null);

    [JsonIgnore]
    public int Clusters => Centroids?.Clusters ?? Mixture!.Components;

    [JsonIgnore]
    public int Columns => Centroids?.Columns ?? Mixture!.Columns;

    public int Place(ReadOnlySpan<double> row) => Centroids is not null ? Centroids.Predict(row) : Mixture!.Predict(row);

    public int[] Place(Matrix rows) => Centroids is not null ? Centroids.Predict(rows) : Mixture!.Predict(rows);
}
