namespace Clientele.Learning;

/// <summary>ln Γ(c + n) − ln Γ(c) and its derivatives by c for n = 0, 1, 2 …, as sums, without the cancellation of two gamma functions.</summary>
internal sealed class RisingLogarithms
{
    private readonly double[] _values;
    private readonly double[] _slopes;
    private readonly double[] _curvatures;

    public RisingLogarithms(int most)
    {
        (_values, _slopes, _curvatures) = (new double[most + 1], new double[most + 1], new double[most + 1]);
    }

    /// <summary>Σ ln(c + i), i below n.</summary>
    public double Value(int n) => _values[n];

    /// <summary>Σ 1/(c + i).</summary>
    public double Slope(int n) => _slopes[n];

    /// <summary>−Σ 1/(c + i)².</summary>
    public double Curvature(int n) => _curvatures[n];

    public void Set(double c)
    {
        for (int i = 0; i + 1 < _values.Length; i++)
        {
            double inverse = 1 / (c + i);
            _values[i + 1] = _values[i] + Math.Log(c + i);
            _slopes[i + 1] = _slopes[i] + inverse;
            _curvatures[i + 1] = _curvatures[i] - (inverse * inverse);
        }
    }
}
