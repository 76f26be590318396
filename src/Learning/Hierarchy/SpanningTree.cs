namespace Clientele.Learning;

/// <summary>Single linkage: the edges of Prim's minimum spanning tree, in O(rows · columns) memory.</summary>
internal static class SpanningTree
{
    private const int BlocksPerChunk = 64;
    private const int Reports = 100;

    /// <summary>
    /// Each merge joins the row that came before to the row that comes now. That need not be an edge of the tree, but the two are in the same
    /// cluster at every height at which that edge is, and it keeps SciPy's order of equal heights.
    /// </summary>
    public static MergedPair[] Grow(Matrix inputs, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        int rows = inputs.Rows;
        var points = new PointBlocks(rows, inputs.Columns);
        for (int i = 0; i < rows; i++)
        {
            points.Write(i, inputs.Row(i));
        }

        int blocks = PointBlocks.BlocksOf(rows);
        int chunks = (blocks + BlocksPerChunk - 1) / BlocksPerChunk;
        var toTree = new double[blocks * PointBlocks.Lanes];
        Array.Fill(toTree, double.PositiveInfinity);
        var found = new (double Square, int Row)[chunks];
        int last = 0;
        Action<int> scan = chunk =>
            found[chunk] = Scan(points, inputs.Row(last), toTree, chunk * BlocksPerChunk, Math.Min((chunk + 1) * BlocksPerChunk, blocks));

        var merges = new MergedPair[rows - 1];
        for (int merge = 0; merge < merges.Length; merge++)
        {
            cancellation.ThrowIfCancellationRequested();
            points.Hide(last);
            toTree[last] = double.PositiveInfinity;
            FixedChunks.Run(chunks, threads, scan, cancellation);

            // MinBy takes the first of equals.
            (double square, int next) = found.MinBy(each => each.Square);
            merges[merge] = new MergedPair(last, next, Math.Sqrt(square));
            last = next;
            if (merge % Math.Max(1, rows / Reports) == 0)
            {
                progress?.Report((double)merge / rows);
            }
        }

        return merges;
    }

    /// <summary>Sums over the columns in their order, as <see cref="PointBlocks"/> does.</summary>
    public static double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double square = 0;
        for (int j = 0; j < one.Length; j++)
        {
            square += (one[j] - other[j]) * (one[j] - other[j]);
        }

        return Math.Sqrt(square);
    }

    /// <summary>Brings the rows' distances to the tree up to date after one row has joined it, and finds the nearest row.</summary>
    private static (double Square, int Row) Scan(PointBlocks points, ReadOnlySpan<double> joined, double[] toTree, int firstBlock, int endBlock)
    {
        Span<double> squares = stackalloc double[PointBlocks.Lanes];
        (double least, int nearest) = (double.PositiveInfinity, -1);
        for (int block = firstBlock; block < endBlock; block++)
        {
            points.TryDistances(block, joined, double.PositiveInfinity, squares);
            Span<double> best = toTree.AsSpan(block * PointBlocks.Lanes, PointBlocks.Lanes);
            for (int lane = 0; lane < PointBlocks.Lanes; lane++)
            {
                if (squares[lane] < best[lane])
                {
                    best[lane] = squares[lane];
                }

                if (best[lane] < least)
                {
                    (least, nearest) = (best[lane], (block * PointBlocks.Lanes) + lane);
                }
            }
        }

        return (least, nearest);
    }
}
