namespace Clientele.Learning;

/// <summary>Where a search for the best parameters ended.</summary>
/// <param name="Parameters">All above 0.</param>
/// <param name="Objective">The least value found.</param>
/// <param name="LogCovariance">Inverse Hessian by the logarithms of the parameters, row by row; empty where it has none.</param>
internal sealed record LikelihoodOptimum(double[] Parameters, double Objective, double[] LogCovariance, bool Converged, int Iterations);

/// <summary>
/// Minimises a function of positive parameters: Newton's method in their logarithms, damped as by Levenberg and Marquardt where the function does not
/// curve upwards or a step does not help.
/// </summary>
internal static class LikelihoodSearch
{
    /// <summary>Furthest step in a logarithm: one step may change a parameter seven-fold.</summary>
    private const double FurthestStep = 2;

    /// <summary>Beyond e^±40 a parameter tells no difference.</summary>
    private const double FurthestLogarithm = 40;

    private const double MostDamping = 1e12;

    /// <summary>Value at the parameters; adds up derivatives by them, cleared before, and the whole row-major Hessian.</summary>
    public delegate double Objective(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian);

    /// <param name="start">The first start; the others are drawn around it, each logarithm by a normal of deviation 1.</param>
    /// <param name="weight">What the tolerance is per unit of.</param>
    public static LikelihoodOptimum Minimise(
        Objective objective,
        ReadOnlySpan<double> start,
        double weight,
        LikelihoodOptions options,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var random = new Random(options.Seed);
        LikelihoodOptimum? best = null;
        for (int attempt = 0; attempt < options.Starts; attempt++)
        {
            var logarithms = new double[start.Length];
            for (int i = 0; i < logarithms.Length; i++)
            {
                logarithms[i] = Math.Log(start[i]) + (attempt == 0 ? 0 : NormalDistribution.InverseCdf(0.001 + (0.998 * random.NextDouble())));
            }

            LikelihoodOptimum found = Descend(new Point(objective, logarithms), weight, options, Report, cancellation);

            // A start that merely ends elsewhere on a flat floor is no better.
            if (best is null || found.Objective < best.Objective - (1e-10 * Math.Abs(best.Objective)) || (found.Converged && !best.Converged))
            {
                best = found;
            }

            void Report(int iteration) => progress?.Report((attempt + ((double)iteration / options.MaxIterations)) / options.Starts);
        }

        progress?.Report(1);
        return best!;
    }

    /// <summary>weight · Σ ln²θ over some parameters, which is returned; its derivatives are added.</summary>
    public static double Penalise(double weight, ReadOnlySpan<int> which, ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        double sum = 0;
        foreach (int i in which)
        {
            double logarithm = Math.Log(parameters[i]);
            sum += weight * logarithm * logarithm;
            gradient[i] += 2 * weight * logarithm / parameters[i];
            hessian[(i * parameters.Length) + i] += 2 * weight * (1 - logarithm) / (parameters[i] * parameters[i]);
        }

        return sum;
    }

    private static LikelihoodOptimum Descend(Point at, double weight, LikelihoodOptions options, Action<int> report, CancellationToken cancellation)
    {
        double damping = 0;
        int iteration = 0;
        bool converged = false;
        for (; iteration < options.MaxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            report(iteration);
            if (at.LargestSlope <= options.Tolerance * weight)
            {
                converged = true;
                break;
            }

            Point? next = null;
            while (damping <= MostDamping && next is null)
            {
                cancellation.ThrowIfCancellationRequested();
                if (at.Step(damping) is { } logarithms)
                {
                    var candidate = new Point(at.Function, logarithms);
                    next = candidate.Value < at.Value ? candidate : null;
                }

                damping = next is null ? Math.Max(1e-6, damping * 10) : damping <= 1e-6 ? 0 : damping / 10;
            }

            if (next is null)
            {
                // No step helps any more: rounding hides what is left, if that is little.
                converged = at.LargestSlope <= Math.Max(options.Tolerance, 1e-6) * weight;
                break;
            }

            at = next;
        }

        return new LikelihoodOptimum(at.Parameters, at.Value, at.InverseHessian(), converged, iteration);
    }

    /// <summary>The function at one place, with its derivatives by the logarithms.</summary>
    private sealed class Point
    {
        private readonly double[] _logarithms;
        private readonly double[] _gradient;
        private readonly double[] _hessian;

        public Point(Objective function, double[] logarithms)
        {
            int size = logarithms.Length;
            (Function, _logarithms) = (function, logarithms);
            Parameters = [.. logarithms.Select(Math.Exp)];
            (_gradient, _hessian) = (new double[size], new double[size * size]);
            Value = function(Parameters, _gradient, _hessian);

            // d/dlnθ = θ·d/dθ.
            for (int i = 0; i < size; i++)
            {
                _gradient[i] *= Parameters[i];
                for (int j = 0; j < size; j++)
                {
                    _hessian[(i * size) + j] *= Parameters[i] * Parameters[j];
                }

                _hessian[(i * size) + i] += _gradient[i];
            }
        }

        public Objective Function { get; }

        public double[] Parameters { get; }

        public double Value { get; }

        public double LargestSlope => _gradient.Max(Math.Abs);

        /// <summary>The place after a Newton step; null where the damped Hessian is not positive definite.</summary>
        public double[]? Step(double damping)
        {
            int size = _gradient.Length;
            double[] damped = [.. _hessian];
            for (int i = 0; i < size; i++)
            {
                damped[(i * size) + i] += damping * (Math.Abs(_hessian[(i * size) + i]) + double.Epsilon);
            }

            if (!Cholesky.TryFactor(damped, size))
            {
                return null;
            }

            double[] step = [.. _gradient];
            Cholesky.Solve(damped, size, step);
            double shrink = Math.Min(1, FurthestStep / step.Max(Math.Abs));
            return double.IsFinite(shrink)
                ? [.. _logarithms.Select((value, i) => Math.Clamp(value - (shrink * step[i]), -FurthestLogarithm, FurthestLogarithm))]
                : null;
        }

        public double[] InverseHessian()
        {
            int size = _gradient.Length;
            double[] factor = [.. _hessian];
            if (!Cholesky.TryFactor(factor, size))
            {
                return [];
            }

            var inverse = new double[size * size];
            for (int i = 0; i < size; i++)
            {
                Span<double> row = inverse.AsSpan(i * size, size);
                row[i] = 1;
                Cholesky.Solve(factor, size, row);
            }

            return inverse.All(double.IsFinite) ? inverse : [];
        }
    }
}
