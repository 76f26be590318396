using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>Weight of a row and weight times target; or the sums of both over many rows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Mass(double Weight, double Sum);

/// <summary>A test of one column: left are the ranks up to <see cref="Rank"/>, that is the values up to <see cref="Threshold"/>.</summary>
internal readonly record struct ForestSplit(int Column, int Rank, double Threshold, double Gain);

/// <summary>
/// Looks for the split of one node on one column that lowers the impurity most. For targets of 0 and 1 the Gini impurity is twice the variance, so one
/// criterion serves both tasks. Keeps its buffers between nodes; one thread at a time.
/// </summary>
internal sealed class NodeSplitter(RankedColumns columns, int minSamplesLeaf)
{
    /// <summary>With at most so many ranks per row, adding up by rank and reading all ranks is faster than sorting.</summary>
    private const int RanksPerRow = 4;

    /// <summary>Up to so many rows, comparing each is faster than a binary search, whose every step waits for the one before.</summary>
    private const int SearchLimit = 32;

    private readonly int[] _ranks = new int[columns.Rows];
    private readonly ulong[] _keys = new ulong[columns.Rows];
    private readonly ulong[] _spare = new ulong[columns.Rows];
    private Bin[] _bins = [];

    /// <summary>Gathers the ranks of the node's rows, for the search that follows.</summary>
    /// <returns>The lowest and highest; equal where the column cannot split the node.</returns>
    public (int Lowest, int Highest) Gather(int column, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> all = columns.Ranks(column);
        Span<int> ranks = _ranks.AsSpan(0, rows.Length);
        (int lowest, int highest) = (int.MaxValue, int.MinValue);
        for (int i = 0; i < rows.Length; i++)
        {
            int rank = all[rows[i]];
            ranks[i] = rank;
            lowest = Math.Min(lowest, rank);
            highest = Math.Max(highest, rank);
        }

        return (lowest, highest);
    }

    /// <summary>The best of all thresholds of the gathered column; null where each would leave a side too small.</summary>
    public ForestSplit? Best(int column, ReadOnlySpan<Mass> masses, Mass total, (int Lowest, int Highest) range)
    {
        int ranks = range.Highest - range.Lowest + 1;
        Candidate best = ranks <= (long)RanksPerRow * masses.Length
            ? ByCounting(masses, total, range.Lowest, ranks)
            : BySorting(masses, total, range.Lowest, ranks);
        return best.Gain < 0 ? null : new ForestSplit(column, best.Lower, columns.Between(column, best.Lower, best.Upper), best.Gain / total.Weight);
    }

    /// <summary>A threshold of the gathered column drawn evenly between its lowest and highest value; null where it leaves a side too small.</summary>
    public ForestSplit? Drawn(int column, ReadOnlySpan<Mass> masses, Mass total, (int Lowest, int Highest) range, Random random)
    {
        ReadOnlySpan<double> values = columns.Values(column);
        (double low, double high) = (values[range.Lowest], values[range.Highest]);
        double share = random.NextDouble();
        double threshold = (low * (1 - share)) + (high * share);
        if (!(threshold >= low && threshold < high))
        {
            threshold = low;
        }

        ReadOnlySpan<int> ranks = _ranks.AsSpan(0, masses.Length);
        int cut = ranks.Length > SearchLimit ? columns.RankAtMost(column, threshold, range.Lowest, range.Highest) : HighestAtMost(ranks, values, threshold, range.Lowest);
        int count = 0;
        Vector128<double> left = Vector128<double>.Zero;
        ReadOnlySpan<Vector128<double>> pairs = MemoryMarshal.Cast<Mass, Vector128<double>>(masses);
        for (int i = 0; i < ranks.Length; i++)
        {
            // All bits for a row on the left, none for one on the right, instead of a branch: which side it is on cannot be foretold.
            int mask = (ranks[i] - cut - 1) >> 31;
            count -= mask;
            left += pairs[i] & Vector128.Create((long)mask).AsDouble();
        }

        double gain = GainOf(count, masses.Length - count, left[0], left[1], total);
        return gain >= 0 ? new ForestSplit(column, cut, threshold, gain / total.Weight) : null;
    }

