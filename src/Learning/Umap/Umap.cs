namespace Clientele.Learning;

/// <summary>
/// UMAP (McInnes, Healy &amp; Melville 2018): rows laid out in few columns so that neighbours stay neighbours. Distances between far groups, and their
/// sizes and densities, mean little in the layout. O(rows² · columns) for exact neighbours and O(rows · neighbours · epochs) for the layout; meant for up to
/// some 20,000 rows.
/// </summary>
public static class Umap
{
    private const double NeighboursShare = 0.1;

    /// <param name="inputs">One row per observation; not changed. Distances are Euclidean, so columns of different units are usually standardised first.</param>
    /// <exception cref="ArgumentException">Fewer rows than <see cref="UmapOptions.Neighbours"/>, or a value that is not finite (row and column are named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static UmapFit Fit(Matrix inputs, UmapOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        UmapOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        if (inputs.Rows < options.Neighbours)
        {
            throw new ArgumentException($"{inputs.Rows} rows are too few for neighbourhoods of {options.Neighbours}.", nameof(inputs));
        }

        NearestNeighbours neighbours = NearestNeighbours.Within(inputs, options.Neighbours - 1, options.Threads, cancellation);
        progress?.Report(NeighboursShare);
        Matrix layout = LayOut(neighbours, options, NeighboursShare, progress, cancellation);
        return new UmapFit(UmapModel.Of(inputs, layout, options.Neighbours), layout);
    }

    /// <summary>The layout alone, for rows between which there is another distance: that of a <see cref="LeafEmbedding"/>, say.</summary>
    /// <param name="neighbours">Of each row the <see cref="UmapOptions.Neighbours"/> − 1 nearest others.</param>
    /// <returns>One row for each.</returns>
    /// <exception cref="ArgumentException">There are more or fewer neighbours than that, a row that does not exist, or one that is its own neighbour.</exception>
    /// <inheritdoc cref="Fit" path="/exception[@cref='OperationCanceledException']"/>
    public static Matrix LayOut(NearestNeighbours neighbours, UmapOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        ArgumentNullException.ThrowIfNull(options);
        UmapOptions.Check(options);
        if (neighbours.PerRow != options.Neighbours - 1)
        {
            throw new ArgumentException($"Neighbourhoods of {options.Neighbours} are the row and {options.Neighbours - 1} others, not {neighbours.PerRow}.", nameof(neighbours));
        }

        for (int i = 0; i < neighbours.Rows; i++)
        {
            CheckRows(neighbours, i, neighbours.Rows);
            if (neighbours.Of(i).Contains(i))
            {
                throw new ArgumentException($"Row {i} is among its own neighbours.", nameof(neighbours));
            }
        }

        return LayOut(neighbours, options, 0, progress, cancellation);
    }

    /// <summary>
    /// Where new rows belong in a layout: at the mean of the places of their neighbours, each counted by its fuzzy membership; in the place of a row that is
    /// equal, or the mean of these. As umap-learn starts; no steps follow, so a row lands within its neighbours and not between groups.
    /// </summary>
    /// <param name="layout">One row for each that was laid out.</param>
    /// <param name="neighbours">Of each new row, among those that were laid out.</param>
    /// <exception cref="ArgumentException">A neighbour that the layout does not have.</exception>
    public static Matrix Place(Matrix layout, NearestNeighbours neighbours)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(neighbours);
        var places = new Matrix(neighbours.Rows, layout.Columns);
        for (int i = 0; i < neighbours.Rows; i++)
        {
            CheckRows(neighbours, i, layout.Rows);
            Place(layout, neighbours.Of(i), neighbours.DistancesOf(i), places.RowToWrite(i));
        }

        return places;
    }

    internal static void Place(Matrix layout, ReadOnlySpan<int> neighbours, ReadOnlySpan<double> distances, Span<double> into)
    {
        int apart = distances.IndexOfAnyExcept(0);
        int equal = apart < 0 ? distances.Length : apart;
        int counted = equal > 0 ? equal : distances.Length;
        Span<double> weights = counted <= 256 ? stackalloc double[counted] : new double[counted];
        if (equal > 0)
        {
            weights.Fill(1);
        }
        else
        {
            FuzzyMembership.Of(distances, 0, Math.Log2(distances.Length), FuzzyMembership.Mean(distances), weights);
        }

        // Measured from the nearest, so that neighbours in one place give that place to the last bit.
        ReadOnlySpan<double> origin = layout.Row(neighbours[0]);
        into.Clear();
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            VectorKernels.AddScaledDifference(weights[i], layout.Row(neighbours[i]), origin, into);
            sum += weights[i];
        }

        for (int c = 0; c < into.Length; c++)
        {
            into[c] = origin[c] + (sum > 0 ? into[c] / sum : 0);
        }
    }

    private static Matrix LayOut(NearestNeighbours neighbours, UmapOptions options, double done, IProgress<double>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        FuzzyGraph whole = FuzzyGraph.Of(neighbours);
        FuzzyGraph graph = whole.Pruned(whole.LargestWeight / options.EpochsToPruneBy(neighbours.Rows));
        double[] layout = InitialLayout.Of(graph, options.Components, options.Seed, cancellation);
        new UmapOptimiser(graph, layout, options).Run(share => progress?.Report(done + ((1 - done) * share)), cancellation);
        return new Matrix(layout, neighbours.Rows, options.Components);
    }

    private static void CheckRows(NearestNeighbours neighbours, int row, int rows)
    {
        foreach (int other in neighbours.Of(row))
        {
            if (other >= rows)
            {
                throw new ArgumentException($"Row {row} has row {other} of {rows} as a neighbour.", nameof(neighbours));
            }
        }
    }
}
