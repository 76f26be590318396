using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>
/// The clusters of a cut through a <see cref="Dendrogram"/> under Ward's linkage, with their centroids. <see cref="NearestCentroid(ReadOnlySpan{double})"/>
/// places new points by a rule of its own: hierarchical clustering has none, and rows of the fit near a border can come out in another cluster than
/// <see cref="Labels"/> says. The other linkages do not describe a cluster by its centre, so there is no such class for them. Immutable.
/// </summary>
public sealed class WardCut
{
    private readonly int[] _labels;
    private readonly double[] _centroids;

    /// <param name="columns">Width of the rows; 1 or more.</param>
    /// <param name="labels">The cluster of each row of the fit.</param>
    /// <param name="centroids">Row-major, one row per cluster.</param>
    [JsonConstructor]
    public WardCut(int columns, ReadOnlyMemory<int> labels, ReadOnlyMemory<double> centroids)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (centroids.Length == 0 || centroids.Length % columns != 0)
        {
            throw new ArgumentException($"{centroids.Length} values are not rows of {columns}.", nameof(centroids));
        }

        InputChecks.Finite(centroids.Span, nameof(centroids));
        (Columns, _labels, _centroids) = (columns, labels.ToArray(), centroids.ToArray());
        for (int i = 0; i < _labels.Length; i++)
        {
            if (_labels[i] < 0 || _labels[i] >= Clusters)
            {
                throw new ArgumentException($"Row {i} is in cluster {_labels[i]}; there are {Clusters}.", nameof(labels));
            }
        }
    }

    public int Columns { get; }

    /// <summary>As <see cref="Dendrogram.CutAt"/> numbers them.</summary>
    public ReadOnlyMemory<int> Labels => _labels;

    public ReadOnlyMemory<double> Centroids => _centroids;

    [JsonIgnore]
    public int Clusters => _centroids.Length / Columns;

    /// <param name="inputs">The rows that the dendrogram was fitted on.</param>
    /// <param name="clusters">1 to the number of rows.</param>
    /// <exception cref="ArgumentException">Another linkage, or another number of rows.</exception>
    public static WardCut Of(Dendrogram dendrogram, Matrix inputs, int clusters)
    {
        ArgumentNullException.ThrowIfNull(dendrogram);
        ArgumentNullException.ThrowIfNull(inputs);
        if (dendrogram.Linkage != Linkage.Ward)
        {
            throw new ArgumentException($"Clusters of {dendrogram.Linkage} linkage are not described by centroids.", nameof(dendrogram));
        }

        InputChecks.SameLength(dendrogram.Rows, inputs.Rows, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        int[] labels = dendrogram.CutAt(clusters);
        int columns = inputs.Columns;
        var centroids = new double[clusters * columns];
        var sizes = new int[clusters];
        for (int i = 0; i < labels.Length; i++)
        {
            Span<double> centroid = centroids.AsSpan(labels[i] * columns, columns);
            ReadOnlySpan<double> row = inputs.Row(i);
            double share = 1.0 / ++sizes[labels[i]];
            for (int j = 0; j < columns; j++)
            {
                // A running mean cannot overflow, and equal rows give their own value.
                centroid[j] += (row[j] - centroid[j]) * share;
            }
        }

        return new WardCut(columns, labels, centroids);
    }

    /// <summary>Mean of the cluster's rows.</summary>
    public ReadOnlySpan<double> Centroid(int cluster) => _centroids.AsSpan(cluster * Columns, Columns);

    /// <summary>The cluster whose centroid has the smallest Euclidean distance to the row; the first of equals.</summary>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public int NearestCentroid(ReadOnlySpan<double> row)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        (int nearest, double least) = (0, double.PositiveInfinity);
        for (int cluster = 0; cluster < Clusters; cluster++)
        {
            double distance = SpanningTree.Distance(row, Centroid(cluster));
            if (distance < least)
            {
                (nearest, least) = (cluster, distance);
            }
        }

        return nearest;
    }

    /// <inheritdoc cref="NearestCentroid(ReadOnlySpan{double})"/>
    public int[] NearestCentroid(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var labels = new int[inputs.Rows];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = NearestCentroid(inputs.Row(i));
        }

        return labels;
    }
}
