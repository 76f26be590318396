namespace Clientele.Learning;

/// <summary>Splits rows into folds of about the same size, whatever their labels.</summary>
public static class KFold
{
    /// <summary>Shuffled; the folds' sizes differ by at most one row.</summary>
    /// <param name="folds">2 or more, at most <paramref name="rows"/>.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <returns>The fold, 0 to <paramref name="folds"/> − 1, of each row.</returns>
    public static int[] Assign(int rows, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (rows < folds)
        {
            throw new ArgumentException($"{rows} rows cannot make {folds} folds.", nameof(folds));
        }

        int[] result = [.. Enumerable.Range(0, rows).Select(row => row % folds)];
        new Random(seed).Shuffle(result);
        return result;
    }

    /// <summary>Rows with the same key stay in one fold; the largest groups are dealt first, each to the smallest fold.</summary>
    /// <param name="groups">One key per row.</param>
    /// <inheritdoc cref="Assign(int, int, int)"/>
    public static int[] Assign(ReadOnlySpan<long> groups, int folds, int seed) =>
        StratifiedKFold.Assign(new double[groups.Length], groups, folds, seed);
}
