using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What a <see cref="BSplineBasis"/> does with values beyond the training range.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SplineExtrapolation>))]
public enum SplineExtrapolation
{
    /// <summary>The functions keep their values at the end of the range.</summary>
    Constant,

    /// <summary>They go on with their values and slopes at the end of the range.</summary>
    Linear,
}

/// <summary>How a <see cref="BSplineBasis"/> is fitted.</summary>
public sealed record BSplineBasisOptions
{
    /// <summary>Knots of each column, at its evenly spaced quantiles from minimum to maximum. 2 or more.</summary>
    public int Knots { get; init; } = 5;

    /// <summary>Degree of the polynomials; 3 is cubic. 1 to 9.</summary>
    public int Degree { get; init; } = 3;

    public SplineExtrapolation Extrapolation { get; init; } = SplineExtrapolation.Constant;

    /// <summary>Whether the last function of each column is kept. The functions of a column sum to 1, so a model with an intercept can do without it.</summary>
    public bool IncludeBias { get; init; } = true;

    internal static void Check(BSplineBasisOptions options)
    {
        if (options.Knots < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Knots, "Knots is 2 or more.");
        }

        if (options.Degree is < 1 or > BSplineBasis.MaxDegree)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Degree, $"Degree is 1 to {BSplineBasis.MaxDegree}.");
        }

        if (!Enum.IsDefined(options.Extrapolation))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Extrapolation, "Extrapolation is Constant or Linear.");
        }
    }
}

/// <summary>
/// Replaces each column by the values of its B-splines (de Boor), Knots + Degree − 1 of them, so that a linear model can bend: scikit-learn's
/// SplineTransformer with knots at quantiles. Where quantiles coincide the knots do too and the spline is less smooth there; at the ends of the range
/// the functions then keep their limits from inside, where scikit-learn's are all 0. A column that was constant gives zeros. Immutable.
/// </summary>
public sealed class BSplineBasis
{
    internal const int MaxDegree = 9;

    private readonly double[] _knots;
    private readonly ColumnSplines[] _splines;

    /// <param name="degree">1 to 9.</param>
    /// <param name="columns">1 or more.</param>
    /// <param name="knots">Column by column, the same number (2 or more) for each, from its minimum to its maximum.</param>
    [JsonConstructor]
    public BSplineBasis(int degree, SplineExtrapolation extrapolation, bool includeBias, int columns, ReadOnlyMemory<double> knots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (degree is < 1 or > MaxDegree)
        {
            throw new ArgumentOutOfRangeException(nameof(degree), degree, $"The degree is 1 to {MaxDegree}.");
        }

        if (!Enum.IsDefined(extrapolation))
        {
            throw new ArgumentOutOfRangeException(nameof(extrapolation), extrapolation, "The extrapolation is Constant or Linear.");
        }

        if (knots.Length < 2 * columns || knots.Length % columns != 0)
        {
            throw new ArgumentException($"{knots.Length} knots are not the same number, 2 or more, for each of {columns} columns.", nameof(knots));
        }

        InputChecks.Finite(knots.Span, nameof(knots));
        (Degree, Extrapolation, IncludeBias, Columns, _knots) = (degree, extrapolation, includeBias, columns, knots.ToArray());
        int count = knots.Length / columns;
        _splines = [.. Enumerable.Range(0, columns).Select(j => new ColumnSplines(degree, _knots.AsSpan(j * count, count), j))];
        FunctionsPerColumn = count + degree - (includeBias ? 1 : 2);
    }

    public int Degree { get; }

    public SplineExtrapolation Extrapolation { get; }

    public bool IncludeBias { get; }

    /// <summary>Width of the rows that go in.</summary>
    public int Columns { get; }

    public ReadOnlyMemory<double> Knots => _knots;

    [JsonIgnore]
    public int FunctionsPerColumn { get; }

    /// <summary>Width of the rows that come out: the functions of the first column, then those of the second and so on.</summary>
    [JsonIgnore]
    public int OutputColumns => Columns * FunctionsPerColumn;

    /// <param name="progress">Told a growing share of 1 after each column.</param>
    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    public static BSplineBasis Fit(Matrix inputs, BSplineBasisOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        BSplineBasisOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        var knots = new double[inputs.Columns * options.Knots];
        for (int j = 0; j < inputs.Columns; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            EmpiricalQuantiles.Fill(inputs, j, knots.AsSpan(j * options.Knots, options.Knots));
            progress?.Report((double)(j + 1) / inputs.Columns);
        }

        return new BSplineBasis(options.Degree, options.Extrapolation, options.IncludeBias, inputs.Columns, knots);
    }

    /// <summary>Writes the functions of every column of the row. <paramref name="into"/> is <see cref="OutputColumns"/> long.</summary>
    public void Transform(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        InputChecks.SameLength(OutputColumns, into.Length, nameof(into));
        into.Clear();
        for (int j = 0; j < row.Length; j++)
        {
            _splines[j].Write(row[j], Extrapolation == SplineExtrapolation.Linear, into.Slice(j * FunctionsPerColumn, FunctionsPerColumn));
        }
    }

    public Matrix Transform(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new Matrix(inputs.Rows, OutputColumns);
        for (int i = 0; i < inputs.Rows; i++)
        {
            Transform(inputs.Row(i), result.RowToWrite(i));
        }

        return result;
    }
}
