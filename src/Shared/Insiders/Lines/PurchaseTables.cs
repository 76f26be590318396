using System.Text;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Makes the customers of buckets one table.</summary>
internal static class PurchaseTables
{
    /// <param name="files">A <see cref="PurchaseFile"/> of each bucket, in the order of the buckets: all, or the one that is asked for.</param>
    /// <param name="history">Totals of all buckets, whose last day is that of the history.</param>
    /// <param name="frequency">How it is counted.</param>
    /// <exception cref="InvalidDataException">The bytes are no such files, or of another history.</exception>
    public static PurchaseTable Build(IReadOnlyList<ReadOnlyMemory<byte>> files, in PurchaseTotals history, PurchaseFrequency frequency)
    {
        ArgumentNullException.ThrowIfNull(files);
        PurchaseFileReader[] readers = [.. files.Select(file => new PurchaseFileReader(file))];
        PurchaseTotals totals = readers.Aggregate(default(PurchaseTotals), (sum, reader) => sum + reader.Totals);
        long bytes = files.Sum(static file => (long)file.Length);
        if (totals.LastDay > history.LastDay || totals.Customers > Math.Min(bytes, int.MaxValue) || totals.Purchases > Math.Min(bytes, int.MaxValue))
        {
            throw new InvalidDataException("Files of customers are of another history, or too large for one table.");
        }

        int count = (int)totals.Customers;
        var ids = new string[count];
        var identified = new bool[count];
        var features = new Matrix(count, PurchaseFeatures.Count);
        var starts = new int[count + 1];
        var days = new int[(int)totals.Purchases];
        var amounts = new double[days.Length];
        int row = 0;
        foreach (PurchaseFileReader reader in readers)
        {
            while (reader.Read())
            {
                if (row == count || starts[row] + reader.Days.Length > days.Length)
                {
                    throw new InvalidDataException("A file of customers has more of them than its totals say.");
                }

                ids[row] = Encoding.UTF8.GetString(reader.Id);
                identified[row] = reader.IsIdentified;
                reader.Customer.WriteFeatures(reader.Days, history.LastDay, frequency, features.RowToWrite(row));
                reader.Days.CopyTo(days.AsSpan(starts[row]));
                reader.Amounts.CopyTo(amounts.AsSpan(starts[row]));
                starts[row + 1] = starts[row] + reader.Days.Length;
                row++;
            }
        }

        return row == count && starts[row] == days.Length
            ? new PurchaseTable(ids, identified, features, starts, days, amounts, history.FirstDay, history.LastDay)
            : throw new InvalidDataException("A file of customers has fewer of them than its totals say.");
    }

    /// <summary>The sum of the totals that files end in.</summary>
    public static PurchaseTotals Totals(IEnumerable<ReadOnlyMemory<byte>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Aggregate(default(PurchaseTotals), (sum, file) => sum + PurchaseFile.Totals(file.Span));
    }
}
