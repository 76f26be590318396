using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>
/// A customer as the numbers that groups are made by: features scaled, then, in some kinds, projected or laid out. Fitted once, part of the model;
/// immutable, safe from any thread.
/// </summary>
public sealed class InsiderSpace
{
    /// <summary>
    /// What a customer is worth and how they buy: how much, how often, how long ago. More features say the same again (lines, units and products all grow with
    /// purchases) and blur the groups; purchases are counted rather than divided by days, because a day is no span and makes buyers of one day the most
    /// frequent of all.
    /// </summary>
    private static readonly PurchaseFeature[] Plain = [PurchaseFeature.Revenue, PurchaseFeature.Recency, PurchaseFeature.Invoices];

    /// <summary>The reference's.</summary>
    private static readonly PurchaseFeature[] Reference =
        [PurchaseFeature.Revenue, PurchaseFeature.Recency, PurchaseFeature.Lines, PurchaseFeature.Frequency, PurchaseFeature.Returns];

    private const int Components = 3;

    private readonly SpaceColumn[] _columns;

    /// <param name="unit">What coordinates are divided by, above 0.</param>
    /// <exception cref="InvalidDataException">The parts do not fit the kind, or each other.</exception>
    [JsonConstructor]
    public InsiderSpace(InsiderSpaceKind kind, IReadOnlyList<SpaceColumn> columns, PcaModel? pca, UmapModel? umap, LeafLayout? leaves, double unit)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (Kind, _columns, Pca, Umap, Leaves, Unit) = (kind, [.. columns], pca, umap, leaves, unit);
        int? read = kind switch
        {
            InsiderSpaceKind.LogStandardised or InsiderSpaceKind.MinMax => columns.Count,
            InsiderSpaceKind.Pca => pca?.Mean.Length,
            InsiderSpaceKind.Umap => umap?.Columns,
            InsiderSpaceKind.TreeUmap => leaves?.Columns,
            _ => null,
        };
        bool isOneKind = (pca is not null) == (kind == InsiderSpaceKind.Pca) && (umap is not null) == (kind == InsiderSpaceKind.Umap) && (leaves is not null) == (kind == InsiderSpaceKind.TreeUmap);
        if (columns.Count == 0 || read != columns.Count || !isOneKind || !(unit > 0 && double.IsFinite(unit)))
        {
            throw new InvalidDataException($"A space of kind {kind} cannot be made of {columns.Count} columns and what follows them.");
        }

