namespace Clientele.Learning;

/// <summary>Which cluster of a new fit is which of an old one, so that a refit keeps its names. Optimal over all clusters together.</summary>
public static class ClusterMatching
{
    /// <summary>By the rows they share, as many in all as possible; of two partitions of the same rows, whose ids count from 0.</summary>
    /// <param name="before">A cluster for each row; below 0: noise, matched with nothing.</param>
    /// <param name="after">The same of the other fit.</param>
    /// <returns>For each id of <paramref name="before"/> that of <paramref name="after"/>; −1 where none is left that shares a row.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static int[] Match(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        InputChecks.SameLength(before.Length, after.Length, nameof(after));
        var costs = new Matrix(Clusters(before), Clusters(after));
        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] >= 0 && after[i] >= 0)
            {
                costs.RowToWrite(before[i])[after[i]]--;
            }
        }

        int[] match = Hungarian.Solve(costs);
        for (int cluster = 0; cluster < match.Length; cluster++)
        {
            match[cluster] = match[cluster] >= 0 && costs[cluster, match[cluster]] < 0 ? match[cluster] : -1;
        }

        return match;
    }

    /// <summary>By their centroids, with the least sum of squared distances; of fits on the same columns, whatever their rows.</summary>
    /// <param name="before">One centroid per row.</param>
    /// <param name="after">The same of the other fit.</param>
    /// <returns>For each row of <paramref name="before"/> that of <paramref name="after"/>; −1 where none is left.</returns>
    /// <exception cref="ArgumentException">The numbers of columns differ, or a value is not finite.</exception>
    public static int[] Match(Matrix before, Matrix after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Columns != after.Columns)
        {
            throw new ArgumentException($"Centroids of {before.Columns} and of {after.Columns} columns have no distance.", nameof(after));
        }

        InputChecks.Finite(before, nameof(before));
        InputChecks.Finite(after, nameof(after));
        var costs = new Matrix(before.Rows, after.Rows);
        for (int i = 0; i < before.Rows; i++)
        {
            for (int j = 0; j < after.Rows; j++)
            {
                costs.RowToWrite(i)[j] = VectorKernels.SquaredDistance(before.Row(i), after.Row(j));
            }
        }

        return Hungarian.Solve(costs);
    }

    private static int Clusters(ReadOnlySpan<int> labels)
    {
        int last = -1;
        foreach (int label in labels)
        {
            last = Math.Max(last, label);
        }

        return last + 1;
    }
}
