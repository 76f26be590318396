using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>A model and the cluster of each row it was fitted on, which are those that the model predicts for them.</summary>
public sealed record KMeansFit(KMeansModel Model, int[] Labels);

/// <summary>Centroids; a row belongs to the nearest. Immutable, safe from any thread, keeps no training data.</summary>
public sealed class KMeansModel
{
    private readonly double[] _centroids;
    private readonly PointLanes _search;

    /// <param name="centroids">Cluster after cluster, <paramref name="columns"/> values each.</param>
    /// <exception cref="ArgumentException">A value is not finite, or the sizes do not fit.</exception>
    [JsonConstructor]
    public KMeansModel(int clusters, int columns, ReadOnlyMemory<double> centroids, double inertia, int iterations, bool converged)
    {
        if (clusters < 1 || columns < 1 || (long)clusters * columns != centroids.Length)
        {
            throw new ArgumentException($"{clusters} clusters of {columns} columns need as many centroids, not {centroids.Length} values.", nameof(centroids));
        }

        InputChecks.Finite(centroids.Span, nameof(centroids));
        if (!(inertia >= 0 && double.IsFinite(inertia)))
        {
            throw new ArgumentException($"An inertia is finite and not negative, unlike {inertia}.", nameof(inertia));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        Clusters = clusters;
        Columns = columns;
        _centroids = centroids.ToArray();
        _search = new PointLanes(_centroids, columns);
        Inertia = inertia;
        Iterations = iterations;
        Converged = converged;
    }

    /// <summary>The centroids of clusters that were found in some other way, so that they can place rows, too.</summary>
    /// <param name="inputs">One row per observation.</param>
    /// <param name="labels">The cluster of each row; below 0: of none. Clusters are numbered anew, in the order of their labels.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are fewer than two clusters.</exception>
    public static KMeansModel OfClusters(Matrix inputs, ReadOnlySpan<int> labels)
    {
        var clusters = new ClusteredRows(inputs, labels);
        Matrix means = clusters.Means();
        var centroids = new double[means.Rows * means.Columns];
        double inertia = 0;
        for (int cluster = 0; cluster < means.Rows; cluster++)
        {
            means.Row(cluster).CopyTo(centroids.AsSpan(cluster * means.Columns));
            foreach (int row in clusters.RowsOf(cluster))
            {
                inertia += VectorKernels.SquaredDistance(inputs.Row(row), means.Row(cluster));
            }
        }

        return new KMeansModel(means.Rows, means.Columns, centroids, inertia, 0, true);
    }

    public int Clusters { get; }

    public int Columns { get; }

    /// <summary>Cluster after cluster, <see cref="Columns"/> values each.</summary>
    public ReadOnlyMemory<double> Centroids => _centroids;

    /// <summary>Weighted sum of the squared distances of the training rows to their centroids.</summary>
    public double Inertia { get; }

    /// <summary>Of the start that was kept.</summary>
    public int Iterations { get; }

    public bool Converged { get; }

    public ReadOnlySpan<double> Centroid(int cluster) => _centroids.AsSpan(cluster * Columns, Columns);

    /// <summary>One row per centroid; a copy.</summary>
    public Matrix CentroidMatrix() => new((double[])_centroids.Clone(), Clusters, Columns);

    /// <summary>The cluster whose centroid is nearest; of equally near ones the first.</summary>
    /// <exception cref="ArgumentException">The row does not have one value per column, or one that is not finite.</exception>
    public int Predict(ReadOnlySpan<double> row)
    {
        Check(row);
        return _search.Nearest(row, out _, out _);
    }

    /// <summary>The clusters of every row of a matrix, as row by row.</summary>
    /// <exception cref="ArgumentException">The matrix has other columns than the centroids, or a value that is not finite.</exception>
    public int[] Predict(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckWidth(inputs.Columns, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        var labels = new int[inputs.Rows];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = _search.Nearest(inputs.Row(i), out _, out _);
        }

        return labels;
    }

    /// <summary>Euclidean distance of the row to the centroid of the cluster.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double})" path="/exception"/>
    public double DistanceTo(int cluster, ReadOnlySpan<double> row)
    {
        Check(row);
        return Math.Sqrt(VectorKernels.SquaredDistance(Centroid(cluster), row));
    }

    /// <summary>Euclidean distance of the row to the nearest centroid: large for a row unlike any the model has seen.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double})" path="/exception"/>
    public double DistanceToNearest(ReadOnlySpan<double> row)
    {
        Check(row);
        _search.Nearest(row, out double nearest, out _);
        return Math.Sqrt(nearest);
    }

    private void Check(ReadOnlySpan<double> row)
    {
        CheckWidth(row.Length, nameof(row));
        InputChecks.Finite(row, nameof(row));
    }

    private void CheckWidth(int width, string argument)
    {
        if (width != Columns)
        {
            throw new ArgumentException($"A row has {width} values; the centroids have {Columns}.", argument);
        }
    }
}
