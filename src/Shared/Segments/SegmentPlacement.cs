using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>What an algorithm found, as it places any customer.</summary>
/// <param name="Centroids">Places by the nearest centroid; null where <paramref name="Mixture"/> places.</param>
/// <param name="Mixture">Places by the likeliest component; null where <paramref name="Centroids"/> places.</param>
internal sealed record SegmentPlacement(KMeansModel? Centroids, GaussianMixtureModel? Mixture)
{
    public int Clusters => Centroids?.Clusters ?? Mixture!.Components;

    public int[] Place(Matrix rows) => Centroids is not null ? Centroids.Predict(rows) : Mixture!.Predict(rows);
}
