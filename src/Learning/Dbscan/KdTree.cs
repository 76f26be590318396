namespace Clientele.Learning;

/// <summary>What a radius query does with what it finds.</summary>
internal interface INeighbourVisitor
{
    /// <summary>False: nothing below this node is wanted.</summary>
    bool Enters(int node);

    /// <summary>False: the query is over.</summary>
    bool Visit(int row, int block);
}

/// <summary>
/// Points for radius queries (Bentley, 1975): halved at the median of the widest column until 16 are left, which are compared all at once. With many
/// columns the boxes overlap and a query degrades to a scan of all blocks, no worse. O(rows · (columns + log² rows)) to build.
/// </summary>
internal sealed class KdTree
{
    private readonly int _columns;
    private readonly int[] _rows;
    private readonly PointBlocks _points;

    /// <summary>For each node its smallest value in every column, then its largest ones.</summary>
    private readonly double[] _boxes;

    public KdTree(Matrix inputs, CancellationToken cancellation)
    {
        _columns = inputs.Columns;
        _rows = [.. Enumerable.Range(0, inputs.Rows)];
        Root = new Node(0, 0, PointBlocks.BlocksOf(inputs.Rows));
        long boxes = (long)Nodes * 2 * _columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(boxes, Array.MaxLength, nameof(inputs));
        _boxes = new double[boxes];
        Build(inputs, Root, new double[inputs.Rows], cancellation);
        _points = new PointBlocks(inputs.Rows, _columns);
        for (int slot = 0; slot < _rows.Length; slot++)
        {
            _points.Write(slot, inputs.Row(_rows[slot]));
        }
    }

    public Node Root { get; }

    public int Nodes => (2 * Root.Blocks) - 1;

    /// <summary>The rows of one leaf; those of neighbouring blocks are mostly near each other.</summary>
    public ReadOnlySpan<int> RowsOf(int block) => _rows.AsSpan(block * PointBlocks.Lanes, Math.Min(PointBlocks.Lanes, _rows.Length - (block * PointBlocks.Lanes)));

    /// <summary>Shows the visitor each row whose squared distance to the query is at most <paramref name="square"/>.</summary>
    public void Query<TVisitor>(ReadOnlySpan<double> query, double square, ref TVisitor visitor)
        where TVisitor : struct, INeighbourVisitor
    {
        Query(Root, query, square, ref visitor);
    }

    /// <summary>How many rows of one block are as near as that.</summary>
    public int CountIn(int block, ReadOnlySpan<double> query, double square)
    {
        Span<double> squares = stackalloc double[PointBlocks.Lanes];
        int count = 0;
        if (_points.TryDistances(block, query, square, squares))
        {
            foreach (double each in squares[..RowsOf(block).Length])
            {
                count += each <= square ? 1 : 0;
            }
        }

        return count;
    }

    /// <returns>False when the visitor has ended the query.</returns>
    private bool Query<TVisitor>(Node node, ReadOnlySpan<double> query, double square, ref TVisitor visitor)
        where TVisitor : struct, INeighbourVisitor
    {
        if (!visitor.Enters(node.Number) || SquareTo(node, query) > square)
        {
            return true;
        }

        return node.IsLeaf
            ? VisitLeaf(node.FirstBlock, query, square, ref visitor)
            : Query(node.Left, query, square, ref visitor) && Query(node.Right, query, square, ref visitor);
    }

    private bool VisitLeaf<TVisitor>(int block, ReadOnlySpan<double> query, double square, ref TVisitor visitor)
        where TVisitor : struct, INeighbourVisitor
    {
        Span<double> squares = stackalloc double[PointBlocks.Lanes];
        if (!_points.TryDistances(block, query, square, squares))
        {
            return true;
        }

        ReadOnlySpan<int> rows = RowsOf(block);
        for (int lane = 0; lane < rows.Length; lane++)
        {
            if (squares[lane] <= square && !visitor.Visit(rows[lane], block))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Squared distance to the node's box: at most that to any of its points, in floating point too, for it is summed in the same order.
    /// </summary>
    private double SquareTo(Node node, ReadOnlySpan<double> query)
    {
        ReadOnlySpan<double> low = _boxes.AsSpan(node.Number * 2 * _columns, _columns)[..query.Length];
        ReadOnlySpan<double> high = _boxes.AsSpan((node.Number * 2 * _columns) + _columns, _columns)[..query.Length];
        double square = 0;
        for (int j = 0; j < query.Length; j++)
        {
            double outside = query[j] < low[j] ? low[j] - query[j] : query[j] > high[j] ? query[j] - high[j] : 0;
            square += outside * outside;
        }

        return square;
    }

    private void Build(Matrix inputs, Node node, double[] keys, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int start = node.FirstBlock * PointBlocks.Lanes;
        int count = Math.Min(node.Blocks * PointBlocks.Lanes, _rows.Length - start);
        int widest = FillBox(inputs, node, _rows.AsSpan(start, count));
        if (node.IsLeaf)
        {
            return;
        }

        for (int slot = start; slot < start + count; slot++)
        {
            keys[slot] = inputs[_rows[slot], widest];
        }

        Array.Sort(keys, _rows, start, count);
        Build(inputs, node.Left, keys, cancellation);
        Build(inputs, node.Right, keys, cancellation);
    }

    /// <returns>The column in which the box is widest.</returns>
    private int FillBox(Matrix inputs, Node node, ReadOnlySpan<int> rows)
    {
        Span<double> low = _boxes.AsSpan(node.Number * 2 * _columns, _columns);
        Span<double> high = _boxes.AsSpan((node.Number * 2 * _columns) + _columns, _columns);
        inputs.Row(rows[0]).CopyTo(low);
        inputs.Row(rows[0]).CopyTo(high);
        foreach (int i in rows)
        {
            ReadOnlySpan<double> row = inputs.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                low[j] = Math.Min(low[j], row[j]);
                high[j] = Math.Max(high[j], row[j]);
            }
        }

        int widest = 0;
        for (int j = 1; j < _columns; j++)
        {
            widest = high[j] - low[j] > high[widest] - low[widest] ? j : widest;
        }

        return widest;
    }

    /// <summary>
    /// A node over blocks of 16 points that follow each other; every block but the last is full. Numbered from the root down, left before right, so
    /// that number, first block and count say where the children are: n blocks make 2n − 1 nodes.
    /// </summary>
    internal readonly record struct Node(int Number, int FirstBlock, int Blocks)
    {
        public bool IsLeaf => Blocks == 1;

        public Node Left => new(Number + 1, FirstBlock, Half);

        public Node Right => new(Number + (2 * Half), FirstBlock + Half, Blocks - Half);

        private int Half => (Blocks + 1) / 2;

        /// <summary>The child that holds the block.</summary>
        public Node Towards(int block) => block < FirstBlock + Half ? Left : Right;
    }
}
