namespace Clientele.Learning;

/// <summary>
/// L2-regularised logistic regression by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani &amp; Friedman,
/// The Elements of Statistical Learning, 4.4.1) with step halving. O(rows · columns²) per iteration; deterministic.
/// </summary>
public static class LogisticRegression
{
    private const int Halvings = 40;
    private const int RowsPerCancellationCheck = 4096;

    /// <param name="inputs">One row per observation; not changed.</param>
    /// <param name="labels">0 or 1 for each row; both must occur.</param>
    /// <param name="weights">One per row, not negative; empty: all 1.</param>
    /// <param name="progress">Told a growing share of 1 after each iteration; 1 at the end.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or a class is missing.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LogisticRegressionModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        LogisticRegressionOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        LogisticRegressionOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.SameLength(inputs.Rows, labels.Length, nameof(labels));
        InputChecks.Binary(labels, nameof(labels));
        if (!weights.IsEmpty)
        {
            InputChecks.SameLength(inputs.Rows, weights.Length, nameof(weights));
        }

        InputChecks.BothClasses(labels, weights);
        InputChecks.Finite(inputs, nameof(inputs));
        return new Newton(inputs, labels, weights, options, cancellation).Run(progress);
    }

    /// <summary>The state of one fit. The intercept is the last of the parameters.</summary>
    private readonly ref struct Newton(
        Matrix inputs,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        LogisticRegressionOptions options,
        CancellationToken cancellation)
    {
        private readonly ReadOnlySpan<double> _labels = labels;
        private readonly ReadOnlySpan<double> _weights = weights;
        private readonly int _size = inputs.Columns + 1;
        private readonly double[] _gradient = new double[inputs.Columns + 1];
        private readonly double[] _hessian = new double[(inputs.Columns + 1) * (inputs.Columns + 1)];

        public LogisticRegressionModel Run(IProgress<double>? progress)
        {
            var parameters = new double[_size];
            var trial = new double[_size];
            double objective = Objective(parameters);
            bool converged = false;
            int iteration = 0;
            while (iteration < options.MaxIterations)
            {
                Differentiate(parameters);
                converged = LargestGradient() <= options.Tolerance;
                if (converged)
                {
                    break;
                }

                double[] step = SolveStep();
                iteration++;
                double reached = Descend(parameters, step, objective, trial);
                if (!(reached < objective))
                {
                    // Rounding leaves nothing to gain in this direction; the gradient says whether that is convergence.
                    break;
                }

                objective = reached;
                trial.CopyTo(parameters, 0);
                progress?.Report(1 - (1.0 / (1 + iteration)));
            }

            Differentiate(parameters);
            converged = LargestGradient() <= options.Tolerance;
            progress?.Report(1);
            return new LogisticRegressionModel(parameters[^1], parameters.AsMemory(0, _size - 1), iteration, converged, objective);
        }

        private double WeightOf(int row) => _weights.IsEmpty ? 1 : _weights[row];

        private double Objective(ReadOnlySpan<double> parameters)
        {
            ReadOnlySpan<double> beta = parameters[..^1];
            double sum = 0;
            for (int i = 0; i < inputs.Rows; i++)
            {
                CheckCancellation(i);
                double margin = parameters[^1] + VectorKernels.Dot(beta, inputs.Row(i));

                // log(1 + e^m) − y·m, without overflow.
                sum += WeightOf(i) * (Math.Max(margin, 0) + double.LogP1(Math.Exp(-Math.Abs(margin))) - (_labels[i] * margin));
            }

            return sum + (0.5 * options.L2 * VectorKernels.Dot(beta, beta));
        }

        /// <summary>Fills the gradient and the lower triangle of the Hessian.</summary>
        private void Differentiate(ReadOnlySpan<double> parameters)
        {
            ReadOnlySpan<double> beta = parameters[..^1];
            int columns = _size - 1;
            Array.Clear(_gradient);
            Array.Clear(_hessian);
            Span<double> lastRow = _hessian.AsSpan(columns * _size);
            for (int i = 0; i < inputs.Rows; i++)
            {
                CheckCancellation(i);
                ReadOnlySpan<double> row = inputs.Row(i);
                double probability = LogisticRegressionModel.Sigmoid(parameters[^1] + VectorKernels.Dot(beta, row));
                double weight = WeightOf(i);
                double residual = weight * (probability - _labels[i]);
                double curvature = weight * probability * (1 - probability);
                VectorKernels.AddScaled(residual, row, _gradient);
                _gradient[columns] += residual;
                for (int j = 0; j < columns; j++)
                {
                    // Half of the columns of a customer matrix are flags, and most flags are 0.
                    if (row[j] != 0)
                    {
                        VectorKernels.AddScaled(curvature * row[j], row[..(j + 1)], _hessian.AsSpan(j * _size, j + 1));
                    }
                }

                VectorKernels.AddScaled(curvature, row, lastRow);
                lastRow[columns] += curvature;
            }

            VectorKernels.AddScaled(options.L2, beta, _gradient);
            for (int j = 0; j < columns; j++)
            {
                _hessian[(j * _size) + j] += options.L2;
            }
        }

        private double LargestGradient()
        {
            double total = 0;
            for (int i = 0; i < inputs.Rows; i++)
            {
                total += WeightOf(i);
            }

            double largest = 0;
            foreach (double component in _gradient)
            {
                largest = Math.Max(largest, Math.Abs(component));
            }

            return largest / total;
        }

        /// <summary>Newton's step; where the Hessian is singular (equal columns without a penalty), with a growing ridge.</summary>
        private double[] SolveStep()
        {
            double ridge = 0;
            double largest = 0;
            for (int j = 0; j < _size; j++)
            {
                largest = Math.Max(largest, _hessian[(j * _size) + j]);
            }

            while (true)
            {
                double[] factor = (double[])_hessian.Clone();
                for (int j = 0; j < _size; j++)
                {
                    factor[(j * _size) + j] += ridge;
                }

                if (Cholesky.TryFactor(factor, _size))
                {
                    double[] step = (double[])_gradient.Clone();
                    Cholesky.Solve(factor, _size, step);
                    return step;
                }

                ridge = ridge == 0 ? Math.Max(largest * 1e-10, 1e-300) : ridge * 10;
            }
        }

        /// <summary>Leaves in <paramref name="trial"/> the first of the full, half, quarter… steps that lowers the objective enough; returns it.</summary>
        private double Descend(double[] parameters, double[] step, double objective, double[] trial)
        {
            double slope = VectorKernels.Dot(_gradient, step);
            double length = 1;
            double reached = double.PositiveInfinity;
            for (int halving = 0; halving < Halvings; halving++, length /= 2)
            {
                parameters.CopyTo(trial, 0);
                VectorKernels.AddScaled(-length, step, trial);
                reached = Objective(trial);
                if (reached <= objective - (1e-4 * length * slope))
                {
                    return reached;
                }
            }

            return reached;
        }

        private void CheckCancellation(int row)
        {
            if (row % RowsPerCancellationCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