        foreach (SpaceColumn column in columns)
        {
            column.Check();
        }
    }

    public InsiderSpaceKind Kind { get; }

    public IReadOnlyList<SpaceColumn> Columns => _columns;

    public PcaModel? Pca { get; }

    public UmapModel? Umap { get; }

    public LeafLayout? Leaves { get; }

    /// <summary>
    /// What coordinates are divided by, the same for all, so that their variance is 1 on average: a mixture's ridge is made for that. Distances keep their
    /// proportions.
    /// </summary>
    public double Unit { get; }

    /// <summary>The features that the groups are made by.</summary>
    [JsonIgnore]
    public IEnumerable<PurchaseFeature> Features => _columns.Select(column => column.Feature);

    [JsonIgnore]
    public int Dimensions => Pca?.ExplainedVariance.Length ?? Umap?.Components ?? (Leaves is null ? _columns.Length : LeafLayout.Dimensions);

    /// <param name="features">A row per customer, a column per <see cref="PurchaseFeature"/>.</param>
    /// <param name="sample">Rows that a layout is made of; all others are placed in it.</param>
    internal static InsiderSpace Fit(InsiderSpaceKind kind, Matrix features, int[] sample, int seed, CancellationToken cancellation)
    {
        PurchaseFeature[] used = kind switch
        {
            InsiderSpaceKind.LogStandardised => Plain,
            InsiderSpaceKind.MinMax => Reference,
            InsiderSpaceKind.TreeUmap => Reference[1..],
            _ => [.. PurchaseFeatures.All],
        };
        SpaceColumn[] columns = [.. used.Select(feature => kind switch
        {
            InsiderSpaceKind.MinMax => SpaceColumn.MinMax(features, feature),
            InsiderSpaceKind.TreeUmap => SpaceColumn.Plain(feature),
            _ => SpaceColumn.LogStandardised(features, feature),
        })];
        Matrix scaled = Scale(columns, features);
        Matrix laidOut = scaled.Take(sample);
        var umap = new UmapOptions { Seed = seed, Neighbours = Math.Min(new UmapOptions().Neighbours, laidOut.Rows) };
        InsiderSpace space = kind switch
        {
            InsiderSpaceKind.Pca => new(kind, columns, Learning.Pca.Fit(scaled, new PcaOptions { Components = Components }, null, cancellation), null, null, 1),
            InsiderSpaceKind.Umap => new(kind, columns, null, Learning.Umap.Fit(laidOut, umap, null, cancellation).Model, null, 1),
            InsiderSpaceKind.TreeUmap => new(kind, columns, null, null, LeafLayout.Fit(laidOut, [.. sample.Select(row => features[row, (int)PurchaseFeature.Revenue])], umap, cancellation), 1),
            _ => new(kind, columns, null, null, null, 1),
        };
        return new InsiderSpace(kind, columns, space.Pca, space.Umap, space.Leaves, UnitOf(space.Encode(features.Take(sample))));
    }

    /// <param name="features">Of one customer, a value per <see cref="PurchaseFeature"/>.</param>
    /// <param name="into">As many as <see cref="Dimensions"/>.</param>
    /// <exception cref="ArgumentException">A value is missing or not finite.</exception>
    public void Encode(ReadOnlySpan<double> features, Span<double> into)
    {
        Span<double> scaled = stackalloc double[_columns.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = _columns[i].Of(features);
        }

        if (Pca is not null)
        {
            Pca.Transform(scaled, into);
        }
        else if (Umap is not null)
        {
            Umap.Place(scaled, into);
        }
        else if (Leaves is not null)
        {
            Leaves.Place(new Matrix(scaled.ToArray(), 1, scaled.Length)).Row(0).CopyTo(into);
        }
        else
        {
            scaled.CopyTo(into);
        }

        DivideByUnit(into[..Dimensions]);
    }

    /// <summary>The same for every row; the same bits as row by row.</summary>
    /// <param name="features">A row per customer, a column per <see cref="PurchaseFeature"/>.</param>
    /// <exception cref="ArgumentException">A value is missing or not finite.</exception>
    public Matrix Encode(Matrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Matrix scaled = Scale(_columns, features);
        Matrix places = Pca?.Transform(scaled) ?? Umap?.Place(scaled) ?? Leaves?.Place(scaled) ?? scaled;
        for (int row = 0; row < places.Rows; row++)
        {
            DivideByUnit(places.RowToWrite(row));
        }

        return places;
    }

    private void DivideByUnit(Span<double> coordinates)
    {
        for (int i = 0; i < coordinates.Length; i++)
        {
            coordinates[i] /= Unit;
        }
    }

    private static double UnitOf(Matrix places)
    {
        double variance = Enumerable.Range(0, places.Columns).Average(column =>
        {
            double deviation = Standardizer.MeanAndDeviation([.. Enumerable.Range(0, places.Rows).Select(row => places[row, column])]).Deviation;
            return deviation * deviation;
        });
        return variance > 0 ? Math.Sqrt(variance) : 1;
    }

    private static Matrix Scale(SpaceColumn[] columns, Matrix features)
    {
        var scaled = new Matrix(features.Rows, columns.Length);
        for (int row = 0; row < features.Rows; row++)
        {
            Span<double> into = scaled.RowToWrite(row);
            for (int column = 0; column < columns.Length; column++)
            {
                into[column] = columns[column].Of(features.Row(row));
            }
        }

        return scaled;
    }
}
