namespace Clientele.Learning;

/// <summary>Rows of numbers in one row-major array. Learners read it and never change it.</summary>
public sealed class Matrix
{
    private readonly double[] _values;

    /// <summary>A matrix of zeros, to be filled through <see cref="RowToWrite"/>.</summary>
    public Matrix(int rows, int columns)
        : this(new double[LengthOf(rows, columns)], rows, columns)
    {
    }

    /// <summary>Wraps <paramref name="values"/> without copying: row i is values[i·columns .. (i+1)·columns).</summary>
    /// <exception cref="ArgumentException">The array is not rows × columns long.</exception>
    public Matrix(double[] values, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != LengthOf(rows, columns))
        {
            throw new ArgumentException($"A matrix of {rows} rows and {columns} columns holds {(long)rows * columns} values, not {values.Length}.", nameof(values));
        }

        _values = values;
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    public double this[int row, int column] => Row(row)[column];

    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(StartOf(row), Columns);

    /// <summary>The same row for whoever is filling the matrix.</summary>
    public Span<double> RowToWrite(int row) => _values.AsSpan(StartOf(row), Columns);

    /// <summary>Copies rows into a matrix; for tests and small inputs.</summary>
    public static Matrix FromRows(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Count == 0 ? 0 : rows[0].Length;
        var matrix = new Matrix(rows.Count, columns);
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != columns)
            {
                throw new ArgumentException($"Row {i} has {rows[i].Length} values; row 0 has {columns}.", nameof(rows));
            }

            rows[i].CopyTo(matrix.RowToWrite(i));
        }

        return matrix;
    }

    /// <summary>A copy of some rows, in the order given; a row may be taken more than once.</summary>
    public Matrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new Matrix(rows.Length, Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(taken.RowToWrite(i));
        }

        return taken;
    }

    /// <summary>A copy of some columns, in the order given.</summary>
    public Matrix TakeColumns(IReadOnlyList<int> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var taken = new Matrix(Rows, columns.Count);
        for (int i = 0; i < Rows; i++)
        {
            ReadOnlySpan<double> row = Row(i);
            Span<double> into = taken.RowToWrite(i);
            for (int j = 0; j < into.Length; j++)
            {
                into[j] = row[columns[j]];
            }
        }

        return taken;
    }

    private static int LengthOf(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        long length = (long)rows * columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(rows));
        return (int)length;
    }

    private int StartOf(int row)
    {
        // Without columns every span is empty, and a slice would accept any row.
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return row * Columns;
    }
}
