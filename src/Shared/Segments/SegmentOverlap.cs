namespace Clientele.Segments;

/// <summary>How many customers each cluster of before shares with each of now.</summary>
internal sealed class SegmentOverlap
{
    /// <summary>A part of a split, or of a merger, holds at least this share of the whole.</summary>
    public const double LeastPart = 0.25;

    private readonly int[,] _both;
    private readonly int[] _before;
    private readonly int[] _after;

    /// <param name="before">Of each row its cluster; −1 for those that do not count.</param>
    /// <param name="after">The same of now.</param>
    public SegmentOverlap(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int beforeCount, int afterCount)
    {
        (_both, _before, _after) = (new int[beforeCount, afterCount], new int[beforeCount], new int[afterCount]);
        for (int row = 0; row < before.Length; row++)
        {
            if (before[row] >= 0 && after[row] >= 0)
            {
                _both[before[row], after[row]]++;
                _before[before[row]]++;
                _after[after[row]]++;
            }
        }
    }

    /// <summary>Customers in both over customers in either; 0 where there are none.</summary>
    public double Jaccard(int before, int after) =>
        _both[before, after] == 0 ? 0 : _both[before, after] / (double)(_before[before] + _after[after] - _both[before, after]);

    /// <summary>What became of the segments, without the customers who moved.</summary>
    /// <param name="before">By cluster.</param>
    /// <param name="ids">Of the clusters now.</param>
    public SegmentChanges Changes(string version, IReadOnlyList<Segment> before, IReadOnlyList<int> ids)
    {
        int[] idsBefore = [.. before.Select(segment => segment.Id)];
        SegmentRelation[] splits = [.. Enumerable.Range(0, _before.Length)
            .Select(i => new SegmentRelation(idsBefore[i], Sorted(Enumerable.Range(0, _after.Length).Where(j => IsPart(_both[i, j], _before[i], _after[j])).Select(j => ids[j]))))];
        SegmentRelation[] merges = [.. Enumerable.Range(0, _after.Length)
            .Select(j => new SegmentRelation(ids[j], Sorted(Enumerable.Range(0, _before.Length).Where(i => IsPart(_both[i, j], _after[j], _before[i])).Select(i => idsBefore[i]))))];
        return new SegmentChanges(
            version,
            Sorted(ids.Intersect(idsBefore)),
            Sorted(ids.Except(idsBefore)),
            Sorted(idsBefore.Except(ids)),
            [.. splits.Where(split => split.Several.Count > 1).OrderBy(split => split.One)],
            [.. merges.Where(merge => merge.Several.Count > 1).OrderBy(merge => merge.One)],
            Shared: 0,
            Moved: 0,
            Sentences: []);
    }

    /// <summary>Whether the part is a good share of the whole, and consists of it for the larger part.</summary>
    private static bool IsPart(int both, int whole, int part) => both >= LeastPart * whole && 2 * both > part;

    private static int[] Sorted(IEnumerable<int> ids) => [.. ids.Order()];
}
