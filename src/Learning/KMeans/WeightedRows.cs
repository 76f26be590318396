namespace Clientele.Learning;

/// <summary>The rows of one fit, their weights (none: all 1), and how to go through them in parallel.</summary>
internal sealed class WeightedRows(Matrix inputs, double[] weights, int threads, CancellationToken cancellation)
{
    public int Count => inputs.Rows;

    public int Columns => inputs.Columns;

    public RowBlocks Blocks { get; } = new(inputs.Rows);

    public ReadOnlySpan<double> Row(int row) => inputs.Row(row);

    public double Weight(int row) => weights.Length == 0 ? 1 : weights[row];

    public void ForEachBlock(Action<int, int, int> body) => Blocks.ForEach(threads, body, cancellation);

    /// <summary>Weighted mean of each column, and the mean over the columns of their weighted variances.</summary>
    public (double[] Means, double Variance) Moments()
    {
        var means = new double[Columns];
        double total = SumOverRows(Row(0).ToArray(), means, squared: false);
        for (int j = 0; j < Columns; j++)
        {
            means[j] = Row(0)[j] + (means[j] / total);
        }

        var variances = new double[Columns];
        SumOverRows(means, variances, squared: true);
        return (means, variances.Sum() / total / Columns);
    }

    /// <summary>Adds Σ w·(x − origin), or its squares, to <paramref name="sums"/>; returns Σ w.</summary>
    private double SumOverRows(double[] origin, double[] sums, bool squared)
    {
        int width = Columns + 1;
        var parts = new double[Blocks.Count * width];
        ForEachBlock((block, start, end) =>
        {
            Span<double> part = parts.AsSpan(block * width, width);
            for (int i = start; i < end; i++)
            {
                double weight = Weight(i);
                ReadOnlySpan<double> row = Row(i);
                part[^1] += weight;
                for (int j = 0; j < row.Length; j++)
                {
                    double difference = row[j] - origin[j];
                    part[j] += weight * (squared ? difference * difference : difference);
                }
            }
        });

        double total = 0;
        for (int block = 0; block < Blocks.Count; block++)
        {
            VectorKernels.AddScaled(1, parts.AsSpan(block * width, Columns), sums);
            total += parts[(block * width) + Columns];
        }

        return total;
    }
}
