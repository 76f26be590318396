using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>A monotone curve of straight lines between corners, flat beyond the first and the last. Immutable, safe from any thread.</summary>
public sealed class IsotonicModel
{
    private readonly double[] _scores;
    private readonly double[] _values;

    /// <param name="scores">Where the corners are, strictly rising.</param>
    /// <param name="values">What the curve says there; rising or falling throughout.</param>
    /// <exception cref="ArgumentException">No corners, sizes differ, a value is not finite, or an order is broken.</exception>
    [JsonConstructor]
    public IsotonicModel(ReadOnlyMemory<double> scores, ReadOnlyMemory<double> values)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException("A curve needs at least one corner.", nameof(scores));
        }

        InputChecks.SameLength(scores.Length, values.Length, nameof(values));
        InputChecks.Finite(scores.Span, nameof(scores));
        InputChecks.Finite(values.Span, nameof(values));
        (_scores, _values) = (scores.ToArray(), values.ToArray());
        int direction = Math.Sign(_values[^1] - _values[0]);
        for (int i = 1; i < _scores.Length; i++)
        {
            int turn = Math.Sign(_values[i] - _values[i - 1]);
            if (_scores[i] <= _scores[i - 1] || (turn != 0 && turn != direction))
            {
                throw new ArgumentException($"Corner {i} is out of order.", nameof(scores));
            }
        }
    }

    /// <summary>Where the corners are, rising.</summary>
    public ReadOnlyMemory<double> Scores => _scores;

    /// <summary>What the curve says at each corner.</summary>
    public ReadOnlyMemory<double> Values => _values;

    /// <summary>The curve at one score; O(log corners). NaN gives NaN.</summary>
    public double Predict(double score)
    {
        if (double.IsNaN(score))
        {
            return score;
        }

        int at = Array.BinarySearch(_scores, score);
        if (at >= 0)
        {
            return _values[at];
        }

        int right = ~at;
        if (right == 0 || right == _scores.Length)
        {
            return _values[Math.Max(0, right - 1)];
        }

        int left = right - 1;
        double slope = (_values[right] - _values[left]) / (_scores[right] - _scores[left]);
        double value = _values[left] + (slope * (score - _scores[left]));

        // Rounding must not carry it past the next corner.
        return slope > 0 ? Math.Min(value, _values[right]) : Math.Max(value, _values[right]);
    }

    /// <summary>The same for many; the same bits as one by one.</summary>
    public double[] Predict(ReadOnlySpan<double> scores)
    {
        var values = new double[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            values[i] = Predict(scores[i]);
        }

        return values;
    }
}
