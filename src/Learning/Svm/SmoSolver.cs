namespace Clientele.Learning;

/// <summary>
/// Minimises ½·βᵀKβ − yᵀβ subject to Σβ = 0 and lower ≤ β ≤ upper, where β = y·α with y = ±1: the dual of the support vector classifier. Sequential
/// minimal optimisation with second-order choice of the pair (Fan, Chen &amp; Lin 2005), shrinking and gradient reconstruction as in LIBSVM (Chang &amp;
/// Lin 2011), written for β so that both classes take the same formulas.
/// </summary>
internal sealed class SmoSolver
{
    /// <summary>Stands in for a curvature that is not positive.</summary>
    private const double LeastCurvature = 1e-12;

    private const int IterationsBetweenShrinkings = 1000;

    private readonly KernelRowCache _cache;
    private readonly double[] _diagonal;
    private readonly double _tolerance;
    private readonly int _rows;

    // All of these are permuted together when rows are shrunk away; the first _active ones are at work.
    private readonly int[] _position;
    private readonly double[] _y;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly double[] _beta;

    /// <summary>Kβ − y: the decision value without intercept, minus the target.</summary>
    private readonly double[] _gradient;

    /// <summary>The part of Kβ that comes from rows at a bound other than 0, kept for all rows so that the gradient of shrunk ones can be rebuilt.</summary>
    private readonly double[] _boundPart;

    private readonly List<(int First, int Second)> _swaps = [];
    private int _active;
    private bool _unshrunkNearTheEnd;

    /// <param name="y">−1 or 1.</param>
    /// <param name="cost">Largest α of each row, above 0.</param>
    public SmoSolver(KernelMatrix kernel, double[] y, double[] cost, double tolerance, long cacheBytes)
    {
        _rows = _active = kernel.Rows;
        _cache = new KernelRowCache(kernel, cacheBytes);
        _diagonal = kernel.Diagonal;
        _tolerance = tolerance;
        _position = [.. Enumerable.Range(0, _rows)];
        _y = [.. y];
        _lower = new double[_rows];
        _upper = new double[_rows];
        _beta = new double[_rows];
        _gradient = new double[_rows];
        _boundPart = new double[_rows];
        for (int t = 0; t < _rows; t++)
        {
            (_lower[t], _upper[t]) = y[t] > 0 ? (0.0, cost[t]) : (-cost[t], 0.0);
            _gradient[t] = -y[t];
        }
    }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <param name="maxIterations">0: no limit.</param>
    /// <returns>β by the original position of the rows, and the intercept.</returns>
    public (double[] Beta, double Intercept, double Objective) Run(int maxIterations, IProgress<double>? progress, CancellationToken cancellation)
    {
        int shrinkIn = Math.Min(_rows, IterationsBetweenShrinkings) + 1;
        double share = 0;
        while (maxIterations == 0 || Iterations < maxIterations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (--shrinkIn == 0)
            {
                shrinkIn = Math.Min(_rows, IterationsBetweenShrinkings);
                double gap = Shrink();

                // The gap falls about exponentially, from 2 at the start.
                share = Math.Max(share, Math.Min(0.99, Math.Log(2 / gap) / Math.Log(2 / Math.Min(1, _tolerance))));
                progress?.Report(share);
            }

            if (!TrySelect(out int i, out int j))
            {
                if (_active == _rows)
                {
                    Converged = true;
                    break;
                }

                // Optimal among the active rows; the others have to agree.
                Unshrink();
                if (!TrySelect(out i, out j))
                {
                    Converged = true;
                    break;
                }

                shrinkIn = 1;
            }

            Iterations++;
            Optimise(i, j);
        }

        Unshrink();
        return Result();
    }

    /// <summary>The row that may grow with the steepest descent, and the one whose pair with it promises most; false when no pair violates optimality.</summary>
    private bool TrySelect(out int first, out int second)
    {
        first = second = -1;
        double steepest = double.NegativeInfinity;
        for (int t = 0; t < _active; t++)
        {
            if (_beta[t] < _upper[t] && -_gradient[t] >= steepest)
            {
                (first, steepest) = (t, -_gradient[t]);
            }
        }

        if (first < 0)
        {
            return false;
        }

        ReadOnlySpan<float> row = _cache.Row(first, _active);
        double highest = double.NegativeInfinity;
        double best = double.NegativeInfinity;
        for (int t = 0; t < row.Length; t++)
        {
            if (_beta[t] > _lower[t])
            {
                highest = Math.Max(highest, _gradient[t]);
                double violation = steepest + _gradient[t];
                if (violation > 0)
                {
                    double curvature = _diagonal[first] + _diagonal[t] - (2.0 * row[t]);
                    double gain = violation * violation / (curvature > 0 ? curvature : LeastCurvature);
                    if (gain >= best)
                    {
                        (second, best) = (t, gain);
                    }
                }
            }
        }

        return second >= 0 && steepest + highest >= _tolerance;
    }

