using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>
/// A bucket's customers who bought something, in the order of their keys, each with what is known of them whatever the last day of the history is, and their
/// purchases; then the bucket's totals, which have a size of their own, so that they are to be had without the rest.
/// </summary>
internal static class PurchaseFile
{
    public const byte Version = 1;

    /// <summary>What a file ends in.</summary>
    public const int TotalsBytes = PurchaseTotals.Bytes;

    /// <param name="end">The file, or its last <see cref="TotalsBytes"/> bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are not the end of such a file.</exception>
    public static PurchaseTotals Totals(ReadOnlySpan<byte> end) =>
        end.Length >= TotalsBytes ? PurchaseTotals.Read(end[^TotalsBytes..]) : throw new InvalidDataException("A file of customers ends too early.");

    public static void Write(ByteBuffer into, in CustomerPurchases customer, IReadOnlyList<Purchase> purchases)
    {
        into.Double(customer.Revenue);
        into.Number(customer.Lines);
        into.Number(customer.Returns);
        into.Number(customer.Units);
        into.Number(customer.BasketProducts);
        into.Number(customer.Products);
        into.Varint((uint)purchases.Count);
        int day = 0;
        foreach (Purchase purchase in purchases)
        {
            into.Varint((uint)(purchase.Day - day));
            into.Double(Money.ToDouble(purchase.Amount));
            day = purchase.Day;
        }
    }
}

/// <summary>Reads a <see cref="PurchaseFile"/> customer by customer. What it shows holds until the next one. Not safe for two threads.</summary>
internal sealed class PurchaseFileReader
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly byte[] _key = new byte[SectionWriter.LongestKey];
    private readonly byte[] _id = new byte[SectionWriter.LongestId];
    private int[] _days = new int[64];
    private double[] _amounts = new double[64];
    private int _at;
    private int _keyLength;
    private int _idLength;
    private int _purchases;

    /// <exception cref="InvalidDataException">The bytes are no such file.</exception>
    public PurchaseFileReader(ReadOnlyMemory<byte> file)
    {
        Totals = PurchaseFile.Totals(file.Span);
        _file = file[..^PurchaseFile.TotalsBytes];
        if (_file.IsEmpty || _file.Span[0] != PurchaseFile.Version)
        {
            throw new InvalidDataException($"A file of customers is not of the version {PurchaseFile.Version}.");
        }

        _at = 1;
    }

    /// <summary>Of the whole file.</summary>
    public PurchaseTotals Totals { get; }

    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    public bool IsIdentified { get; private set; }

    public CustomerPurchases Customer { get; private set; }

    /// <summary>Of each invoice with a purchase, as day numbers, ascending; never empty.</summary>
    public ReadOnlySpan<int> Days => _days.AsSpan(0, _purchases);

    /// <summary>Money of the purchases on each of <see cref="Days"/>.</summary>
    public ReadOnlySpan<double> Amounts => _amounts.AsSpan(0, _purchases);

    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The bytes are no such file.</exception>
    public bool Read()
    {
        var cursor = new ByteCursor(_file.Span[_at..]);
        byte mark = cursor.Byte();
        if (mark == SectionWriter.EndMark && cursor.AtEnd)
        {
            return false;
        }

        if (mark != SectionWriter.CustomerMark)
        {
            throw new InvalidDataException($"A file of customers has the mark {mark} where a customer or its end should be.");
        }

        (_keyLength, _idLength, IsIdentified) = SectionWriter.ReadCustomer(ref cursor, _key, _id);
        Customer = new CustomerPurchases(cursor.Double(), cursor.Number(), cursor.Number(), cursor.Number(), cursor.Number(), cursor.Number());
        ReadPurchases(ref cursor);
        _at = _file.Length - cursor.Rest().Length;
        return true;
    }

    private void ReadPurchases(ref ByteCursor cursor)
    {
        ulong count = cursor.Varint();
        if (count == 0 || count > (ulong)cursor.Rest().Length / (sizeof(double) + 1))
        {
            throw new InvalidDataException("A customer of a file has no purchase, or more than the file has room for.");
        }

        _purchases = (int)count;
        if (_purchases > _days.Length)
        {
            _days = new int[Math.Max(_purchases, 2 * _days.Length)];
            _amounts = new double[_days.Length];
        }

        ulong day = 0;
        for (int i = 0; i < _purchases; i++)
        {
            day += Math.Min(cursor.Varint(), int.MaxValue);
            if (day > (ulong)Totals.LastDay)
            {
                throw new InvalidDataException("A customer of a file bought after the file's last day.");
            }

            _days[i] = (int)day;
            _amounts[i] = cursor.Double();
        }
    }
}
