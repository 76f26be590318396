namespace Clientele.Learning;

/// <summary>From which epsilon on a row is a core for <see cref="Dbscan"/>: their quantiles are the epsilons worth trying.</summary>
public static class CoreDistances
{
    /// <summary>The distance of each row to its <paramref name="minPoints"/>-th nearest, itself included. O(rows² · columns), O(rows) memory.</summary>
    /// <param name="minPoints">1 to the number of rows.</param>
    /// <param name="threads">Most threads; 0: as many as cores. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static double[] Of(Matrix inputs, int minPoints, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfLessThan(minPoints, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minPoints, inputs.Rows);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var distances = new double[inputs.Rows];
        new RowBlocks(inputs.Rows).ForEach(
            threads,
            (_, start, end) =>
            {
                // Ascending; the last one is what a nearer row has to beat.
                var nearest = new double[minPoints];
                for (int row = start; row < end; row++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Array.Fill(nearest, double.PositiveInfinity);
                    for (int other = 0; other < inputs.Rows; other++)
                    {
                        Insert(nearest, VectorKernels.SquaredDistance(inputs.Row(row), inputs.Row(other)));
                    }

                    distances[row] = Math.Sqrt(nearest[^1]);
                }
            },
            cancellation);
        return distances;
    }

    private static void Insert(double[] nearest, double square)
    {
        int at = nearest.Length - 1;
        if (!(square < nearest[at]))
        {
            return;
        }

        for (; at > 0 && nearest[at - 1] > square; at--)
        {
            nearest[at] = nearest[at - 1];
        }

        nearest[at] = square;
    }
}