    /// <summary>Moves β of the first row up and of the second down by as much, to the minimum or to a bound.</summary>
    private void Optimise(int i, int j)
    {
        ReadOnlySpan<float> rowOfI = _cache.Row(i, _active);
        ReadOnlySpan<float> rowOfJ = _cache.Row(j, _active);
        double curvature = _diagonal[i] + _diagonal[j] - (2.0 * rowOfI[j]);
        double step = (_gradient[j] - _gradient[i]) / (curvature > 0 ? curvature : LeastCurvature);
        (double beforeI, double beforeJ) = (_beta[i], _beta[j]);
        double roomOfI = _upper[i] - beforeI;
        double roomOfJ = beforeJ - _lower[j];
        step = Math.Min(step, Math.Min(roomOfI, roomOfJ));

        // Set, not added to, where a bound is reached: rounding must not leave a row a hair away from it.
        _beta[i] = step == roomOfI ? _upper[i] : beforeI + step;
        _beta[j] = step == roomOfJ ? _lower[j] : beforeJ - step;
        KernelRows.AddScaledDifference(step, rowOfI, rowOfJ, _gradient);
        MoveBoundPart(i, beforeI);
        MoveBoundPart(j, beforeJ);
    }

    private void MoveBoundPart(int t, double before)
    {
        double change = BoundValue(t, _beta[t]) - BoundValue(t, before);
        if (change != 0)
        {
            KernelRows.AddScaled(change, _cache.Row(t, _rows), _boundPart);
        }
    }

    /// <summary>β where it is at its bound other than 0, else 0.</summary>
    private double BoundValue(int t, double beta) => beta == _lower[t] || beta == _upper[t] ? beta : 0;

    /// <summary>Puts rows aside that sit at a bound and are pushed further against it; returns how far the active ones are from optimal.</summary>
    private double Shrink()
    {
        (double steepest, double highest) = Extremes();
        double gap = steepest + highest;
        if (!_unshrunkNearTheEnd && gap <= _tolerance * 10)
        {
            _unshrunkNearTheEnd = true;
            Unshrink();
            (steepest, highest) = Extremes();
        }

        _swaps.Clear();
        for (int t = 0; t < _active; t++)
        {
            if (!IsIdle(t, steepest, highest))
            {
                continue;
            }

            _active--;
            while (_active > t && IsIdle(_active, steepest, highest))
            {
                _active--;
            }

            if (_active > t)
            {
                Swap(t, _active);
            }
        }

        _cache.Swap(_swaps);
        return Math.Max(gap, double.Epsilon);
    }

    private (double Steepest, double Highest) Extremes()
    {
        (double steepest, double highest) = (double.NegativeInfinity, double.NegativeInfinity);
        for (int t = 0; t < _active; t++)
        {
            steepest = _beta[t] < _upper[t] ? Math.Max(steepest, -_gradient[t]) : steepest;
            highest = _beta[t] > _lower[t] ? Math.Max(highest, _gradient[t]) : highest;
        }

        return (steepest, highest);
    }

    private bool IsIdle(int t, double steepest, double highest) =>
        _beta[t] == _upper[t] ? -_gradient[t] > steepest : _beta[t] == _lower[t] && _gradient[t] > highest;

    private void Swap(int i, int j)
    {
        _swaps.Add((i, j));
        (_position[i], _position[j]) = (_position[j], _position[i]);
        foreach (double[] values in (ReadOnlySpan<double[]>)[_y, _lower, _upper, _beta, _gradient, _boundPart])
        {
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Brings all rows back, with the gradients of those that were aside.</summary>
    private void Unshrink()
    {
        if (_active == _rows)
        {
            return;
        }

        for (int t = _active; t < _rows; t++)
        {
            _gradient[t] = _boundPart[t] - _y[t];
        }

        for (int t = 0; t < _active; t++)
        {
            // Rows that were put aside are all at a bound, so only active ones are missing in the bound part.
            if (_beta[t] > _lower[t] && _beta[t] < _upper[t])
            {
                KernelRows.AddScaled(_beta[t], _cache.Row(t, _rows)[_active..], _gradient.AsSpan(_active));
            }
        }

        _active = _rows;
    }

    private (double[] Beta, double Intercept, double Objective) Result()
    {
        var beta = new double[_rows];
        double objective = 0;
        double sum = 0;
        int free = 0;
        for (int t = 0; t < _rows; t++)
        {
            beta[_position[t]] = _beta[t];
            objective += 0.5 * _beta[t] * (_gradient[t] - _y[t]);
            if (_beta[t] > _lower[t] && _beta[t] < _upper[t])
            {
                sum -= _gradient[t];
                free++;
            }
        }

        // A free row lies on its margin; without one, every intercept between the two bounds is optimal.
        (double steepest, double highest) = Extremes();
        return (beta, free > 0 ? sum / free : (steepest - highest) / 2, objective);
    }
}
