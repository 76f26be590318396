namespace Clientele.Learning;

/// <summary>
/// Each column as dense ranks of its distinct values. Trees only ask about order, and small whole numbers in column order are counted, sorted and
/// compared faster than the numbers themselves. Shared by all trees, never changed.
/// </summary>
internal sealed class RankedColumns
{
    private readonly int[][] _ranks;
    private readonly double[][] _values;

    public RankedColumns(Matrix inputs, ParallelOptions parallel)
    {
        Rows = inputs.Rows;
        _ranks = new int[inputs.Columns][];
        _values = new double[inputs.Columns][];
        Parallel.For(0, inputs.Columns, parallel, column => (_ranks[column], _values[column]) = Rank(inputs, column));
    }

    public int Rows { get; }

    public int Columns => _ranks.Length;

    /// <summary>Rank of each row, from 0.</summary>
    public ReadOnlySpan<int> Ranks(int column) => _ranks[column];

    /// <summary>The distinct values, ascending: the value of each rank.</summary>
    public ReadOnlySpan<double> Values(int column) => _values[column];

    /// <summary>A threshold that parts two values of a column: their midpoint, or where it rounds to the upper one, the lower.</summary>
    public double Between(int column, int lower, int upper)
    {
        (double low, double high) = (_values[column][lower], _values[column][upper]);
        double middle = (low / 2) + (high / 2);
        return middle >= low && middle < high ? middle : low;
    }

    /// <summary>The highest rank from <paramref name="lowest"/> to <paramref name="highest"/> whose value is at most <paramref name="threshold"/>.</summary>
    public int RankAtMost(int column, double threshold, int lowest, int highest)
    {
        int at = Array.BinarySearch(_values[column], lowest, highest - lowest + 1, threshold);
        return at >= 0 ? at : ~at - 1;
    }

    private static (int[] Ranks, double[] Values) Rank(Matrix inputs, int column)
    {
        var sorted = new double[inputs.Rows];
        var order = new int[inputs.Rows];
        for (int i = 0; i < sorted.Length; i++)
        {
            (sorted[i], order[i]) = (inputs[i, column], i);
        }

        Array.Sort(sorted, order);
        var ranks = new int[sorted.Length];
        int last = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[last])
            {
                sorted[++last] = sorted[i];
            }

            ranks[order[i]] = last;
        }

        return (ranks, sorted[..(last + 1)]);
    }
}
