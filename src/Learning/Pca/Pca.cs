namespace Clientele.Learning;

/// <summary>
/// Principal components: the orthogonal directions of most variance, from the eigenvectors of the covariance matrix.
/// O(rows · columns² + columns³); deterministic.
/// </summary>
public static class Pca
{
    private const int RowsPerCancellationCheck = 4096;

    /// <param name="inputs">One row per observation, at least two; not changed. Columns of different units are usually standardised first.</param>
    /// <exception cref="ArgumentException">Fewer than two rows, more components than columns, or a value that is not finite (row and column are named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static PcaModel Fit(Matrix inputs, PcaOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        PcaOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        int columns = inputs.Columns;
        if (inputs.Rows < 2)
        {
            throw new ArgumentException($"There is {inputs.Rows} row; a variance takes two.", nameof(inputs));
        }

        if (options.Components > columns)
        {
            throw new ArgumentException($"There are {columns} columns, too few for {options.Components} components.", nameof(inputs));
        }

        double[] mean = Mean(inputs, cancellation);
        double[] covariance = Covariance(inputs, mean, cancellation);
        progress?.Report(0.5);
        double total = 0;
        for (int j = 0; j < columns; j++)
        {
            total += covariance[(j * columns) + j];
        }

        (double[] values, double[] vectors) = SymmetricEigen.Decompose(covariance, columns, cancellation);
        int kept = options.Components == 0 ? columns : options.Components;

        // Directions without variance come out a rounding error above or below 0.
        double[] variances = [.. values.Take(kept).Select(value => value > total * 1e-15 ? value : 0)];
        double[] ratios = [.. variances.Select(variance => total > 0 ? variance / total : 0)];
        progress?.Report(1);
        return new PcaModel(mean, vectors.AsMemory(0, kept * columns), variances, ratios, options.Whiten);
    }

    /// <summary>Measured from the first row, so that equal values give their own mean to the last bit.</summary>
    private static double[] Mean(Matrix inputs, CancellationToken cancellation)
    {
        ReadOnlySpan<double> first = inputs.Row(0);
        var sums = new double[inputs.Columns];
        var difference = new double[inputs.Columns];
        for (int i = 0; i < inputs.Rows; i++)
        {
            Difference(inputs, i, first, difference, cancellation);
            VectorKernels.AddScaled(1, difference, sums);
        }

        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] = first[j] + (sums[j] / inputs.Rows);
        }

        return sums;
    }

    private static double[] Covariance(Matrix inputs, double[] mean, CancellationToken cancellation)
    {
        int columns = inputs.Columns;
        var covariance = new double[columns * columns];
        var difference = new double[columns];
        for (int i = 0; i < inputs.Rows; i++)
        {
            Difference(inputs, i, mean, difference, cancellation);
            for (int j = 0; j < columns; j++)
            {
                VectorKernels.AddScaled(difference[j], difference.AsSpan(0, j + 1), covariance.AsSpan(j * columns, j + 1));
            }
        }

        for (int j = 0; j < columns; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double value = covariance[(j * columns) + k] / (inputs.Rows - 1);
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException($"The variance of column {j} is not finite; scale the columns.", nameof(inputs));
                }

                covariance[(j * columns) + k] = value;
                covariance[(k * columns) + j] = value;
            }
        }

        return covariance;
    }

    private static void Difference(Matrix inputs, int row, ReadOnlySpan<double> from, Span<double> into, CancellationToken cancellation)
    {
        if (row % RowsPerCancellationCheck == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        inputs.Row(row).CopyTo(into);
        VectorKernels.AddScaled(-1, from, into);
    }
}
