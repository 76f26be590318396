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
    /// differ by at most one row in each class, and by at most one row in all. Keys are only compared: other keys for the same groups give the same folds.
    /// </remarks>
    public static int[] Assign(ReadOnlySpan<double> labels, ReadOnlySpan<long> groups, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        InputChecks.Binary(labels, nameof(labels));
        int[] groupOf = RowGroups.Number(labels.Length, groups, out int count);
        if (count < folds)
        {
            throw new ArgumentException($"{count} groups of rows cannot make {folds} folds.", nameof(folds));
        }

        double[] equal = new double[folds];
        Array.Fill(equal, 1);
        return GroupDealer.Deal(labels, groupOf, count, equal, seed);
    }
}
