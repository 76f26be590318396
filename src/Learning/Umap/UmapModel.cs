using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>A model, and where the rows it was fitted on came to lie: one row of <see cref="UmapOptions.Components"/> for each.</summary>
public sealed record UmapFit(UmapModel Model, Matrix Layout);

/// <summary>
/// Places new rows in a layout. Immutable, safe from any thread. The one model that keeps its training rows: a layout has no formula, a new row is placed
/// by the rows it is near to.
/// </summary>
public sealed class UmapModel
{
    private readonly double[] _rows;
    private readonly Matrix _layout;
    private readonly double[] _places;
    private readonly NeighbourSearch _search;

    /// <param name="columns">Values of a row.</param>
    /// <param name="components">Values of a place.</param>
    /// <param name="neighbours">By how many a new row is placed.</param>
    /// <param name="rows">Row after row.</param>
    /// <param name="layout">The place of each.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a value is not finite.</exception>
    [JsonConstructor]
    public UmapModel(int columns, int components, int neighbours, ReadOnlyMemory<double> rows, ReadOnlyMemory<double> layout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        int count = rows.Length / columns;
        if (rows.Length % columns != 0 || (long)count * components != layout.Length || count < neighbours)
        {
            throw new ArgumentException(
                $"{rows.Length} values in rows of {columns} and {layout.Length} in places of {components} are not as many rows as places, and at least {neighbours}.", nameof(rows));
        }

        InputChecks.Finite(rows.Span, nameof(rows));
        InputChecks.Finite(layout.Span, nameof(layout));
        (Columns, Components, Neighbours, _rows, _places) = (columns, components, neighbours, rows.ToArray(), layout.ToArray());
        _layout = new Matrix(_places, count, components);
        _search = new NeighbourSearch(new Matrix(_rows, count, columns));
    }

    public int Columns { get; }

    public int Components { get; }

    public int Neighbours { get; }

    /// <summary>The training rows, one after the other.</summary>
    public ReadOnlyMemory<double> Rows => _rows;

    /// <summary>The place of each, one after the other.</summary>
    public ReadOnlyMemory<double> Layout => _places;

    internal static UmapModel Of(Matrix inputs, Matrix layout, int neighbours)
        => new(inputs.Columns, layout.Columns, neighbours, Flat(inputs), Flat(layout));

    /// <summary>Writes where a row belongs: <see cref="Umap.Place(Matrix, NearestNeighbours)"/> says how. O(training rows · columns).</summary>
    /// <param name="into">One value per component.</param>
    /// <exception cref="ArgumentException">The row does not have one value per column, or one that is not finite; or <paramref name="into"/> has another length.</exception>
    public void Place(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        InputChecks.SameLength(Components, into.Length, nameof(into));
        InputChecks.FiniteRow(row, nameof(row));
        Span<int> rows = Neighbours <= 256 ? stackalloc int[Neighbours] : new int[Neighbours];
        Span<double> distances = Neighbours <= 256 ? stackalloc double[Neighbours] : new double[Neighbours];
        _search.Nearest(row, rows, distances);
        Umap.Place(_layout, rows, distances, into);
    }

    /// <summary>The places of every row of a matrix; the same bits as row by row.</summary>
    /// <param name="threads">Most threads; 0: as many as cores.</param>
    /// <exception cref="ArgumentException">The matrix has other columns, or a value that is not finite.</exception>
    /// <exception cref="OperationCanceledException"/>
    public Matrix Place(Matrix inputs, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.SameLength(Columns, inputs.Columns, nameof(inputs.Columns));
        InputChecks.Finite(inputs, nameof(inputs));
        return Umap.Place(_layout, _search.Search(inputs, Neighbours, amongThemselves: false, threads, cancellation));
    }

    private static double[] Flat(Matrix matrix)
    {
        var values = new double[matrix.Rows * matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
        {
            matrix.Row(i).CopyTo(values.AsSpan(i * matrix.Columns));
        }

        return values;
    }
}
