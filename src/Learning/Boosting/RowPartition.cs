namespace Clientele.Learning;

/// <summary>The rows of a tree's nodes: one array in which each node's rows lie together, in the order of the matrix.</summary>
internal sealed class RowPartition(FeatureBins bins, Workers workers)
{
    private const int BlockLength = 16_384;

    private int[] _rows = [];
    private int[] _scratch = [];

    public int Count { get; private set; }

    /// <summary>Begins with all rows in one node. The rows of the last tree are gone, their memory is used again.</summary>
    public void Start(ReadOnlySpan<int> sample)
    {
        if (_rows.Length < sample.Length)
        {
            (_rows, _scratch) = (new int[sample.Length], new int[sample.Length]);
        }

        sample.CopyTo(_rows);
        Count = sample.Length;
    }

    public ReadOnlyMemory<int> Rows(int start, int end) => _rows.AsMemory(start, end - start);

    /// <summary>Moves each node's rows that go left before those that go right.</summary>
    /// <returns>For each node where the right side starts.</returns>
    public int[] Part(IReadOnlyList<(int Start, int End, Split Split)> nodes)
    {
        var blocks = new List<(int Node, int Start, int End)>();
        for (int node = 0; node < nodes.Count; node++)
        {
            for (int start = nodes[node].Start; start < nodes[node].End; start += BlockLength)
            {
                blocks.Add((node, start, Math.Min(nodes[node].End, start + BlockLength)));
            }
        }

        var lefts = new int[blocks.Count];
        long work = blocks.Sum(block => (long)block.End - block.Start) * 4;
        workers.Run(blocks.Count, work, i => lefts[i] = PartBlock(blocks[i].Start, blocks[i].End, nodes[blocks[i].Node].Split));

        var middles = new int[nodes.Count];
        var places = new (int Left, int Right)[blocks.Count];
        for (int node = 0, block = 0; node < nodes.Count; node++)
        {
            int first = block;
            middles[node] = nodes[node].Start;
            for (; block < blocks.Count && blocks[block].Node == node; block++)
            {
                places[block].Left = middles[node];
                middles[node] += lefts[block];
            }

            for (int right = middles[node]; first < block; first++)
            {
                places[first].Right = right;
                right += blocks[first].End - blocks[first].Start - lefts[first];
            }
        }

        workers.Run(blocks.Count, work, i => Place(blocks[i].Start, blocks[i].End, lefts[i], places[i]));
        return middles;
    }

    /// <summary>Into the scratch: rows that go left from the block's start upwards, the others from its end downwards.</summary>
    private int PartBlock(int start, int end, Split split)
    {
        ReadOnlySpan<byte> binOfRow = bins.Column(split.Column);

        // Adding one turns the bin of missing values, 255, into 0, which is on the left of everything.
        int shift = split.MissingLeft ? 1 : 0;
        int limit = split.Bin + shift;
        int left = start;
        int right = end - 1;
        foreach (int row in _rows.AsSpan(start, end - start))
        {
            int goesLeft = (byte)(binOfRow[row] + shift) <= limit ? 1 : 0;
            _scratch[left] = row;
            _scratch[right] = row;
            left += goesLeft;
            right -= 1 - goesLeft;
        }

        return left - start;
    }

    private void Place(int start, int end, int lefts, (int Left, int Right) at)
    {
        _scratch.AsSpan(start, lefts).CopyTo(_rows.AsSpan(at.Left));
        Span<int> right = _scratch.AsSpan(start + lefts, end - start - lefts);
        right.Reverse();
        right.CopyTo(_rows.AsSpan(at.Right));
    }
}
