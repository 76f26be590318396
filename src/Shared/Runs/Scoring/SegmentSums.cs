using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Segments;

namespace Clientele.Runs.Scoring;

/// <summary>What the current customers of a segment come to, all of them and those above each cut-off.</summary>
/// <param name="Customers">First all, then by objective in the order of <see cref="ScoreFiles.Verdicts"/>.</param>
/// <param name="Probability">Sums of their probabilities, in the same order.</param>
public sealed record SegmentSum(long[] Customers, double[] Probability);

/// <summary>Sums over customers by proposal and segment. Filled by one thread.</summary>
public sealed class SegmentSums
{
    private static readonly int Places = 1 + ScoreFiles.Verdicts.Count;

    private readonly SortedDictionary<(int Proposal, int Segment), SegmentSum> _sums = [];

    // The segments of a file are few: found again without a search.
    private readonly SegmentSum?[,] _small = new SegmentSum?[SegmentModel.Keys.Count, 64];

    /// <summary>Of a segment of a proposal (by its place among <see cref="SegmentModel.Keys"/>); zeros where it has no customers.</summary>
    public SegmentSum Of(int proposal, int segment) => _sums.TryGetValue((proposal, segment), out SegmentSum? sum) ? sum : Zero();

    /// <summary>Every segment that has customers, segment 0 (not segmented) among them.</summary>
    public IEnumerable<(int Proposal, int Segment)> Keys => _sums.Keys;

    internal void Add(in CustomerScore score, in SegmentAssignment segments)
    {
        Add(0, segments.Two, score);
        Add(1, segments.Three, score);
        Add(2, segments.Recommended, score);
    }

    internal void Write(ByteBuffer into)
    {
        into.Varint((uint)_sums.Count);
        foreach (((int proposal, int segment), SegmentSum sum) in _sums)
        {
            into.Varint((uint)proposal);
            into.Varint((uint)segment);
            for (int place = 0; place < Places; place++)
            {
                into.Varint((ulong)sum.Customers[place]);
                into.Double(sum.Probability[place]);
            }
        }
    }

    /// <summary>Adds what <see cref="Write"/> wrote.</summary>
    internal void AddFrom(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        for (ulong left = cursor.Varint(); left > 0; left--)
        {
            SegmentSum sum = Find((int)cursor.Varint(), (int)cursor.Varint());
            for (int place = 0; place < Places; place++)
            {
                sum.Customers[place] += (long)cursor.Varint();
                sum.Probability[place] += cursor.Double();
            }
        }
    }

    private static SegmentSum Zero() => new(new long[Places], new double[Places]);

    private void Add(int proposal, int segment, in CustomerScore score)
    {
        SegmentSum sum = segment >= _small.GetLength(1) ? Find(proposal, segment) : _small[proposal, segment] ??= Find(proposal, segment);
        sum.Customers[0]++;
        sum.Probability[0] += score.Probability;
        for (int place = 1; place < Places; place++)
        {
            if (score.Verdicts.HasFlag(ScoreFiles.Verdicts[place - 1]))
            {
                sum.Customers[place]++;
                sum.Probability[place] += score.Probability;
            }
        }
    }

    private SegmentSum Find(int proposal, int segment)
    {
        if (!_sums.TryGetValue((proposal, segment), out SegmentSum? sum))
        {
            _sums.Add((proposal, segment), sum = Zero());
        }

        return sum;
    }
}
