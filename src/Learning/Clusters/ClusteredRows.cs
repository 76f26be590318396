namespace Clientele.Learning;

/// <summary>The rows of a matrix by cluster, noise (labels below 0) left out; clusters numbered in the order of their labels, none of them empty.</summary>
internal sealed class ClusteredRows
{
    private readonly int[] _rows;
    private readonly int[] _starts;

    /// <exception cref="ArgumentException">Sizes differ, a value is not finite, or there are fewer than two clusters.</exception>
    public ClusteredRows(Matrix inputs, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.SameLength(inputs.Rows, labels.Length, nameof(labels));
        InputChecks.Finite(inputs, nameof(inputs));
        Inputs = inputs;
        int[] copy = labels.ToArray();
        int[] names = [.. copy.Where(label => label >= 0).Distinct().Order()];
        if (names.Length < 2)
        {
            throw new ArgumentException($"Clusters are judged against each other; the labels name {names.Length}.", nameof(labels));
        }

        ClusterOf = [.. copy.Select(label => label < 0 ? -1 : Array.BinarySearch(names, label))];
        _rows = [.. Enumerable.Range(0, copy.Length).Where(i => copy[i] >= 0).OrderBy(i => ClusterOf[i])];
        _starts = new int[names.Length + 1];
        foreach (int row in _rows)
        {
            _starts[ClusterOf[row] + 1]++;
        }

        for (int cluster = 0; cluster < names.Length; cluster++)
        {
            _starts[cluster + 1] += _starts[cluster];
        }
    }

    public Matrix Inputs { get; }

    /// <summary>The cluster of each row of the matrix; −1 for noise.</summary>
    public int[] ClusterOf { get; }

    public int Clusters => _starts.Length - 1;

    /// <summary>Rows that belong to a cluster.</summary>
    public int Count => _rows.Length;

    public ReadOnlySpan<int> RowsOf(int cluster) => _rows.AsSpan(_starts[cluster], SizeOf(cluster));

    public int SizeOf(int cluster) => _starts[cluster + 1] - _starts[cluster];

    /// <summary>One row per cluster: the mean of its rows.</summary>
    public Matrix Means()
    {
        var means = new Matrix(Clusters, Inputs.Columns);
        for (int cluster = 0; cluster < Clusters; cluster++)
        {
            // Measured from one of the rows, so that digits survive far from the origin.
            ReadOnlySpan<double> origin = Inputs.Row(RowsOf(cluster)[0]);
            Span<double> mean = means.RowToWrite(cluster);
            foreach (int row in RowsOf(cluster))
            {
                VectorKernels.AddScaledDifference(1, Inputs.Row(row), origin, mean);
            }

            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] = origin[j] + (mean[j] / SizeOf(cluster));
            }
        }

        return means;
    }
}
