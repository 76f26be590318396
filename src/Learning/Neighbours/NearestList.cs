namespace Clientele.Learning;

/// <summary>The nearest rows seen so far, ascending; filled with infinity at first.</summary>
internal static class NearestList
{
    /// <summary>Rows come in ascending order, and a later one has to be nearer, not as near: of equals the first ones stay.</summary>
    public static void Insert(Span<int> rows, Span<double> distances, int row, double distance)
    {
        int at = distances.Length - 1;
        if (!(distance < distances[at]))
        {
            return;
        }

        for (; at > 0 && distances[at - 1] > distance; at--)
        {
            (rows[at], distances[at]) = (rows[at - 1], distances[at - 1]);
        }

        (rows[at], distances[at]) = (row, distance);
    }
}
