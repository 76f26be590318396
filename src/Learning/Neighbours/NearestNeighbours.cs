namespace Clientele.Learning;

/// <summary>For each of some rows its nearest ones and how far they are, by whatever distance. Immutable.</summary>
public sealed class NearestNeighbours
{
    private readonly int[] _rows;
    private readonly double[] _distances;

    /// <param name="rows">Row after row the numbers of its neighbours, nearest first; a row is not its own neighbour.</param>
    /// <param name="distances">Those of the neighbours, ascending, 0 or more.</param>
    /// <param name="perRow">Neighbours of each row, 1 or more.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a number is negative, or distances are not ascending, finite and 0 or more.</exception>
    public NearestNeighbours(int[] rows, double[] distances, int perRow)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(distances);
        ArgumentOutOfRangeException.ThrowIfLessThan(perRow, 1);
        if (rows.Length != distances.Length || rows.Length % perRow != 0)
        {
            throw new ArgumentException($"{rows.Length} neighbours and {distances.Length} distances are not {perRow} for each row.", nameof(rows));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            double least = i % perRow == 0 ? 0 : distances[i - 1];
            if (rows[i] < 0 || !(distances[i] >= least && double.IsFinite(distances[i])))
            {
                throw new ArgumentException(
                    $"Neighbour {i % perRow} of row {i / perRow} is row {rows[i]} at {distances[i]}; rows count from 0, distances are finite and ascend from 0.", nameof(rows));
            }
        }

        (_rows, _distances, PerRow) = (rows, distances, perRow);
    }

    public int PerRow { get; }

    /// <summary>How many rows there are neighbours of.</summary>
    public int Rows => _rows.Length / PerRow;

    public ReadOnlySpan<int> Of(int row) => _rows.AsSpan(row * PerRow, PerRow);

    /// <summary>Distances of <see cref="Of"/>, ascending.</summary>
    public ReadOnlySpan<double> DistancesOf(int row) => _distances.AsSpan(row * PerRow, PerRow);

    /// <summary>
    /// The nearest other rows of each row by the Euclidean distance, exact; of equally near ones those that follow it, then the first. O(rows² · columns), less where
    /// columns are many and rows lie apart.
    /// </summary>
    /// <param name="perRow">1 or more, fewer than there are rows.</param>
    /// <param name="threads">Most threads; 0: as many as cores. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">Too few rows, a value that is not finite (row and column are named), or distances beyond what a double holds.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static NearestNeighbours Within(Matrix inputs, int perRow, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        CheckCounts(inputs.Rows - 1, perRow, threads);
        return new NeighbourSearch(inputs).Search(inputs, perRow, amongThemselves: true, threads, cancellation);
    }

    internal static void CheckCounts(int others, int perRow, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perRow, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (perRow > others)
        {
            throw new ArgumentException($"There are {others} rows to choose {perRow} neighbours from.", nameof(perRow));
        }
    }
}
