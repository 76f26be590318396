namespace Clientele.Learning;

/// <summary>
/// Support vector classifier with L1 hinge loss (Cortes &amp; Vapnik 1995), solved in the dual as LIBSVM does: see <see cref="SmoSolver"/>. Kernel values
/// are kept as float. Time between O(rows²) and O(rows³); memory O(rows · columns) plus the cache. Deterministic.
/// </summary>
public static class SupportVectorClassifier
{
    /// <param name="inputs">One row per observation, best standardised; not changed.</param>
    /// <param name="labels">0 or 1 for each row; both must occur.</param>
    /// <param name="weights">One per row, not negative, a factor of <see cref="SupportVectorOptions.C"/>; empty: all 1.</param>
    /// <param name="progress">Told a growing share of 1; 1 at the end.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or a class is missing.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static SupportVectorModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        SupportVectorOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        SupportVectorOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.SameLength(inputs.Rows, labels.Length, nameof(labels));
        InputChecks.Binary(labels, nameof(labels));
        InputChecks.Weights(inputs.Rows, weights);
        InputChecks.BothClasses(labels, weights);
        InputChecks.Finite(inputs, nameof(inputs));
        cancellation.ThrowIfCancellationRequested();

        double gamma = options.Gamma > 0 ? options.Gamma : ScaledGamma(inputs);
        (int[] rows, double[] y, double[] cost) = RowsWithWeight(labels, options.ClassWeights.RowWeights(labels, weights), options.C);
        var kernel = new KernelMatrix(inputs, rows, options.Kernel, gamma, options.Threads);
        var solver = new SmoSolver(kernel, y, cost, options.Tolerance, options.CacheMegabytes * (1L << 20));
        (double[] beta, double intercept, double objective) = solver.Run(options.MaxIterations, progress, cancellation);

        int[] support = [.. Enumerable.Range(0, beta.Length).Where(t => beta[t] != 0)];
        var vectors = new double[support.Length * inputs.Columns];
        for (int s = 0; s < support.Length; s++)
        {
            inputs.Row(rows[support[s]]).CopyTo(vectors.AsSpan(s * inputs.Columns));
        }

        progress?.Report(1);
        return new SupportVectorModel(
            options.Kernel, gamma, inputs.Columns, vectors, support.Select(t => beta[t]).ToArray(), intercept, solver.Iterations, solver.Converged, objective);
    }

    /// <summary>1 / (columns · variance of all values); 1 where they are all equal.</summary>
    private static double ScaledGamma(Matrix inputs)
    {
        double first = inputs[0, 0];
        double count = (double)inputs.Rows * inputs.Columns;
        double sum = 0;
        for (int i = 0; i < inputs.Rows; i++)
        {
            foreach (double value in inputs.Row(i))
            {
                sum += value - first;
            }
        }

        double mean = first + (sum / count);
        double squares = 0;
        for (int i = 0; i < inputs.Rows; i++)
        {
            foreach (double value in inputs.Row(i))
            {
                squares += (value - mean) * (value - mean);
            }
        }

        double variance = squares / count;
        return variance > 0 ? 1 / (inputs.Columns * variance) : 1;
    }

    /// <summary>A row without weight has no say: α could only be 0.</summary>
    private static (int[] Rows, double[] Y, double[] Cost) RowsWithWeight(ReadOnlySpan<double> labels, double[]? weights, double c)
    {
        var rows = new List<int>(labels.Length);
        var y = new List<double>(labels.Length);
        var cost = new List<double>(labels.Length);
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = weights is null ? 1 : weights[i];
            if (weight > 0)
            {
                rows.Add(i);
                y.Add(labels[i] == 1 ? 1 : -1);
                cost.Add(c * weight);
            }
        }

        return ([.. rows], [.. y], [.. cost]);
    }
}
