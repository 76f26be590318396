namespace Clientele.Insiders;

/// <summary>Medians; of an even number the mean of the middle two, of none 0.</summary>
internal static class MiddleValues
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return OfSorted(sorted);
    }

    public static double OfSorted(ReadOnlySpan<double> sorted)
    {
        int middle = sorted.Length / 2;
        return sorted.IsEmpty ? 0 : sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }
}
