namespace Clientele.Learning;

/// <summary>
/// Ward's distances from centroids and sizes, computed when they are asked for. Clusters stand in slots in the order of their names; slots of merged
/// clusters stay empty until a quarter of all is, then the rest moves together, so that a scan reads memory from front to back.
/// </summary>
internal sealed class WardDistances : IClusterDistances
{
    private const int BlocksPerChunk = 64;
    private const int ValuesWorthThreads = 100_000;

    private readonly int _columns;
    private readonly int _threads;
    private readonly PointBlocks _centroids;
    private readonly double[] _sizes;
    private readonly int[] _nameOfSlot;
    private readonly int[] _slotOfName;
    private readonly double[] _query;
    private readonly double[] _other;
    private readonly (double Key, int Slot)[] _found;
    private readonly Action<int> _scanChunk;
    private int _slots;
    private int _clusters;
    private double _querySize;
    private (double Key, int Slot) _start;

    public WardDistances(Matrix inputs, int threads)
    {
        (_columns, _threads, _slots, _clusters) = (inputs.Columns, threads, inputs.Rows, inputs.Rows);
        _centroids = new PointBlocks(_slots, _columns);
        _sizes = new double[_slots];
        Array.Fill(_sizes, 1);
        _nameOfSlot = [.. Enumerable.Range(0, _slots)];
        _slotOfName = [.. Enumerable.Range(0, _slots)];
        _query = new double[_columns];
        _other = new double[_columns];
        _found = new (double, int)[Chunks(_slots)];
        _scanChunk = chunk => _found[chunk] = Scan(chunk * BlocksPerChunk, Math.Min((chunk + 1) * BlocksPerChunk, PointBlocks.BlocksOf(_slots)));
        for (int i = 0; i < _slots; i++)
        {
            _centroids.Write(i, inputs.Row(i));
        }
    }

    public (int Nearest, double Distance) Nearest(int cluster, int preferred)
    {
        int slot = _slotOfName[cluster];
        _centroids.Read(slot, _query);
        _querySize = _sizes[slot];
        _start = preferred < 0 ? (double.PositiveInfinity, -1) : (KeyTo(_slotOfName[preferred]), _slotOfName[preferred]);
        _centroids.Hide(slot);
        int chunks = Chunks(_slots);
        FixedChunks.Run(chunks, (long)_slots * _columns < ValuesWorthThreads ? 1 : _threads, _scanChunk);
        _centroids.Write(slot, _query);

        (double key, int nearest) = _start;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            if (_found[chunk].Key < key)
            {
                (key, nearest) = _found[chunk];
            }
        }

        return (_nameOfSlot[nearest], Math.Sqrt(key));
    }

    public void Merge(int gone, int kept)
    {
        (int from, int to) = (_slotOfName[gone], _slotOfName[kept]);
        _centroids.Read(from, _query);
        _centroids.Read(to, _other);
        double share = _sizes[from] / (_sizes[from] + _sizes[to]);
        for (int j = 0; j < _columns; j++)
        {
            // A step from one to the other: the centroid of equal points is that point to the last bit.
            _other[j] += (_query[j] - _other[j]) * share;
        }

        _centroids.Write(to, _other);
        _sizes[to] += _sizes[from];
        _centroids.Hide(from);
        _nameOfSlot[from] = -1;
        if (--_clusters < _slots - (_slots / 4))
        {
            Compact();
        }
    }

    private static int Chunks(int slots) => (PointBlocks.BlocksOf(slots) + BlocksPerChunk - 1) / BlocksPerChunk;

    /// <summary>The first slot with the smallest key below that of the start, or the start.</summary>
    private (double Key, int Slot) Scan(int firstBlock, int endBlock)
    {
        Span<double> squares = stackalloc double[PointBlocks.Lanes];
        (double best, int slot) = _start;

        // A cluster of one has the smallest factor; the slack covers the rounding of the division.
        double leastFactor = Factor(_querySize, 1) * (1 - 1e-12);
        double bound = best / leastFactor;
        for (int block = firstBlock; block < endBlock; block++)
        {
            if (!_centroids.TryDistances(block, _query, bound, squares))
            {
                continue;
            }

            int start = block * PointBlocks.Lanes;
            int count = Math.Min(PointBlocks.Lanes, _slots - start);
            for (int lane = 0; lane < count; lane++)
            {
                if (squares[lane] <= bound)
                {
                    double key = squares[lane] * Factor(_querySize, _sizes[start + lane]);
                    if (key < best)
                    {
                        (best, slot, bound) = (key, start + lane, key / leastFactor);
                    }
                }
            }
        }

        return (best, slot);
    }

    /// <summary>The same bits as <see cref="Scan"/> finds, in either direction: the chain relies on it to end.</summary>
    private double KeyTo(int slot)
    {
        _centroids.Read(slot, _other);
        double square = 0;
        for (int j = 0; j < _columns; j++)
        {
            square += (_query[j] - _other[j]) * (_query[j] - _other[j]);
        }

        return square * Factor(_querySize, _sizes[slot]);
    }

    private static double Factor(double size, double other) => 2 * size * other / (size + other);

    private void Compact()
    {
        int to = 0;
        for (int from = 0; from < _slots; from++)
        {
            int name = _nameOfSlot[from];
            if (name < 0)
            {
                continue;
            }

            if (to != from)
            {
                _centroids.Move(from, to);
                (_sizes[to], _nameOfSlot[to], _slotOfName[name]) = (_sizes[from], name, to);
            }

            to++;
        }

        for (int slot = to; slot < _slots; slot++)
        {
            _centroids.Hide(slot);
        }

        _slots = to;
    }
}
