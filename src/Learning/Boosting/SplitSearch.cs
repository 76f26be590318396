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

    public double Weight(Vector128<double> sums) => -Shrunk(sums[0]) / (sums[1] + options.L2);

    /// <param name="cells">The column's sums by bin.</param>
    /// <param name="sums">Of all rows of the node.</param>
    /// <param name="least">A split that gains no more than this is none. The first of equal splits is taken.</param>
    public Split Best(ReadOnlySpan<Vector128<double>> cells, int column, Vector128<double> sums, double least)
    {
        double residue = Residue * sums[1];
        double leastChild = Math.Max(options.MinChildWeight, residue);
        Vector128<double> missing = cells[FeatureBins.Missing];
        bool hasMissing = missing[1] > residue;
        double score = Score(sums);
        Split best = Split.None with { Gain = least };
        Vector128<double> left = Vector128<double>.Zero;

        // With missing values, the last limit parts them from all others.
        int limits = bins.Count(column) - (hasMissing ? 0 : 1);
        for (int bin = 0; bin < limits; bin++)
        {
            Vector128<double> cell = cells[bin];
            if (cell[1] == 0)
            {
                continue;
            }

            left += cell;
            Consider(left, missingLeft: false);
            if (hasMissing)
            {
                Consider(left + missing, missingLeft: true);
            }

            void Consider(Vector128<double> side, bool missingLeft)
            {
                Vector128<double> other = sums - side;
                if (side[1] >= leastChild && other[1] >= leastChild)
                {
                    double gain = Score(side) + Score(other) - score;
                    if (gain > best.Gain)
                    {
                        // A column that was never missing here sends what is missing later with the majority.
                        best = new(gain, column, bin, hasMissing ? missingLeft : side[1] >= other[1], side, other);
                    }
                }
            }
        }

        return best;
    }

    private double Score(Vector128<double> sums)
    {
        double shrunk = Shrunk(sums[0]);
        return shrunk * shrunk / (sums[1] + options.L2);
    }

    private double Shrunk(double gradient) =>
        options.L1 == 0 ? gradient : Math.CopySign(Math.Max(Math.Abs(gradient) - options.L1, 0), gradient);
}
