using System.Buffers.Binary;
using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>What the customers of a bucket, or of all, come to.</summary>
/// <param name="Customers">Who bought something.</param>
/// <param name="Identified">Of these, those that the file names.</param>
/// <param name="Purchases">Their invoices with a purchase.</param>
/// <param name="WithoutPurchase">Customers of lines that count, none of which is a purchase: they are left out.</param>
/// <param name="MadeUp">Invoices without a customer, which were made one each, whether or not any of their lines counts.</param>
/// <param name="PurchaseLines">Lines that were bought, of all customers; exact duplicates as often as they count.</param>
/// <param name="ReturnLines">Lines that came back, the same.</param>
/// <param name="Duplicates">Lines that occurred before, equal in every column, whether or not they count.</param>
/// <param name="FirstDay">Earliest day of a line that counts, as a day number; 0 where there is none.</param>
/// <param name="LastDay">Latest day of a line that counts, returns included; 0 where there is none.</param>
/// <param name="ExactRevenue">Money of the purchases, in 10⁻¹² of the currency.</param>
public readonly record struct PurchaseTotals(
    long Customers,
    long Identified,
    long Purchases,
    long WithoutPurchase,
    long MadeUp,
    long PurchaseLines,
    long ReturnLines,
    long Duplicates,
    int FirstDay,
    int LastDay,
    Int128 ExactRevenue)
{
    /// <summary>What <see cref="Write"/> writes, always.</summary>
    internal const int Bytes = (8 * sizeof(long)) + (2 * sizeof(int)) + 16;

    /// <summary>Money of the purchases.</summary>
    public double Revenue => Money.ToDouble(ExactRevenue);

    private bool HasLines => PurchaseLines + ReturnLines > 0;

    public static PurchaseTotals operator +(PurchaseTotals a, PurchaseTotals b) => new(
        a.Customers + b.Customers,
        a.Identified + b.Identified,
        a.Purchases + b.Purchases,
        a.WithoutPurchase + b.WithoutPurchase,
        a.MadeUp + b.MadeUp,
        a.PurchaseLines + b.PurchaseLines,
        a.ReturnLines + b.ReturnLines,
        a.Duplicates + b.Duplicates,
        !a.HasLines ? b.FirstDay : !b.HasLines ? a.FirstDay : Math.Min(a.FirstDay, b.FirstDay),
        Math.Max(a.LastDay, b.LastDay),
        a.ExactRevenue + b.ExactRevenue);

    public static PurchaseTotals Add(PurchaseTotals left, PurchaseTotals right) => left + right;

    internal void Write(ByteBuffer into)
    {
        foreach (long value in (ReadOnlySpan<long>)[Customers, Identified, Purchases, WithoutPurchase, MadeUp, PurchaseLines, ReturnLines, Duplicates])
        {
            into.UInt64((ulong)value);
        }

        into.Int32(FirstDay);
        into.Int32(LastDay);
        Span<byte> revenue = stackalloc byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(revenue, ExactRevenue);
        into.Bytes(revenue);
    }

    internal static PurchaseTotals Read(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        Span<long> values = stackalloc long[8];
        foreach (ref long value in values)
        {
            value = (long)cursor.UInt64();
            if (value < 0)
            {
                throw new InvalidDataException("The totals of a file of customers are not its own.");
            }
        }

        return new PurchaseTotals(
            values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7],
            cursor.Int32(), cursor.Int32(), BinaryPrimitives.ReadInt128LittleEndian(cursor.Take(16)));
    }
}
