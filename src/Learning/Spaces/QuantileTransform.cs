using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What the columns are distributed like after a <see cref="QuantileTransform"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuantileOutput>))]
public enum QuantileOutput
{
    /// <summary>Uniform between 0 and 1.</summary>
    Uniform,

    /// <summary>Standard normal, cut off at ±5.2.</summary>
    Normal,
}

/// <summary>How a <see cref="QuantileTransform"/> is fitted.</summary>
public sealed record QuantileTransformOptions
{
    /// <summary>Most points of each column's distribution that are kept; never more than there are rows. 2 or more.</summary>
    public int Quantiles { get; init; } = 1000;

    public QuantileOutput Output { get; init; } = QuantileOutput.Uniform;

    internal static void Check(QuantileTransformOptions options)
    {
        if (options.Quantiles < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Quantiles, "Quantiles is 2 or more.");
        }

        if (!Enum.IsDefined(options.Output))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Output, "Output is Uniform or Normal.");
        }
    }
}

/// <summary>
/// Replaces each value by the share of training rows below it, or by the normal quantile of that share: scikit-learn's QuantileTransformer without its
/// drawing of a sample. Equal training values get the middle of their shares. Values beyond the training range get its ends. Immutable.
/// </summary>
public sealed class QuantileTransform
{
    /// <summary>So near (in the column's unit) to an end of the range, the normal output is cut off; scikit-learn's BOUNDS_THRESHOLD.</summary>
    private const double EndWidth = 1e-7;

    private readonly double[] _quantiles;
    private readonly int _count;

    /// <param name="columns">1 or more.</param>
    /// <param name="quantiles">Column by column, the same number for each, from its minimum to its maximum.</param>
    [JsonConstructor]
    public QuantileTransform(QuantileOutput output, int columns, ReadOnlyMemory<double> quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (!Enum.IsDefined(output))
        {
            throw new ArgumentOutOfRangeException(nameof(output), output, "The output is Uniform or Normal.");
        }

        if (quantiles.Length == 0 || quantiles.Length % columns != 0)
        {
            throw new ArgumentException($"{quantiles.Length} quantiles are not the same number for each of {columns} columns.", nameof(quantiles));
        }

        InputChecks.Finite(quantiles.Span, nameof(quantiles));
        (Output, Columns, _quantiles, _count) = (output, columns, quantiles.ToArray(), quantiles.Length / columns);
        for (int i = 1; i < _quantiles.Length; i++)
        {
            if (i % _count != 0 && _quantiles[i] < _quantiles[i - 1])
            {
                throw new ArgumentException($"The quantiles of column {i / _count} fall.", nameof(quantiles));
            }
        }
    }

    public QuantileOutput Output { get; }

    public int Columns { get; }

    public ReadOnlyMemory<double> Quantiles => _quantiles;

    /// <param name="progress">Told a growing share of 1 after each column.</param>
    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    public static QuantileTransform Fit(
        Matrix inputs,
        QuantileTransformOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        QuantileTransformOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        int count = Math.Min(options.Quantiles, inputs.Rows);
        var quantiles = new double[inputs.Columns * count];
        for (int j = 0; j < inputs.Columns; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            EmpiricalQuantiles.Fill(inputs, j, quantiles.AsSpan(j * count, count));
            progress?.Report((double)(j + 1) / inputs.Columns);
        }

        return new QuantileTransform(options.Output, inputs.Columns, quantiles);
    }

    /// <summary>Writes the transformed row; NaN stays NaN. <paramref name="into"/> may be the same memory as <paramref name="row"/>.</summary>
    public void Transform(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        for (int j = 0; j < row.Length; j++)
        {
            ReadOnlySpan<double> quantiles = _quantiles.AsSpan(j * _count, _count);
            into[j] = double.IsNaN(row[j]) ? double.NaN : Output == QuantileOutput.Normal ? Normal(row[j], quantiles) : Share(row[j], quantiles, 0);
        }
    }

    public Matrix Transform(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new Matrix(inputs.Rows, Columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            Transform(inputs.Row(i), result.RowToWrite(i));
        }

        return result;
    }

    /// <summary>No share is nearer to nothing or to all than <see cref="EndWidth"/> less a rounding (2⁻⁵²), as in scikit-learn.</summary>
    private static double Normal(double value, ReadOnlySpan<double> quantiles)
    {
        const double Least = EndWidth - 2.220446049250313e-16;
        return NormalDistribution.InverseCdf(Math.Clamp(Share(value, quantiles, EndWidth), Least, 1 - Least));
    }

    private static double Share(double value, ReadOnlySpan<double> quantiles, double endWidth)
    {
        if (value <= quantiles[0] || value - endWidth < quantiles[0])
        {
            return 0;
        }

        if (value >= quantiles[^1] || value + endWidth > quantiles[^1])
        {
            return 1;
        }

        int above = FirstAtLeast(quantiles, value);
        double steps = quantiles.Length - 1;
        if (quantiles[above] > value)
        {
            double low = quantiles[above - 1];
            return (above - 1 + ((value - low) / (quantiles[above] - low))) / steps;
        }

        int last = FirstAtLeast(quantiles, Math.BitIncrement(value)) - 1;
        return (above + last) / (2 * steps);
    }

    private static int FirstAtLeast(ReadOnlySpan<double> sorted, double value)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
