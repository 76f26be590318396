namespace Clientele.Insiders;

/// <summary>Whether two groups' values differ by more than luck.</summary>
/// <param name="EffectSize">
/// Cliff's delta, −1 to 1: the chance that a member has more than another customer, less the chance of the contrary (Cliff 1993).
/// </param>
/// <param name="PValue">Two-sided, of the permutation test.</param>
internal readonly record struct RankTest(double EffectSize, double PValue)
{
    public const int Permutations = 9_999;
    private const int Seed = 8;

    /// <summary>
    /// Deals out who is a member anew, and counts how often the members' mean rank is as far from the middle as it truly is:
    /// p = (b + 1) / (m + 1), which is never 0 (Phipson &amp; Smyth 2010). Ranks, not money: one customer who buys for a hundred others must not decide.
    /// The members are the same draws for every column.
    /// </summary>
    /// <param name="members">At least one is and one is not.</param>
    /// <param name="columns">Values by column, then customer.</param>
    public static RankTest[] Of(IReadOnlyList<bool> members, IReadOnlyList<double[]> columns, CancellationToken cancellation)
    {
        int customers = members.Count;
        int inside = members.Count(member => member);
        int outside = customers - inside;

        // The smaller group is dealt out: the sum of the other's ranks follows.
        bool dealt = inside <= outside;
        int size = Math.Min(inside, outside);
        double[][] ranks = [.. columns.Select(MiddleRanks)];
        var seen = new double[columns.Count];
        for (int i = 0; i < customers; i++)
        {
            if (members[i] == dealt)
            {
                for (int c = 0; c < seen.Length; c++)
                {
                    seen[c] += ranks[c][i];
                }
            }
        }

        int[] asFar = Deal(ranks, seen, customers, size, cancellation);
        double pairs = (double)inside * outside;
        return [.. seen.Select((sum, c) => new RankTest((dealt ? 2 : -2) * sum / pairs, (asFar[c] + 1.0) / (Permutations + 1)))];
    }

    /// <summary>Cliff's delta alone, by column.</summary>
    public static double[] EffectSizes(IReadOnlyList<bool> members, IReadOnlyList<double[]> columns)
    {
        int inside = members.Count(member => member);
        double pairs = (double)inside * (members.Count - inside);
        return [.. columns.Select(column => 2 * MiddleRanks(column).Where((_, i) => members[i]).Sum() / pairs)];
    }

    private static int[] Deal(double[][] ranks, double[] seen, int customers, int size, CancellationToken cancellation)
    {
        // Sums of ranks are whole or half: what differs by less is equal and only rounded.
        const double Rounding = 0.25;
        var random = new Random(Seed);
        int[] order = [.. Enumerable.Range(0, customers)];
        var asFar = new int[ranks.Length];
        var sums = new double[ranks.Length];
        for (int deal = 0; deal < Permutations; deal++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(sums);
            for (int i = 0; i < size; i++)
            {
                int other = random.Next(i, customers);
                (order[i], order[other]) = (order[other], order[i]);
                for (int c = 0; c < sums.Length; c++)
                {
                    sums[c] += ranks[c][order[i]];
                }
            }

            for (int c = 0; c < sums.Length; c++)
            {
                asFar[c] += Math.Abs(sums[c]) >= Math.Abs(seen[c]) - Rounding ? 1 : 0;
            }
        }

        return asFar;
    }

    /// <summary>Less the middle rank, so that they sum to 0; equal values share theirs.</summary>
    private static double[] MiddleRanks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        int start = 0;
        while (start < sorted.Length)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = 0.5 * (start + end - sorted.Length);
            }

            start = end;
        }

        return ranks;
    }
}

/// <summary>Several tests at once: p-values such that any false alarm among all of them is as rare as each says (Holm 1979).</summary>
internal static class HolmCorrection
{
    /// <returns>In the order given; 1 at most.</returns>
    public static double[] Of(IReadOnlyList<double> pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])];
        var corrected = new double[pValues.Count];
        double most = 0;
        for (int k = 0; k < order.Length; k++)
        {
            most = Math.Max(most, Math.Min(1, (order.Length - k) * pValues[order[k]]));
            corrected[order[k]] = most;
        }

        return corrected;
    }
}
