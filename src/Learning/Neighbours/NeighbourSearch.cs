namespace Clientele.Learning;

/// <summary>Points among which the nearest to a row are sought by comparing it with all of them, 16 at a time: exact, and quick to some 20,000 rows.</summary>
internal sealed class NeighbourSearch
{
    // Rows that share a visit to the same block of points, so that wide blocks are read from memory less often.
    private const int RowsPerVisit = 32;

    private readonly PointBlocks _points;
    private readonly int _count;

    public NeighbourSearch(Matrix points)
    {
        _count = points.Rows;
        _points = new PointBlocks(points.Rows, points.Columns);
        for (int i = 0; i < points.Rows; i++)
        {
            _points.Write(i, points.Row(i));
        }
    }

    /// <param name="amongThemselves">The queries are the points, and none is its own neighbour.</param>
    public NearestNeighbours Search(Matrix queries, int perRow, bool amongThemselves, int threads, CancellationToken cancellation)
    {
        var rows = new int[queries.Rows * perRow];
        var distances = new double[queries.Rows * perRow];
        int visits = (queries.Rows + RowsPerVisit - 1) / RowsPerVisit;
        FixedChunks.Run(
            visits,
            threads,
            visit =>
            {
                int first = visit * RowsPerVisit;
                int count = Math.Min(RowsPerVisit, queries.Rows - first);
                Visit(queries, first, amongThemselves, rows.AsSpan(first * perRow, count * perRow), distances.AsSpan(first * perRow, count * perRow), perRow);
            },
            cancellation);
        return new NearestNeighbours(rows, distances, perRow);
    }

    /// <summary>The nearest points of one row, as many as there is room for.</summary>
    public void Nearest(ReadOnlySpan<double> query, Span<int> rows, Span<double> distances)
    {
        distances.Fill(double.PositiveInfinity);
        for (int block = 0; block < PointBlocks.BlocksOf(_count); block++)
        {
            Compare(block, query, -1, rows, distances);
        }

        TakeRoots(distances);
    }

    private void Visit(Matrix queries, int first, bool amongThemselves, Span<int> rows, Span<double> distances, int perRow)
    {
        distances.Fill(double.PositiveInfinity);
        for (int block = 0; block < PointBlocks.BlocksOf(_count); block++)
        {
            for (int i = 0; i < rows.Length / perRow; i++)
            {
                Compare(block, queries.Row(first + i), amongThemselves ? first + i : -1, rows.Slice(i * perRow, perRow), distances.Slice(i * perRow, perRow));
            }
        }

        TakeRoots(distances);
    }

    private void Compare(int block, ReadOnlySpan<double> query, int self, Span<int> rows, Span<double> squares)
    {
        Span<double> found = stackalloc double[PointBlocks.Lanes];
        if (!_points.TryDistances(block, query, squares[^1], found))
        {
            return;
        }

        // Lanes without a point are infinitely far and never inserted.
        for (int lane = 0; lane < found.Length; lane++)
        {
            int row = (block * PointBlocks.Lanes) + lane;
            if (row != self)
            {
                NearestList.Insert(rows, squares, row, found[lane], self);
            }
        }
    }

    private static void TakeRoots(Span<double> squares)
    {
        for (int i = 0; i < squares.Length; i++)
        {
            if (!double.IsFinite(squares[i]))
            {
                throw new ArgumentException("The squares of distances are beyond what a double holds; scale the columns.", nameof(squares));
            }

            squares[i] = Math.Sqrt(squares[i]);
        }
    }
}
