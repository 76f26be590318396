namespace Clientele.Learning;

/// <summary>The B-splines over the knots of one column.</summary>
internal sealed class ColumnSplines
{
    private readonly int _degree;

    /// <summary>The column's knots, and Degree more on either side at the distance of the outermost two.</summary>
    private readonly double[] _knots;

    /// <summary>The last knot that starts an interval with a length; below Degree where all knots are equal.</summary>
    private readonly int _lastSpan;

    public ColumnSplines(int degree, ReadOnlySpan<double> knots, int column)
    {
        _degree = degree;
        _knots = new double[knots.Length + (2 * degree)];
        for (int k = 0; k < _knots.Length; k++)
        {
            int inside = Math.Clamp(k - degree, 0, knots.Length - 1);
            double step = k < degree ? knots[1] - knots[0] : knots[^1] - knots[^2];
            _knots[k] = knots[inside] + ((k - degree - inside) * step);
        }

        for (int k = 1; k < knots.Length; k++)
        {
            if (knots[k] < knots[k - 1])
            {
                throw new ArgumentException($"The knots of column {column} fall.", nameof(knots));
            }
        }

        _lastSpan = _knots.Length - degree - 2;
        while (_lastSpan >= degree && _knots[_lastSpan] == _knots[_lastSpan + 1])
        {
            _lastSpan--;
        }
    }

    /// <summary>Writes what is not 0 at <paramref name="value"/>; functions beyond the end of <paramref name="into"/> are left out.</summary>
    public void Write(double value, bool isLinearBeyond, Span<double> into)
    {
        if (_lastSpan < _degree)
        {
            return;
        }

        double inside = Math.Clamp(value, _knots[_degree], _knots[_lastSpan + 1]);
        int span = SpanOf(inside);
        Span<double> functions = stackalloc double[BSplineBasis.MaxDegree + 1];
        functions = functions[..(_degree + 1)];
        Evaluate(_degree, span, inside, functions);
        if (isLinearBeyond && value != inside)
        {
            AddSlopes(span, inside, value - inside, functions);
        }

        int first = span - _degree;
        functions[..Math.Min(functions.Length, into.Length - first)].CopyTo(into[first..]);
    }

    /// <summary>The interval [knot, next knot) with a length that holds the value; the last one also holds its end.</summary>
    private int SpanOf(double value)
    {
        int span = _lastSpan;
        while (span > _degree && _knots[span] > value)
        {
            span--;
        }

        return span;
    }

    /// <summary>
    /// The degree + 1 functions that are not 0 in the interval (The NURBS Book, A2.2). Every divisor spans the interval, so none is 0.
    /// </summary>
    private void Evaluate(int degree, int span, double value, Span<double> functions)
    {
        functions[0] = 1;
        for (int d = 1; d <= degree; d++)
        {
            double carried = 0;
            for (int r = 0; r < d; r++)
            {
                double right = _knots[span + r + 1] - value;
                double left = value - _knots[span + 1 - d + r];
                double share = functions[r] / (_knots[span + r + 1] - _knots[span + 1 - d + r]);
                functions[r] = carried + (right * share);
                carried = left * share;
            }

            functions[d] = carried;
        }
    }

    /// <summary>Adds distance times slope; the slope of a B-spline is a difference of two of one degree less.</summary>
    private void AddSlopes(int span, double value, double distance, Span<double> functions)
    {
        Span<double> lower = stackalloc double[BSplineBasis.MaxDegree + 1];
        Evaluate(_degree - 1, span, value, lower);
        for (int r = 0; r < _degree; r++)
        {
            double slope = _degree * lower[r] / (_knots[span + r + 1] - _knots[span + 1 - _degree + r]);
            functions[r] -= distance * slope;
            functions[r + 1] += distance * slope;
        }
    }
}
