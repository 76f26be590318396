using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>Shifts and scales each column to mean 0 and standard deviation 1 over the rows it was fitted on. Immutable.</summary>
public sealed class Standardizer
{
    private readonly double[] _means;
    private readonly double[] _scales;

    /// <param name="means">One per column.</param>
    /// <param name="scales">One per column, above 0; 1 for a column that was constant.</param>
    [JsonConstructor]
    public Standardizer(ReadOnlyMemory<double> means, ReadOnlyMemory<double> scales)
    {
        InputChecks.SameLength(means.Length, scales.Length, nameof(scales));
        InputChecks.Finite(means.Span, nameof(means));
        InputChecks.Finite(scales.Span, nameof(scales));
        for (int j = 0; j < scales.Length; j++)
        {
            if (scales.Span[j] <= 0)
            {
                throw new ArgumentException($"The scale of column {j} is {scales.Span[j]}; it must be above 0.", nameof(scales));
            }
        }

        _means = means.ToArray();
        _scales = scales.ToArray();
    }

    public ReadOnlyMemory<double> Means => _means;

    public ReadOnlyMemory<double> Scales => _scales;

    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    public static Standardizer Fit(Matrix inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        var means = new double[inputs.Columns];
        var scales = new double[inputs.Columns];
        var column = new double[inputs.Rows];
        for (int j = 0; j < inputs.Columns; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < inputs.Rows; i++)
            {
                column[i] = inputs[i, j];
            }

            (means[j], double deviation) = MeanAndDeviation(column);
            scales[j] = deviation > 0 ? deviation : 1;
        }

        return new Standardizer(means, scales);
    }

    /// <summary>Writes the standardised row. <paramref name="into"/> may be the same memory as <paramref name="row"/>.</summary>
    public void Transform(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(_means.Length, row.Length, nameof(row));
        for (int j = 0; j < row.Length; j++)
        {
            into[j] = (row[j] - _means[j]) / _scales[j];
        }
    }

    public Matrix Transform(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new Matrix(inputs.Rows, inputs.Columns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            Transform(inputs.Row(i), result.RowToWrite(i));
        }

        return result;
    }

    /// <summary>Mean and population standard deviation, in two passes; exactly 0 for equal values.</summary>
    public static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("The mean of no values is not defined.", nameof(values));
        }

        double first = values[0];
        double sum = 0;
        bool varies = false;
        foreach (double value in values)
        {
            sum += value - first;
            varies |= value != first;
        }

        // Measured from the first value, so that equal values give their own mean to the last bit.
        double mean = first + (sum / values.Length);
        if (!varies)
        {
            return (first, 0);
        }

        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / values.Length));
    }
}
