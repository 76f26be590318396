namespace Clientele.Learning;

/// <summary>Groups of rows by key, numbered in the order in which they first appear: what a key is does not matter, only which rows share it.</summary>
internal static class RowGroups
{
    /// <param name="groups">One key per row; empty: every row is its own group.</param>
    /// <param name="count">Number of groups.</param>
    /// <returns>The number of each row's group, from 0.</returns>
    public static int[] Number(int rows, ReadOnlySpan<long> groups, out int count)
    {
        var result = new int[rows];
        if (groups.IsEmpty)
        {
            for (int i = 0; i < rows; i++)
            {
                result[i] = i;
            }

            count = rows;
            return result;
        }

        InputChecks.SameLength(rows, groups.Length, nameof(groups));
        var known = new Dictionary<long, int>();
        for (int i = 0; i < rows; i++)
        {
            if (!known.TryGetValue(groups[i], out int number))
            {
                number = known.Count;
                known.Add(groups[i], number);
            }

            result[i] = number;
        }

        count = known.Count;
        return result;
    }
}
