using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>A segment under the id that it keeps from version to version.</summary>
/// <param name="Id">1 or more; not used again for another group.</param>
/// <param name="Name">As generated when the group was first found.</param>
public sealed record Segment(int Id, LocalText Name);

/// <summary>One way to divide all customers. Immutable, safe from any thread.</summary>
/// <param name="Key">One of <see cref="SegmentModel.Keys"/>.</param>
/// <param name="Centroids">Places customers by the nearest centroid; null where <paramref name="Mixture"/> places them.</param>
/// <param name="Mixture">Places customers by the likeliest component; null where <paramref name="Centroids"/> places them.</param>
/// <param name="Segments">For each cluster of the placement its segment.</param>
/// <param name="NextId">The least id that no group ever had.</param>
/// <param name="Trained">The segment's id of each trained customer, in the order of the manifest's hashes.</param>
public sealed record SegmentProposal(
    string Key,
    ClusterAlgorithm Algorithm,
    KMeansModel? Centroids,
    GaussianMixtureModel? Mixture,
    IReadOnlyList<Segment> Segments,
    int NextId,
    IReadOnlyList<int> Trained)
{
    /// <summary>The cluster of a row of <see cref="SegmentSpace"/>.</summary>
    public int Place(ReadOnlySpan<double> row) => Centroids is not null ? Centroids.Predict(row) : Mixture!.Predict(row);

    /// <summary>The clusters of all rows.</summary>
    public int[] Place(Matrix rows) => Centroids is not null ? Centroids.Predict(rows) : Mixture!.Predict(rows);

    internal void Check(int columns)
    {
        int clusters = Centroids?.Clusters ?? Mixture?.Components ?? 0;
        if ((Centroids is null) == (Mixture is null) || (Centroids?.Columns ?? Mixture!.Columns) != columns || Segments.Count != clusters)
        {
            throw new InvalidDataException($"Proposal '{Key}' has {clusters} clusters, {Segments.Count} segments, and not one placement of {columns} variables.");
        }

        HashSet<int> ids = [.. Segments.Select(segment => segment.Id)];
        if (ids.Count != Segments.Count || ids.Any(id => id < 1 || id >= NextId) || Trained.Any(id => !ids.Contains(id)))
        {
            throw new InvalidDataException($"Proposal '{Key}' has the ids {string.Join(", ", ids)} below {NextId}, and trained customers outside them or ids twice.");
        }
    }
}
