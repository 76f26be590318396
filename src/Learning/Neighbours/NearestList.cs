namespace Clientele.Learning;

/// <summary>
/// The nearest rows seen so far, ascending; filled with infinity at first. Of equally near rows those that follow the row itself come first, then those from
/// row 0 on: many equal rows would otherwise all have the same few neighbours, which would draw them into a star.
/// </summary>
internal static class NearestList
{
    /// <param name="self">The row whose neighbours these are; −1 for none.</param>
    public static void Insert(Span<int> rows, Span<double> distances, int row, double distance, int self)
    {
        int at = distances.Length - 1;
        if (!IsBefore(row, distance, rows[at], distances[at], self))
        {
            return;
        }

        for (; at > 0 && IsBefore(row, distance, rows[at - 1], distances[at - 1], self); at--)
        {
            (rows[at], distances[at]) = (rows[at - 1], distances[at - 1]);
        }

        (rows[at], distances[at]) = (row, distance);
    }

    private static bool IsBefore(int row, double distance, int other, double otherDistance, int self)
    {
        if (distance != otherDistance)
        {
            return distance < otherDistance;
        }

        // Infinity is no distance: it marks a place that is free, or a lane without a row.
        return double.IsFinite(distance) && (row > self == other > self ? row < other : row > self);
    }
}
