namespace Clientele.Insiders;

/// <summary>A figure with the interval that it would stay within, with 95%, on other customers from the same population.</summary>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>Whether the whole interval lies on the value's side of <paramref name="threshold"/>.</summary>
    public bool IsClearOf(double threshold) => Value > threshold ? Low > threshold : Value < threshold && High < threshold;
}
