using System.Text;
using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>
/// Which clusters of a new training are groups that were there before, and so keep id and name. Two clusters are compared by the customers that they share:
/// those who were in both trainings, or, where these are too few, all rows as the previous model places them. Rows are read once, for all proposals.
/// </summary>
internal sealed class SegmentIdentities
{
    /// <summary>With fewer customers in both trainings, or a smaller share of the smaller training, the previous placement decides.</summary>
    public const int FewestShared = 50;
    public const double LeastShared = 0.1;

    /// <summary>Jaccard index from which two clusters are the same group.</summary>
    public const double Same = 0.5;

    /// <summary>The same where their centroids are each other's nearest, too.</summary>
    public const double SameIfNearest = 0.25;

    private readonly TrainingRows _rows;
    private readonly PreviousSegments? _previous;
    private readonly bool _isOtherSchema;

    // The place of each row among the previous training's customers, −1 for new ones.
    private readonly int[] _placeInTraining;
    private readonly int _shared;
    private readonly Matrix _encoded;

    /// <param name="previous">Null for a first version.</param>
    /// <exception cref="ArgumentException">The previous model knows other customers than those given with it.</exception>
    public SegmentIdentities(TrainingRows rows, PreviousSegments? previous)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (previous is not null && previous.Customers.Count != previous.Model.Recommended.Trained.Count)
        {
            throw new ArgumentException($"Version {previous.Version} was trained on {previous.Model.Recommended.Trained.Count} customers; {previous.Customers.Count} are given.", nameof(previous));
        }

        (_rows, _previous) = (rows, previous);
        _isOtherSchema = previous is not null && previous.Model.SchemaFingerprint != rows.Schema.Fingerprint;
        bool isCompared = previous is not null && !_isOtherSchema;
        _placeInTraining = isCompared ? [.. rows.Ids.Select(id => Math.Max(-1, previous!.Customers.Find(Encoding.UTF8.GetBytes(id))))] : [];
        _shared = _placeInTraining.Count(place => place >= 0);
        _encoded = isCompared ? previous!.Model.Space.Encode(rows) : new Matrix(0, 0);
    }

    /// <summary>Whether the customers in both trainings decide, or the previous placement of all rows.</summary>
    private bool IsBySharedCustomers => _shared >= FewestShared && _shared >= LeastShared * Math.Min(_rows.Count, _previous!.Customers.Count);

    /// <param name="key">One of <see cref="SegmentModel.Keys"/>.</param>
    /// <param name="clusters">Of each row, from 0 to below <paramref name="clusterCount"/>; each has at least one row.</param>
    public SegmentIdentified Of(string key, int[] clusters, int clusterCount)
    {
        int[] sizes = ClusterSizes.Of(clusters, clusterCount, _rows.Count);
        if (_previous is null)
        {
            return WithNewIds([], sizes, nextId: 1);
        }

        SegmentProposal before = _previous.Model.Proposals.Single(proposal => proposal.Key == key);
        if (_isOtherSchema)
        {
            // Its ids are not used again: rows of customers, and names that people gave, still mean the groups of before.
            SegmentIdentified fresh = WithNewIds([], sizes, before.NextId);
            return fresh with { Changes = new SegmentOverlap([], [], 0, 0).Changes(_previous.Version, before.Segments, fresh.Ids), IsOtherSchema = true };
        }

        int[] trained = [.. _placeInTraining.Select(place => place < 0 ? -1 : IndexOf(before, before.Trained[place]))];
        var overlap = new SegmentOverlap(IsBySharedCustomers ? trained : before.Place(_encoded), clusters, before.Segments.Count, clusterCount);
        SegmentIdentified identified = WithNewIds(Match(before, clusters, sizes, overlap).ToDictionary(pair => pair.After, pair => before.Segments[pair.Before]), sizes, before.NextId);
        int moved = Enumerable.Range(0, clusters.Length).Count(row => trained[row] >= 0 && before.Segments[trained[row]].Id != identified.Ids[clusters[row]]);
        SegmentChanges changes = overlap.Changes(_previous.Version, before.Segments, identified.Ids) with { Shared = _shared, Moved = moved };
        return identified with { Before = before.Segments, Changes = changes };
    }

    private static int IndexOf(SegmentProposal proposal, int id)
    {
        int index = 0;
        while (proposal.Segments[index].Id != id)
        {
            index++;
        }

        return index;
    }

    /// <summary>Pairs that are the same group, one to one; as many alike in all as possible.</summary>
    private IEnumerable<(int Before, int After)> Match(SegmentProposal before, int[] clusters, int[] sizes, SegmentOverlap overlap)
    {
        var previous = new KMeansModel(before.Segments.Count, _encoded.Columns, before.Centroids?.Centroids ?? before.Mixture!.Means, 0, 0, true);
        var now = new KMeansModel(sizes.Length, _encoded.Columns, CentroidsOf(clusters, sizes), 0, 0, true);
        int[] nearestNow = now.Predict(previous.CentroidMatrix());
        int[] nearestBefore = previous.Predict(now.CentroidMatrix());
        var costs = new Matrix(before.Segments.Count, sizes.Length);
        for (int i = 0; i < costs.Rows; i++)
        {
            for (int j = 0; j < costs.Columns; j++)
            {
                double jaccard = overlap.Jaccard(i, j);
                bool areNearest = nearestNow[i] == j && nearestBefore[j] == i;

                // Two pairs that only their centroids speak for must not outweigh one that needs no such help.
                costs.RowToWrite(i)[j] = jaccard >= Same ? -1 - jaccard : jaccard >= SameIfNearest && areNearest ? -jaccard : 0;
            }
        }

        int[] match = Hungarian.Solve(costs);
        return Enumerable.Range(0, match.Length).Where(i => match[i] >= 0 && costs[i, match[i]] < 0).Select(i => (i, match[i]));
    }

    private double[] CentroidsOf(int[] clusters, int[] sizes)
    {
        var centroids = new Matrix(sizes.Length, _encoded.Columns);
        for (int row = 0; row < clusters.Length; row++)
        {
            Span<double> into = centroids.RowToWrite(clusters[row]);
            for (int column = 0; column < into.Length; column++)
            {
                into[column] += _encoded[row, column] / sizes[clusters[row]];
            }
        }

        return [.. Enumerable.Range(0, sizes.Length).SelectMany(cluster => centroids.Row(cluster).ToArray())];
    }

    /// <summary>What is kept keeps its id; all others get the next ones, the largest first.</summary>
    private static SegmentIdentified WithNewIds(Dictionary<int, Segment> kept, int[] sizes, int nextId)
    {
        int[] ids = [.. sizes.Select((_, cluster) => kept.TryGetValue(cluster, out Segment? segment) ? segment.Id : 0)];
        foreach (int cluster in Enumerable.Range(0, sizes.Length).Where(cluster => ids[cluster] == 0).OrderByDescending(cluster => sizes[cluster]))
        {
            ids[cluster] = nextId++;
        }

        return new SegmentIdentified(ids, nextId, [.. sizes.Select((_, cluster) => kept.GetValueOrDefault(cluster)?.Name)]);
    }
}
