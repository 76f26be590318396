namespace Clientele.Learning;

/// <summary>
/// How far a layout can be trusted that near rows are near in truth (Venna &amp; Kaski 2001): 1 less a penalty for every neighbour in the layout that is not
/// one in the space, by how far down the list of the row's neighbours it stands there. 0 to 1; a random layout gets about 0.5. It says nothing of
/// neighbours that were torn apart.
/// </summary>
public static class Trustworthiness
{
    /// <summary>
    /// As scikit-learn defines it, exact, Euclidean in both. Rows equally near in the space share the best of their ranks. O(rows² · columns) time,
    /// O(rows · columns) memory.
    /// </summary>
    /// <param name="inputs">The rows in their space.</param>
    /// <param name="layout">The same rows in the layout.</param>
    /// <param name="neighbours">1 or more, fewer than half the rows.</param>
    /// <param name="threads">Most threads; 0: as many as cores. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are too few rows.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static double Of(Matrix inputs, Matrix layout, int neighbours = 5, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(layout);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.SameLength(inputs.Rows, layout.Rows, nameof(layout));
        InputChecks.Finite(inputs, nameof(inputs));
        if (2L * neighbours >= inputs.Rows)
        {
            throw new ArgumentException($"{neighbours} neighbours are not fewer than half of {inputs.Rows} rows.", nameof(neighbours));
        }

        NearestNeighbours near = NearestNeighbours.Within(layout, neighbours, threads, cancellation);
        var points = new PointLanes(inputs.Rows, inputs.Columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            points.Set(i, inputs.Row(i));
        }

        var blocks = new RowBlocks(inputs.Rows);
        var penalties = new double[blocks.Count];
        blocks.ForEach(
            threads,
            (block, start, end) =>
            {
                var squares = new double[points.Width];
                for (int i = start; i < end; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    points.SquaredDistances(inputs.Row(i), squares);
                    foreach (int other in near.Of(i))
                    {
                        // The row itself is nearer than any other that is not equal, so its rank counts from 1.
                        penalties[block] += Math.Max(0, VectorKernels.CountBelow(squares, squares[other]) - neighbours);
                    }
                }
            },
            cancellation);
        double rows = inputs.Rows;
        return 1 - (penalties.Sum() * 2 / (rows * neighbours * ((2 * rows) - (3.0 * neighbours) - 1)));
    }
}
