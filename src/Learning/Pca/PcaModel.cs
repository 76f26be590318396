using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>Coordinates along principal directions, and the way back. Immutable, safe from any thread, keeps no training data.</summary>
public sealed class PcaModel
{
    private readonly double[] _mean;
    private readonly double[] _components;
    private readonly double[] _explainedVariance;
    private readonly double[] _explainedVarianceRatio;

    /// <param name="components">Row after row, one row of columns for each direction.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite, or a variance is negative.</exception>
    [JsonConstructor]
    public PcaModel(
        ReadOnlyMemory<double> mean,
        ReadOnlyMemory<double> components,
        ReadOnlyMemory<double> explainedVariance,
        ReadOnlyMemory<double> explainedVarianceRatio,
        bool whiten)
    {
        InputChecks.Finite(mean.Span, nameof(mean));
        InputChecks.Finite(components.Span, nameof(components));
        InputChecks.Finite(explainedVariance.Span, nameof(explainedVariance));
        InputChecks.Finite(explainedVarianceRatio.Span, nameof(explainedVarianceRatio));
        InputChecks.SameLength(mean.Length * explainedVariance.Length, components.Length, nameof(components));
        InputChecks.SameLength(explainedVariance.Length, explainedVarianceRatio.Length, nameof(explainedVarianceRatio));
        _mean = mean.ToArray();
        _components = components.ToArray();
        _explainedVariance = explainedVariance.ToArray();
        _explainedVarianceRatio = explainedVarianceRatio.ToArray();
        if (_explainedVariance.Any(variance => variance < 0))
        {
            throw new ArgumentException("A variance is 0 or more.", nameof(explainedVariance));
        }

        Whiten = whiten;
    }

    public ReadOnlyMemory<double> Mean => _mean;

    /// <summary>Unit vectors, one row of columns each, from the most variance to the least; the largest entry of each is positive.</summary>
    public ReadOnlyMemory<double> Components => _components;

    /// <summary>Sample variance (divisor rows − 1) along each direction.</summary>
    public ReadOnlyMemory<double> ExplainedVariance => _explainedVariance;

    /// <summary>Shares of the variance of all columns; 0 where nothing varies.</summary>
    public ReadOnlyMemory<double> ExplainedVarianceRatio => _explainedVarianceRatio;

    /// <summary>Whether coordinates are divided by their standard deviation; where that is 0 they are 0.</summary>
    public bool Whiten { get; }

    /// <summary>Writes the coordinates of one row.</summary>
    /// <param name="into">One place per direction; not the memory of <paramref name="row"/>.</param>
    /// <exception cref="ArgumentException">The row does not have one value per column, or <paramref name="into"/> one place per direction.</exception>
    public void Transform(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(_mean.Length, row.Length, nameof(row));
        InputChecks.SameLength(_explainedVariance.Length, into.Length, nameof(into));
        Span<double> centred = row.Length <= 256 ? stackalloc double[row.Length] : new double[row.Length];
        row.CopyTo(centred);
        VectorKernels.AddScaled(-1, _mean, centred);
        for (int c = 0; c < into.Length; c++)
        {
            double coordinate = VectorKernels.Dot(_components.AsSpan(c * row.Length, row.Length), centred);
            into[c] = !Whiten ? coordinate : _explainedVariance[c] > 0 ? coordinate / Math.Sqrt(_explainedVariance[c]) : 0;
        }
    }

    /// <summary>The coordinates of every row; the same bits as row by row.</summary>
    public Matrix Transform(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new Matrix(inputs.Rows, _explainedVariance.Length);
        for (int i = 0; i < inputs.Rows; i++)
        {
            Transform(inputs.Row(i), result.RowToWrite(i));
        }

        return result;
    }

    /// <summary>Writes the row that has these coordinates; of a row that was transformed, its projection onto the directions kept.</summary>
    /// <param name="into">One place per column; not the memory of <paramref name="coordinates"/>.</param>
    /// <exception cref="ArgumentException">There is not one coordinate per direction, or not one place per column.</exception>
    public void Inverse(ReadOnlySpan<double> coordinates, Span<double> into)
    {
        InputChecks.SameLength(_explainedVariance.Length, coordinates.Length, nameof(coordinates));
        InputChecks.SameLength(_mean.Length, into.Length, nameof(into));
        _mean.CopyTo(into);
        for (int c = 0; c < coordinates.Length; c++)
        {
            double length = coordinates[c] * (Whiten ? Math.Sqrt(_explainedVariance[c]) : 1);
            VectorKernels.AddScaled(length, _components.AsSpan(c * into.Length, into.Length), into);
        }
    }
}
