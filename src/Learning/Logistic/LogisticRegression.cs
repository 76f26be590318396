namespace Clientele.Learning;

/// <summary>
/// Logistic regression with L2 penalty, L1 penalty, both (elastic net) or none, by Newton's method (iteratively reweighted least squares; Hastie,
/// Tibshirani &amp; Friedman, The Elements of Statistical Learning, 4.4.1) with step halving; with L1 the quadratic model of each iteration is minimised
/// by coordinate descent (proximal Newton; Friedman, Hastie &amp; Tibshirani 2010; Lee, Sun &amp; Saunders 2014). O(rows · columns²) per iteration,
/// parallel over blocks of rows; the same bits for any number of threads.
/// </summary>
public static class LogisticRegression
{
    private const int Halvings = 40;

    /// <summary>Relative to the objective: changes below it may be rounding of its sum.</summary>
    private const double RoundingOfObjective = 1e-12;

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
        cancellation.ThrowIfCancellationRequested();
        return Fit(inputs, labels.ToArray(), options.ClassWeights.RowWeights(labels, weights), options, progress, cancellation);
    }

    /// <summary>The same for checked arguments and targets anywhere from 0 to 1; class weights are part of the weights by now.</summary>
    internal static LogisticRegressionModel Fit(
        Matrix inputs,
        double[] targets,
        double[]? weights,
        LogisticRegressionOptions options,
        IProgress<double>? progress,
        CancellationToken cancellation) =>
        new Newton(new LogisticLoss(inputs, targets, weights, options.Threads, cancellation), options).Run(progress);

    /// <summary>The state of one fit. The intercept is the last of the parameters.</summary>
    private sealed class Newton(LogisticLoss loss, LogisticRegressionOptions options)
    {
        private readonly double[] _gradient = new double[loss.Size];
        private readonly double[] _hessian = new double[loss.Size * loss.Size];
        private double[] _parameters = new double[loss.Size];
        private double[] _trial = new double[loss.Size];

        /// <summary>How far the current parameters are from the conditions of the optimum, per unit of weight.</summary>
        private double _violation;

        public LogisticRegressionModel Run(IProgress<double>? progress)
        {
            double objective = Evaluate(_parameters);
            TakeDerivatives();
            int iteration = 0;
            while (iteration < options.MaxIterations && _violation > options.Tolerance)
            {
                double[] step = options.L1 > 0 ? SparseStep() : DenseStep();
                iteration++;
                if (!TryDescend(step, ref objective))
                {
                    // Rounding leaves nothing to gain in this direction.
                    break;
                }

                progress?.Report(1 - (1.0 / (1 + iteration)));
            }

            progress?.Report(1);
            return new LogisticRegressionModel(_parameters[^1], _parameters.AsMemory(0, loss.Size - 1), iteration, _violation <= options.Tolerance, objective);
        }

        private double Evaluate(double[] parameters)
        {
            ReadOnlySpan<double> beta = parameters.AsSpan(0, loss.Size - 1);
            double absolute = 0;
            foreach (double coefficient in beta)
            {
                absolute += Math.Abs(coefficient);
            }

            return loss.Evaluate(parameters) + (0.5 * options.L2 * VectorKernels.Dot(beta, beta)) + (options.L1 * absolute);
        }

        /// <summary>Keeps the derivatives of the last evaluation, which was at the current parameters, with those of the L2 penalty.</summary>
        private void TakeDerivatives()
        {
            loss.Gradient.CopyTo(_gradient, 0);
            loss.Hessian.CopyTo(_hessian, 0);
            int columns = loss.Size - 1;
            VectorKernels.AddScaled(options.L2, _parameters.AsSpan(0, columns), _gradient);
            for (int j = 0; j < columns; j++)
            {
                _hessian[(j * loss.Size) + j] += options.L2;
            }

            _violation = ElasticNetStep.Violation(_gradient, _parameters, options.L1) / loss.TotalWeight;
        }

        /// <summary>As exact as the quadratic model itself, whose error shrinks with the square of what is left to do, but no more than is asked for.</summary>
        private double[] SparseStep()
        {
            double accuracy = 0.1 * Math.Max(options.Tolerance, Math.Min(1, _violation) * _violation);
            return ElasticNetStep.Solve(_gradient, _hessian, _parameters, options.L1, accuracy * loss.TotalWeight);
        }

        /// <summary>Newton's step; where the Hessian is singular (equal columns without a penalty), with a growing ridge.</summary>
        private double[] DenseStep()
        {
            double ridge = 0;
            double largest = 0;
            for (int j = 0; j < loss.Size; j++)
            {
                largest = Math.Max(largest, _hessian[(j * loss.Size) + j]);
            }

            while (true)
            {
                double[] factor = (double[])_hessian.Clone();
                for (int j = 0; j < loss.Size; j++)
                {
                    factor[(j * loss.Size) + j] += ridge;
                }

                if (Cholesky.TryFactor(factor, loss.Size))
                {
                    double[] step = [.. _gradient.Select(component => -component)];
                    Cholesky.Solve(factor, loss.Size, step);
                    return step;
                }

                ridge = ridge == 0 ? Math.Max(largest * 1e-10, 1e-300) : ridge * 10;
            }
        }

        /// <summary>Takes the first of the full, half, quarter… steps that lowers the objective enough; false, and nothing moved, where none does.</summary>
        private bool TryDescend(double[] step, ref double objective)
        {
            // What the step promises to first order, the change of ‖β‖₁ included; below 0.
            double promise = VectorKernels.Dot(_gradient, step);
            for (int j = 0; j < loss.Size - 1; j++)
            {
                promise += options.L1 * (Math.Abs(_parameters[j] + step[j]) - Math.Abs(_parameters[j]));
            }

            // So near the optimum the objective cannot tell the steps apart any more, but the gradient can.
            bool belowRounding = -promise <= RoundingOfObjective * Math.Abs(objective);
            double length = 1;
            for (int halving = 0; halving < (belowRounding ? 1 : Halvings); halving++, length /= 2)
            {
                _parameters.CopyTo(_trial, 0);
                VectorKernels.AddScaled(length, step, _trial);

                // Gradient and Hessian come with it: the full step nearly always stands, and then the next iteration has them already.
                double reached = Evaluate(_trial);
                if (belowRounding || reached <= objective + (1e-4 * length * promise))
                {
                    double before = _violation;
                    (_parameters, _trial) = (_trial, _parameters);
                    TakeDerivatives();
                    if (belowRounding && !(_violation < before))
                    {
                        (_parameters, _trial, _violation) = (_trial, _parameters, before);
                        return false;
                    }

                    objective = reached;
                    return true;
                }
            }

            return false;
        }
    }
}
