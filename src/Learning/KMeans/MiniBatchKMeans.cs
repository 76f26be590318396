namespace Clientele.Learning;

/// <summary>
/// k-means for rows that come in batches (Sculley, Web-scale k-means clustering, 2010): each row pulls its nearest centroid towards itself by the
/// share of its weight in all that the centroid has seen. The first batch is clustered by <see cref="KMeans"/>. One thread at a time.
/// </summary>
public sealed class MiniBatchKMeans
{
    private readonly MiniBatchKMeansOptions _options;
    private double[] _centroids = [];
    private double[] _seen = [];
    private int _columns;
    private int _batches;
    private double _inertia;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MiniBatchKMeans(MiniBatchKMeansOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        MiniBatchKMeansOptions.Check(options);
        _options = options;
    }

    /// <summary>Learns from a batch; its rows are not kept.</summary>
    /// <param name="weights">One per row, not negative; empty: all 1.</param>
    /// <exception cref="ArgumentException">
    /// Sizes differ, a value is not finite (row and column are named), or the first batch has fewer rows than clusters. The state is as before.
    /// </exception>
    public void Add(Matrix batch, ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_batches == 0)
        {
            Begin(batch, weights, cancellation);
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(batch, nameof(batch));
        if (batch.Columns != _columns)
        {
            throw new ArgumentException($"The batch has {batch.Columns} columns; those before had {_columns}.", nameof(batch));
        }

        InputChecks.Weights(batch.Rows, weights);
        InputChecks.Finite(batch, nameof(batch));
        Move(batch, weights);
        _batches++;
    }

    /// <summary>The model as it stands, apart from batches to come.</summary>
    /// <returns>
    /// Its inertia is the sum over all rows so far of the squared distance to the centroid as it was when their batch came, its iterations are the
    /// batches, and it never claims to have converged.
    /// </returns>
    /// <exception cref="InvalidOperationException">No batch has come yet.</exception>
    public KMeansModel ToModel() => _batches == 0
        ? throw new InvalidOperationException("There are no centroids before the first batch.")
        : Model(_inertia);

    /// <summary>Goes through the rows of a matrix in batches, in an order drawn from the seed; ends by labelling every row.</summary>
    /// <param name="inputs">One row per observation; not changed.</param>
    /// <param name="weights">One per row, not negative; empty: all 1.</param>
    /// <param name="progress">Told a growing share of 1; 1 at the end.</param>
    /// <returns>A model whose inertia is that of its centroids over all rows, and their labels.</returns>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite (row and column are named), or there are fewer rows than clusters.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static KMeansFit Fit(
        Matrix inputs,
        ReadOnlySpan<double> weights,
        MiniBatchKMeansOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var learner = new MiniBatchKMeans(options);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Weights(inputs.Rows, weights);
        InputChecks.Finite(inputs, nameof(inputs));
        KMeans.CheckEnoughRows(inputs, weights, options.Clusters);

        // Rows without weight teach nothing, and a batch of them alone could not begin.
        int[] order = [.. Weighing(inputs.Rows, weights)];
        var random = new Random(options.Seed);
        int size = Math.Min(order.Length, Math.Max(options.BatchRows, options.Clusters));
        for (int pass = 0; pass < options.Passes; pass++)
        {
            random.Shuffle(order);
            for (int start = 0; start < order.Length; start += size)
            {
                ReadOnlySpan<int> rows = order.AsSpan(start, Math.Min(size, order.Length - start));
                learner.Add(Gather(inputs, rows), Gather(weights, rows), cancellation);
                progress?.Report((pass + ((double)start / order.Length)) / options.Passes);
            }
        }

        KMeansFit fit = learner.Label(inputs, weights, cancellation);
        progress?.Report(1);
        return fit;
    }

    private void Begin(Matrix batch, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        var options = new KMeansOptions { Clusters = _options.Clusters, Starts = _options.Starts, Seed = _options.Seed, Threads = _options.Threads };
        (KMeansModel model, int[] labels) = KMeans.Fit(batch, weights, options, null, cancellation);
        _columns = batch.Columns;
        _centroids = model.Centroids.ToArray();
        _seen = new double[model.Clusters];
        for (int i = 0; i < labels.Length; i++)
        {
            _seen[labels[i]] += weights.IsEmpty ? 1 : weights[i];
        }

        _inertia = model.Inertia;
        _batches = 1;
    }

    private void Move(Matrix batch, ReadOnlySpan<double> weights)
    {
        // Sculley's cache: every row of a batch looks for its centroid before any of them moves one.
        var search = new PointLanes(_centroids, _columns);
        for (int i = 0; i < batch.Rows; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0)
            {
                ReadOnlySpan<double> row = batch.Row(i);
                int cluster = search.Nearest(row, out double squared, out _);
                _inertia += weight * squared;
                _seen[cluster] += weight;
                Span<double> centroid = _centroids.AsSpan(cluster * _columns, _columns);
                VectorKernels.AddScaledDifference(weight / _seen[cluster], row, centroid, centroid);
            }
        }
    }

    private KMeansFit Label(Matrix inputs, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        var search = new PointLanes(_centroids, _columns);
        var labels = new int[inputs.Rows];
        var squares = new double[inputs.Rows];
        new RowBlocks(inputs.Rows).ForEach(
            _options.Threads,
            (_, start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    labels[i] = search.Nearest(inputs.Row(i), out squares[i], out double _);
                }
            },
            cancellation);
        double inertia = 0;
        for (int i = 0; i < squares.Length; i++)
        {
            inertia += (weights.IsEmpty ? 1 : weights[i]) * squares[i];
        }

        return new KMeansFit(Model(inertia), labels);
    }

    private KMeansModel Model(double inertia) => new(_options.Clusters, _columns, _centroids, inertia, _batches, converged: false);

    private static List<int> Weighing(int rows, ReadOnlySpan<double> weights)
    {
        var weighing = new List<int>(rows);
        for (int i = 0; i < rows; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                weighing.Add(i);
            }
        }

        return weighing;
    }

    private static Matrix Gather(Matrix inputs, ReadOnlySpan<int> rows)
    {
        var batch = new Matrix(rows.Length, inputs.Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            inputs.Row(rows[i]).CopyTo(batch.RowToWrite(i));
        }

        return batch;
    }

    private static double[] Gather(ReadOnlySpan<double> weights, ReadOnlySpan<int> rows)
    {
        if (weights.IsEmpty)
        {
            return [];
        }

        var gathered = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = weights[rows[i]];
        }

        return gathered;
    }
}
