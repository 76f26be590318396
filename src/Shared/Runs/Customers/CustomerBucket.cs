using Clientele.Runs.Scoring;
using Clientele.Segments;

namespace Clientele.Runs.Customers;

/// <summary>What lists are made from of a bucket's current customers, column by column, in key order. Immutable.</summary>
internal sealed class CustomerBucket
{
    private readonly byte[] _ids;

    // Where the id of a row ends; it begins where the one before ends.
    private readonly int[] _idEnds;
    private readonly double[] _probability;
    private readonly double[] _expectedProfit;
    private readonly byte[] _verdicts;
    private readonly ushort[][] _segments;

    private CustomerBucket(int count, int idBytes)
    {
        _ids = new byte[idBytes];
        _idEnds = new int[count];
        _probability = new double[count];
        _expectedProfit = new double[count];
        _verdicts = new byte[count];
        _segments = [.. SegmentModel.Keys.Select(_ => new ushort[count])];
    }

    public static CustomerBucket Empty { get; } = new(0, 0);

    public int Count => _idEnds.Length;

    public ReadOnlySpan<double> Probability => _probability;

    public ReadOnlySpan<double> ExpectedProfit => _expectedProfit;

    /// <summary>Flags of <see cref="Campaign.ObjectiveVerdicts"/>.</summary>
    public ReadOnlySpan<byte> Verdicts => _verdicts;

    /// <param name="proposal">Its place among <see cref="SegmentModel.Keys"/>.</param>
    public ReadOnlySpan<ushort> Segments(int proposal) => _segments[proposal];

    /// <summary>As in the file, UTF-8.</summary>
    public ReadOnlySpan<byte> Id(int row)
    {
        int start = row == 0 ? 0 : _idEnds[row - 1];
        return _ids.AsSpan(start, _idEnds[row] - start);
    }

    /// <param name="blob">The whole of an index blob.</param>
    /// <exception cref="InvalidDataException">Not an index file.</exception>
    public static CustomerBucket Parse(ReadOnlySpan<byte> blob)
    {
        // Once for the size of the ids, so that nothing grows.
        int count = 0;
        int idBytes = 0;
        var sizes = new IndexReader(blob);
        for (; sizes.Next(); count++)
        {
            idBytes += sizes.Id.Length;
        }

        if (count != sizes.Count)
        {
            throw new InvalidDataException($"An index file says that it has {sizes.Count} customers and has {count}.");
        }

        var bucket = new CustomerBucket(count, idBytes);
        bucket.Fill(new IndexReader(blob));
        return bucket;
    }

    private void Fill(IndexReader rows)
    {
        int end = 0;
        for (int row = 0; rows.Next(); row++)
        {
            rows.Id.CopyTo(_ids.AsSpan(end));
            _idEnds[row] = end += rows.Id.Length;
            _probability[row] = rows.Probability;
            _expectedProfit[row] = rows.ExpectedProfit;
            _verdicts[row] = (byte)rows.Verdicts;
            _segments[0][row] = Number(rows.Segments.Two);
            _segments[1][row] = Number(rows.Segments.Three);
            _segments[2][row] = Number(rows.Segments.Recommended);
        }
    }

    private static ushort Number(int segment)
        => segment is >= 0 and <= ushort.MaxValue ? (ushort)segment : throw new InvalidDataException($"An index file holds segment {segment}; expected 0 to {ushort.MaxValue}.");
}
