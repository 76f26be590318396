namespace Clientele.Learning;

/// <summary>Deals groups of rows to parts so that each part has about its share of each class.</summary>
internal static class GroupDealer
{
    /// <summary>
    /// The largest groups first, each to the part in which its classes are scarcest. Single rows come out as if each class were rounded to whole rows
    /// (Webster's method). O(groups · (log groups + parts)).
    /// </summary>
    /// <param name="shares">Relative size of each part.</param>
    /// <returns>The part of each row.</returns>
    public static int[] Deal(ReadOnlySpan<double> labels, int[] groupOf, int groups, double[] shares, int seed)
    {
        var sizes = new (int Zeros, int Ones)[groups];
        for (int i = 0; i < groupOf.Length; i++)
        {
            (int zeros, int ones) = sizes[groupOf[i]];
            sizes[groupOf[i]] = labels[i] == 1 ? (zeros, ones + 1) : (zeros + 1, ones);
        }

        int[] partOf = DealGroups(sizes, shares, seed);
        return [.. groupOf.Select(group => partOf[group])];
    }

    private static int[] DealGroups((int Zeros, int Ones)[] sizes, double[] shares, int seed)
    {
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        new Random(seed).Shuffle(order);

        // OrderBy is stable, so equal sizes keep the shuffled order.
        order = [.. order.OrderByDescending(group => sizes[group].Zeros + sizes[group].Ones).ThenByDescending(group => sizes[group].Ones)];
        double allZeros = Math.Max(1, sizes.Sum(size => (long)size.Zeros));
        double allOnes = Math.Max(1, sizes.Sum(size => (long)size.Ones));
        var filled = new (double Zeros, double Ones)[shares.Length];
        var partOf = new int[sizes.Length];
        foreach (int group in order)
        {
            (int zeros, int ones) = sizes[group];
            int best = 0;
            double least = double.PositiveInfinity;
            for (int part = 0; part < shares.Length; part++)
            {
                // How much Σ (share of the class in the part)² / share of the part, least where the two agree, grows with this group.
                (double hasZeros, double hasOnes) = filled[part];
                double cost = ((((2 * hasZeros) + zeros) * zeros / (allZeros * allZeros)) + (((2 * hasOnes) + ones) * ones / (allOnes * allOnes))) / shares[part];
                if (cost < least || (cost == least && Fullness(part) < Fullness(best)))
                {
                    (best, least) = (part, cost);
                }
            }

            filled[best] = (filled[best].Zeros + zeros, filled[best].Ones + ones);
            partOf[group] = best;
        }

        return partOf;

        double Fullness(int part) => (filled[part].Zeros + filled[part].Ones) / shares[part];
    }
}
