namespace Clientele.Learning;

/// <summary>Average and complete linkage: the distances of all pairs, brought up to date by Lance and Williams' formula after each merge.</summary>
internal sealed class StoredDistances : IClusterDistances
{
    private const int RowsPerChunk = 32;

    private readonly int _rows;
    private readonly bool _isAverage;
    private readonly double[] _distances;
    private readonly double[] _sizes;

    /// <summary>Names of the clusters that are left, in their order.</summary>
    private readonly int[] _names;

    private int _clusters;

    public StoredDistances(Matrix inputs, AgglomerativeOptions options, CancellationToken cancellation)
    {
        (_rows, _clusters, _isAverage) = (inputs.Rows, inputs.Rows, options.Linkage == Linkage.Average);
        _distances = new double[(long)_rows * (_rows - 1) / 2];
        _sizes = new double[_rows];
        Array.Fill(_sizes, 1);
        _names = [.. Enumerable.Range(0, _rows)];
        Action<int> fill = chunk =>
        {
            for (int i = chunk * RowsPerChunk; i < Math.Min((chunk + 1) * RowsPerChunk, _rows); i++)
            {
                FillRow(inputs, i);
            }
        };
        FixedChunks.Run((_rows + RowsPerChunk - 1) / RowsPerChunk, options.Threads, fill, cancellation);
    }

    public (int Nearest, double Distance) Nearest(int cluster, int preferred)
    {
        (double least, int nearest) = preferred < 0 ? (double.PositiveInfinity, -1) : (_distances[IndexOf(cluster, preferred)], preferred);
        foreach (int other in _names.AsSpan(0, _clusters))
        {
            if (other != cluster && _distances[IndexOf(cluster, other)] < least)
            {
                (least, nearest) = (_distances[IndexOf(cluster, other)], other);
            }
        }

        return (nearest, least);
    }

    public void Merge(int gone, int kept)
    {
        int at = Array.BinarySearch(_names, 0, _clusters, gone);
        _names.AsSpan(at + 1, _clusters - at - 1).CopyTo(_names.AsSpan(at));
        _clusters--;
        (double goneSize, double keptSize) = (_sizes[gone], _sizes[kept]);
        foreach (int other in _names.AsSpan(0, _clusters))
        {
            if (other != kept)
            {
                ref double distance = ref _distances[IndexOf(kept, other)];
                double toGone = _distances[IndexOf(gone, other)];
                distance = _isAverage ? ((goneSize * toGone) + (keptSize * distance)) / (goneSize + keptSize) : Math.Max(toGone, distance);
            }
        }

        _sizes[kept] += goneSize;
    }

    private void FillRow(Matrix inputs, int row)
    {
        ReadOnlySpan<double> point = inputs.Row(row);
        int at = IndexOf(row, row + 1);
        for (int other = row + 1; other < _rows; other++)
        {
            _distances[at++] = SpanningTree.Distance(point, inputs.Row(other));
        }
    }

    /// <summary>Row by row above the diagonal.</summary>
    private int IndexOf(int one, int other)
    {
        (long low, long high) = one < other ? (one, other) : (other, one);
        return (int)((low * _rows) - (low * (low + 1) / 2) + (high - low - 1));
    }
}
