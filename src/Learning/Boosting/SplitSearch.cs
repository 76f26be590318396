using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>Where to part a node, and the sums of derivatives (first, second) on both sides.</summary>
internal readonly record struct Split(double Gain, int Column, int Bin, bool MissingLeft, Vector128<double> Left, Vector128<double> Right)
{
    public static Split None { get; } = new(0, -1, 0, false, default, default);
}

/// <summary>
/// The best split of a histogram. With G and H the sums of first and second derivatives, T the soft threshold of L1: a node's score is T(G)² / (H + L2),
/// its weight −T(G) / (H + L2), and a split gains what its sides score above the node (Chen &amp; Guestrin 2016, XGBoost, equations 5 to 7; algorithm 3
/// for the direction of missing values).
/// </summary>
internal sealed class SplitSearch(FeatureBins bins, GradientBoostingOptions options)
{
    /// <summary>Second derivatives below this share of the node's are what subtraction left of nothing.</summary>
    private const double Residue = 1e-10;

    private const double Rounding = 1e-10;

    public double Weight(Vector128<double> sums) => -Shrunk(sums[0]) / (sums[1] + options.L2);

    /// <summary>More than the gain of the best split so far by more than rounding: of equal splits the first stays, whatever the order of summation.</summary>
    public static bool IsBetter(double gain, double best) => gain > best && gain - best > Rounding * best;

    /// <param name="cells">The column's sums by bin.</param>
    /// <param name="sums">Of all rows of the node.</param>
    /// <param name="least">A split that gains no more than this is none.</param>
    /// <remarks>Of equal splits: missing values to the right before to the left, then the limit next to them first, as XGBoost has it.</remarks>
    public Split Best(ReadOnlySpan<Vector128<double>> cells, int column, Vector128<double> sums, double least)
    {
        double residue = Residue * sums[1];
        bool hasMissing = cells[FeatureBins.Missing][1] > residue;
        var node = new Candidates(this, column, sums, Math.Max(options.MinChildWeight, residue), least);
        int count = bins.Count(column);
        Vector128<double> left = Vector128<double>.Zero;

        // With missing values, the last limit parts them from all others.
        for (int bin = 0; bin < (hasMissing ? count : count - 1); bin++)
        {
            if (cells[bin][1] != 0)
            {
                left += cells[bin];

                // A column that is never missing here sends what is missing later with the majority.
                node.Consider(left, sums - left, bin, missingLeft: !hasMissing && left[1] >= sums[1] - left[1]);
            }
        }

        Vector128<double> right = Vector128<double>.Zero;
        for (int bin = count - 1; hasMissing && bin > 0; bin--)
        {
            if (cells[bin][1] != 0)
            {
                right += cells[bin];
                node.Consider(sums - right, right, bin - 1, missingLeft: true);
            }
        }

        return node.Best;
    }

    private double Score(Vector128<double> sums)
    {
        double shrunk = Shrunk(sums[0]);
        return shrunk * shrunk / (sums[1] + options.L2);
    }

    private double Shrunk(double gradient) =>
        options.L1 == 0 ? gradient : Math.CopySign(Math.Max(Math.Abs(gradient) - options.L1, 0), gradient);

    /// <summary>The splits of one node by one column, and the best of them.</summary>
    private ref struct Candidates(SplitSearch search, int column, Vector128<double> sums, double leastChild, double least)
    {
        private readonly double _score = search.Score(sums);

        public Split Best { get; private set; } = Split.None with { Gain = least };

        public void Consider(Vector128<double> left, Vector128<double> right, int bin, bool missingLeft)
        {
            if (left[1] >= leastChild && right[1] >= leastChild)
            {
                double gain = search.Score(left) + search.Score(right) - _score;
                if (IsBetter(gain, Best.Gain))
                {
                    Best = new Split(gain, column, bin, missingLeft, left, right);
                }
            }
        }
    }
}