    private static int HighestAtMost(ReadOnlySpan<int> ranks, ReadOnlySpan<double> values, double threshold, int lowest)
    {
        int highest = lowest;
        foreach (int rank in ranks)
        {
            highest = rank > highest && values[rank] <= threshold ? rank : highest;
        }

        return highest;
    }

    private Candidate ByCounting(ReadOnlySpan<Mass> masses, Mass total, int lowest, int count)
    {
        if (_bins.Length < count)
        {
            _bins = new Bin[count];
        }

        Span<Bin> bins = _bins.AsSpan(0, count);
        ReadOnlySpan<int> ranks = _ranks.AsSpan(0, masses.Length);
        for (int i = 0; i < ranks.Length; i++)
        {
            ref Bin bin = ref bins[ranks[i] - lowest];
            bin.Count++;
            bin.Weight += masses[i].Weight;
            bin.Sum += masses[i].Sum;
        }

        var best = new Candidate(-1, 0, 0);
        int left = bins[0].Count;
        double weight = bins[0].Weight;
        double sum = bins[0].Sum;
        int previous = 0;
        for (int i = 1; i < bins.Length; i++)
        {
            Bin bin = bins[i];
            if (bin.Count == 0)
            {
                continue;
            }

            double gain = GainOf(left, masses.Length - left, weight, sum, total);
            if (gain > best.Gain)
            {
                best = new Candidate(gain, lowest + previous, lowest + i);
            }

            left += bin.Count;
            weight += bin.Weight;
            sum += bin.Sum;
            previous = i;
        }

        bins.Clear();
        return best;
    }

    private Candidate BySorting(ReadOnlySpan<Mass> masses, Mass total, int lowest, int count)
    {
        ReadOnlySpan<int> ranks = _ranks.AsSpan(0, masses.Length);
        Span<ulong> keys = _keys.AsSpan(0, masses.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((ulong)(uint)(ranks[i] - lowest) << 32) | (uint)i;
        }

        RadixSort.Sort(keys, _spare, (uint)(count - 1));
        var best = new Candidate(-1, 0, 0);
        double weight = 0;
        double sum = 0;
        for (int i = 0; i + 1 < keys.Length; i++)
        {
            Mass mass = masses[(int)(uint)keys[i]];
            weight += mass.Weight;
            sum += mass.Sum;
            (uint lower, uint upper) = ((uint)(keys[i] >> 32), (uint)(keys[i + 1] >> 32));
            if (lower == upper)
            {
                continue;
            }

            double gain = GainOf(i + 1, keys.Length - i - 1, weight, sum, total);
            if (gain > best.Gain)
            {
                best = new Candidate(gain, lowest + (int)lower, lowest + (int)upper);
            }
        }

        return best;
    }

    /// <summary>
    /// Weight of the node times what the split takes off its summed squared deviations: W·(Sₗ²/Wₗ + Sᵣ²/Wᵣ − S²/W) = (Sₗ·W − S·Wₗ)²/(Wₗ·Wᵣ), which
    /// does not subtract large squares; −1 where a side is too small.
    /// </summary>
    private double GainOf(int left, int right, double weight, double sum, Mass total)
    {
        double rest = total.Weight - weight;

        // A side can have rows and yet no weight, where rounding has eaten it.
        if (left < minSamplesLeaf || right < minSamplesLeaf || !(weight > 0) || !(rest > 0))
        {
            return -1;
        }

        double difference = (sum * total.Weight) - (total.Sum * weight);
        return difference * difference / (weight * rest);
    }

    private readonly record struct Candidate(double Gain, int Lower, int Upper);

    private struct Bin
    {
        public double Weight;
        public double Sum;
        public int Count;
    }
}
