namespace Clientele.Learning;

/// <summary>
/// Where EM starts: a quick k-means of k-means++ centres (Arthur &amp; Vassilvitskii 2007), whose labels become the first responsibilities.
/// </summary>
internal static class MixtureSeeding
{
    private const int MaxIterations = 50;

    /// <param name="weights">One per row; empty: all 1.</param>
    /// <returns>A component for each row; some component may have none where fewer rows are distinct.</returns>
    public static int[] Labels(Matrix inputs, double[] weights, int components, Random random, ParallelOptions parallel)
    {
        Matrix centres = PlusPlus(inputs, weights, components, random);
        var labels = new int[inputs.Rows];
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            if (!Assign(inputs, centres, labels, parallel) && iteration > 0)
            {
                break;
            }

            MoveToMeans(inputs, weights, labels, centres);
        }

        return labels;
    }

    /// <summary>Moves every centre to the weighted mean of its rows; one without rows stays.</summary>
    public static void MoveToMeans(Matrix inputs, double[] weights, int[] labels, Matrix centres)
    {
        var mass = new double[centres.Rows];
        var sums = new Matrix(centres.Rows, centres.Columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            double weight = weights.Length == 0 ? 1 : weights[i];
            mass[labels[i]] += weight;
            VectorKernels.AddScaled(weight, inputs.Row(i), sums.RowToWrite(labels[i]));
        }

        for (int c = 0; c < centres.Rows; c++)
        {
            if (mass[c] > 0)
            {
                Span<double> centre = centres.RowToWrite(c);
                for (int j = 0; j < centre.Length; j++)
                {
                    centre[j] = sums[c, j] / mass[c];
                }
            }
        }
    }

    private static Matrix PlusPlus(Matrix inputs, double[] weights, int components, Random random)
    {
        var centres = new Matrix(components, inputs.Columns);
        var chances = new double[inputs.Rows];
        var squares = new double[inputs.Rows];
        Array.Fill(squares, double.PositiveInfinity);
        for (int c = 0; c < components; c++)
        {
            double total = 0;
            for (int i = 0; i < inputs.Rows; i++)
            {
                double weight = weights.Length == 0 ? 1 : weights[i];
                if (c > 0)
                {
                    squares[i] = Math.Min(squares[i], VectorKernels.SquaredDistance(inputs.Row(i), centres.Row(c - 1)));
                }

                total += weight * (c == 0 ? 1 : squares[i]);
                chances[i] = total;
            }

            inputs.Row(Draw(chances, random.NextDouble() * total)).CopyTo(centres.RowToWrite(c));
        }

        return centres;
    }

    /// <summary>The first row whose running total exceeds the drawn one, so never a row of chance 0, unless all are.</summary>
    private static int Draw(double[] totals, double drawn)
    {
        int low = 0;
        int high = totals.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (totals[middle] > drawn)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static bool Assign(Matrix inputs, Matrix centres, int[] labels, ParallelOptions parallel)
    {
        const int RowsPerBlock = 2048;
        int changed = 0;
        Parallel.For(0, (inputs.Rows + RowsPerBlock - 1) / RowsPerBlock, parallel, block =>
        {
            int end = Math.Min(inputs.Rows, (block + 1) * RowsPerBlock);
            for (int i = block * RowsPerBlock; i < end; i++)
            {
                int nearest = Nearest(inputs.Row(i), centres);
                if (nearest != labels[i])
                {
                    labels[i] = nearest;
                    Volatile.Write(ref changed, 1);
                }
            }
        });
        return changed == 1;
    }

    private static int Nearest(ReadOnlySpan<double> row, Matrix centres)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < centres.Rows; c++)
        {
            double distance = VectorKernels.SquaredDistance(row, centres.Row(c));
            if (distance < least)
            {
                (nearest, least) = (c, distance);
            }
        }

        return nearest;
    }
}
