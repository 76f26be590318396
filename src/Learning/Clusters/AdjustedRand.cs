namespace Clientele.Learning;

/// <summary>Agreement of two partitions of the same rows.</summary>
public static class AdjustedRand
{
    /// <summary>
    /// The share of pairs of rows on which both partitions agree, corrected for chance (Hubert &amp; Arabie 1985): 1 for the same partition under any
    /// names, about 0 for unrelated ones. Counted in whole numbers, rounded once. Labels may be any numbers; all noise (−1) is one cluster here.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are no rows.</exception>
    public static double Index(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        InputChecks.SameLength(one.Length, other.Length, "labels");
        if (one.IsEmpty)
        {
            throw new ArgumentException("There are no rows to agree on.", nameof(one));
        }

        var both = new Dictionary<(int, int), long>();
        var ofOne = new Dictionary<int, long>();
        var ofOther = new Dictionary<int, long>();
        for (int i = 0; i < one.Length; i++)
        {
            Increment(both, (one[i], other[i]));
            Increment(ofOne, one[i]);
            Increment(ofOther, other[i]);
        }

        // Ordered pairs of different rows that are together in both, in one only, in the other only, in neither.
        Int128 together = Squares(both) - one.Length;
        Int128 onlyOne = Squares(ofOne) - one.Length - together;
        Int128 onlyOther = Squares(ofOther) - one.Length - together;
        Int128 apart = ((Int128)one.Length * (one.Length - 1)) - together - onlyOne - onlyOther;
        if (onlyOne == 0 && onlyOther == 0)
        {
            return 1;
        }

        Int128 above = 2 * ((together * apart) - (onlyOne * onlyOther));
        Int128 below = ((together + onlyOne) * (onlyOne + apart)) + ((together + onlyOther) * (onlyOther + apart));
        return (double)above / (double)below;
    }

    private static void Increment<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static long Squares<TKey>(Dictionary<TKey, long> counts)
        where TKey : notnull => counts.Values.Sum(count => count * count);
}
