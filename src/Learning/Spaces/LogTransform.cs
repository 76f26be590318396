using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>
/// sign(x) · ln(1 + |x|) in every column: pulls in long tails of amounts and counts, keeps 0 at 0 and the order of values, and takes negative ones
/// (a refund mirrors a payment). Near 0 it is x itself. It learns nothing but the number of columns. Immutable.
/// </summary>
public sealed class LogTransform
{
    /// <param name="columns">1 or more.</param>
    [JsonConstructor]
    public LogTransform(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Columns = columns;
    }

    public int Columns { get; }

    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    public static LogTransform Fit(Matrix inputs, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        progress?.Report(1);
        return new LogTransform(inputs.Columns);
    }

    /// <summary>Writes the transformed row. <paramref name="into"/> may be the same memory as <paramref name="row"/>.</summary>
    public void Transform(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        for (int j = 0; j < row.Length; j++)
        {
            into[j] = Math.CopySign(LogOfOnePlus(Math.Abs(row[j])), row[j]);
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

    /// <summary>What 1 + x rounds off is made good by the quotient (double.LogP1 loses it).</summary>
    private static double LogOfOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
