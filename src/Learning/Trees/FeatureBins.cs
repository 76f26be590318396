namespace Clientele.Learning;

/// <summary>
/// The columns of a matrix as bytes: each column's values in at most 255 bins of about equal weight, in the order of the values; NaN has a bin of its own.
/// A test "bin at most b" on the bytes and a test "value at most <see cref="Threshold"/>(column, b)" on the values part the rows in the same way.
/// Immutable.
/// </summary>
public sealed class FeatureBins
{
    /// <summary>The bin of NaN, in every column.</summary>
    public const int Missing = 255;

    /// <summary>Most bins of a column, without that of NaN.</summary>
    public const int MostBins = 255;

    private readonly byte[][] _bins;
    private readonly double[][] _thresholds;

    private FeatureBins(int rows, byte[][] bins, double[][] thresholds) => (Rows, _bins, _thresholds) = (rows, bins, thresholds);

    public int Rows { get; }

    public int Columns => _bins.Length;

    /// <summary>The bin of each row: 0 to <see cref="Count"/>(column) − 1, or <see cref="Missing"/>.</summary>
    public ReadOnlySpan<byte> Column(int column) => _bins[column];

    /// <summary>Bins of the column, without that of NaN; 1 where the column is constant or has no value.</summary>
    public int Count(int column) => _thresholds[column].Length + 1;

    /// <summary>The limit between a bin and the next: values of <paramref name="bin"/> are at most this, those of the next are above.</summary>
    /// <param name="bin">0 to <see cref="Count"/>(column) − 1; above the last bin there is nothing, so its limit is the largest double.</param>
    public double Threshold(int column, int bin) => bin == _thresholds[column].Length ? double.MaxValue : _thresholds[column][bin];

    /// <param name="inputs">Finite, or NaN where a value is missing; not changed.</param>
    /// <param name="weights">One per row, not negative; empty: all 1. Values that only rows without weight have get no bin of their own.</param>
    /// <param name="maxBins">2 to 255. A column of no more distinct values has one bin for each.</param>
    /// <param name="threads">Most threads; 0: as many as cores. The result does not depend on it.</param>
    /// <remarks>O(rows · log(rows)) per column; rows bytes per column stay.</remarks>
    public static FeatureBins Of(Matrix inputs, ReadOnlySpan<double> weights, int maxBins = MostBins, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBins, MostBins);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        InputChecks.FiniteOrMissing(inputs, nameof(inputs));
        InputChecks.Weights(inputs.Rows, weights);
        double[]? weightOfRow = weights.IsEmpty ? null : weights.ToArray();
        var bins = new byte[inputs.Columns][];
        var thresholds = new double[inputs.Columns][];
        FixedChunks.Run(
            inputs.Columns,
            threads,
            column =>
            {
                var values = new double[inputs.Rows];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = inputs.Row(i)[column];
                }

                thresholds[column] = Cut(values, weightOfRow, maxBins);
                bins[column] = Place(values, thresholds[column]);
            },
            cancellation);
        return new FeatureBins(inputs.Rows, bins, thresholds);
    }

    /// <summary>The limits between the bins of one column, ascending.</summary>
    private static double[] Cut(double[] values, double[]? weights, int maxBins)
    {
        double[] sorted = new double[values.Length];
        double[]? weightOfSorted = weights is null ? null : new double[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && (weights is null || weights[i] > 0))
            {
                sorted[count] = values[i];
                if (weightOfSorted is not null)
                {
                    weightOfSorted[count] = weights![i];
                }

                count++;
            }
        }

        if (weightOfSorted is null)
        {
            Array.Sort(sorted, 0, count);
        }
        else
        {
            Array.Sort(sorted, weightOfSorted, 0, count);
        }

        (double[] distinct, double[] weightOfDistinct) = Distinct(sorted.AsSpan(0, count), weightOfSorted);
        return Share(distinct, weightOfDistinct, maxBins);
    }

    private static (double[] Values, double[] Weights) Distinct(ReadOnlySpan<double> sorted, double[]? weights)
    {
        int distinct = sorted.IsEmpty ? 0 : 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        var values = new double[distinct];
        var sums = new double[distinct];
        int at = -1;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                values[++at] = sorted[i];
            }

            sums[at] += weights is null ? 1 : weights[i];
        }

        return (values, sums);
    }

    /// <summary>
    /// Fills bin after bin up to an equal share of what is left, and cuts where that comes closest; a value that fills a bin by itself gets one, and the
    /// shares of the others shrink or grow accordingly.
    /// </summary>
    private static double[] Share(double[] distinct, double[] weights, int maxBins)
    {
        if (distinct.Length <= maxBins)
        {
            return [.. Enumerable.Range(0, Math.Max(0, distinct.Length - 1)).Select(i => Between(distinct[i], distinct[i + 1]))];
        }

        var thresholds = new List<double>(maxBins - 1);
        double left = weights.Sum();
        double filled = weights[0];
        for (int i = 1; i < distinct.Length && thresholds.Count < maxBins - 1; i++)
        {
            double share = left / (maxBins - thresholds.Count);
            if (share - filled < filled + weights[i] - share)
            {
                thresholds.Add(Between(distinct[i - 1], distinct[i]));
                left -= filled;
                filled = 0;
            }

            filled += weights[i];
        }

        return [.. thresholds];
    }

    /// <summary>Halves before it adds, for the difference may overflow. Rounding must not lift the limit to the upper value.</summary>
    private static double Between(double lower, double upper)
    {
        double middle = (lower / 2) + (upper / 2);
        return middle >= lower && middle < upper ? middle : lower;
    }

    private static byte[] Place(double[] values, double[] thresholds)
    {
        var bins = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            int bin = 0;
            for (int length = thresholds.Length; length > 0;)
            {
                // The first threshold that is not below the value, by halves; without a jump that the processor would have to guess.
                int half = (length + 1) >> 1;
                bin += thresholds[bin + half - 1] < value ? half : 0;
                length -= half;
            }

            bins[i] = double.IsNaN(value) ? (byte)Missing : (byte)bin;
        }

        return bins;
    }
}
