namespace Clientele.Learning;

/// <summary>Sets rows aside for a test: about the same share of each class, and no group in part.</summary>
public static class TrainTestSplit
{
    /// <param name="labels">0 or 1 for each row; all 0 where there are no classes to keep in proportion.</param>
    /// <param name="groups">Rows with the same key stay together; empty: every row is its own group.</param>
    /// <param name="testShare">Between 0 and 1, both excluded.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>For each row whether it is set aside. Without groups the nearest whole number of each class is; with groups, about as many.</returns>
    /// <exception cref="ArgumentException">Too few rows: one side would stay empty.</exception>
    public static bool[] Assign(ReadOnlySpan<double> labels, ReadOnlySpan<long> groups, double testShare, int seed)
    {
        if (!(testShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "The share to set aside lies between 0 and 1.");
        }

        InputChecks.Binary(labels, nameof(labels));
        int[] groupOf = RowGroups.Number(labels.Length, groups, out int count);
        int[] partOf = GroupDealer.Deal(labels, groupOf, count, [1 - testShare, testShare], seed);
        if (partOf.Distinct().Count() < 2)
        {
            throw new ArgumentException($"{count} groups of rows are too few to set {testShare} of them aside.", nameof(testShare));
        }

        return [.. partOf.Select(part => part == 1)];
    }
}
