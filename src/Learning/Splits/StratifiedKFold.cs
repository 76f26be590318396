namespace Clientele.Learning;

/// <summary>Splits rows into folds that hold about the same share of each class and never part a group.</summary>
public static class StratifiedKFold
{
    /// <param name="labels">0 or 1 for each row.</param>
    /// <param name="groups">Rows with the same key stay in one fold; empty: every row is its own group.</param>
    /// <param name="folds">2 or more, at most the number of groups.</param>
    /// <param name="seed">Decides which rows go together; the same seed gives the same folds.</param>
    /// <returns>The fold, 0 to <paramref name="folds"/> − 1, of each row.</returns>
    /// <remarks>
    /// Groups are dealt one by one, the largest first, each to the fold in which its classes are scarcest. Without groups, the folds' sizes
    /// differ by at most one row in each class.
    /// </remarks>
    public static int[] Assign(ReadOnlySpan<double> labels, ReadOnlySpan<long> groups, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        InputChecks.Binary(labels, nameof(labels));
        if (!groups.IsEmpty)
        {
            InputChecks.SameLength(labels.Length, groups.Length, nameof(groups));
        }

        (int[] groupOfRow, List<(int Zeros, int Ones)> sizes) = Gather(labels, groups);
        if (sizes.Count < folds)
        {
            throw new ArgumentException($"{sizes.Count} groups of rows cannot make {folds} folds.", nameof(folds));
        }

        int[] foldOfGroup = Deal(sizes, folds, seed);
        var result = new int[labels.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = foldOfGroup[groupOfRow[i]];
        }

        return result;
    }

    private static (int[] GroupOfRow, List<(int Zeros, int Ones)> Sizes) Gather(ReadOnlySpan<double> labels, ReadOnlySpan<long> groups)
    {
        var groupOfRow = new int[labels.Length];
        var sizes = new List<(int Zeros, int Ones)>();
        var known = new Dictionary<long, int>();
        for (int i = 0; i < labels.Length; i++)
        {
            long key = groups.IsEmpty ? i : groups[i];
            if (!known.TryGetValue(key, out int group))
            {
                group = sizes.Count;
                known.Add(key, group);
                sizes.Add(default);
            }

            groupOfRow[i] = group;
            (int zeros, int ones) = sizes[group];
            sizes[group] = labels[i] == 1 ? (zeros, ones + 1) : (zeros + 1, ones);
        }

        return (groupOfRow, sizes);
    }

    private static int[] Deal(List<(int Zeros, int Ones)> sizes, int folds, int seed)
    {
        int[] order = [.. Enumerable.Range(0, sizes.Count)];
        new Random(seed).Shuffle(order);

        // OrderBy is stable, so equal sizes keep the shuffled order.
        order = [.. order.OrderByDescending(group => sizes[group].Zeros + sizes[group].Ones).ThenByDescending(group => sizes[group].Ones)];
        double allZeros = Math.Max(1, sizes.Sum(size => (long)size.Zeros));
        double allOnes = Math.Max(1, sizes.Sum(size => (long)size.Ones));
        var filled = new (long Zeros, long Ones)[folds];
        var foldOfGroup = new int[sizes.Count];
        foreach (int group in order)
        {
            (int zeros, int ones) = sizes[group];
            int best = 0;
            double least = double.PositiveInfinity;
            for (int fold = 0; fold < folds; fold++)
            {
                // How much the sum of squared class shares grows with this group in this fold; the smaller fold wins a tie.
                double cost = (filled[fold].Zeros * zeros / (allZeros * allZeros)) + (filled[fold].Ones * ones / (allOnes * allOnes));
                if (cost < least || (cost == least && Rows(filled[fold]) < Rows(filled[best])))
                {
                    (best, least) = (fold, cost);
                }
            }

            filled[best] = (filled[best].Zeros + zeros, filled[best].Ones + ones);
            foldOfGroup[group] = best;
        }

        return foldOfGroup;
    }

    private static long Rows((long Zeros, long Ones) fold) => fold.Zeros + fold.Ones;
}
