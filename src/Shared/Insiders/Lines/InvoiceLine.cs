using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>Lines of one invoice that are equal in every column.</summary>
/// <param name="Product">Hash of its code.</param>
/// <param name="Rest">Hash of description and country.</param>
/// <param name="Quantity">In millionths of a unit.</param>
/// <param name="Price">Of one unit, in millionths of the currency.</param>
/// <param name="Day">As a day number.</param>
/// <param name="Count">How often the line occurs.</param>
internal readonly record struct InvoiceLine(ulong Product, uint Rest, long Quantity, long Price, int Day, long Count)
{
    public const long Scale = 1_000_000;

    /// <summary>Of a quantity and of a price, in millionths.</summary>
    public const long Largest = 1_000_000_000 * Scale;

    /// <summary>Of one line in a section.</summary>
    public const int MostBytes = 1 + 8 + 4 + (4 * 10);

    private const long Hundredth = Scale / 100;

    // What a line's first byte says.
    private const byte Counted = 1;
    private const byte Later = 2;
    private const byte FineQuantity = 4;
    private const byte NegativeQuantity = 8;
    private const byte FinePrice = 16;
    private const byte NegativePrice = 32;
    private const byte AllForms = 63;

    /// <summary>Money of one of the lines.</summary>
    public Int128 Amount => Money.Of(Quantity, Price);

    /// <summary>By all but the count, products first: who is equal is the same line.</summary>
    public static int Compare(in InvoiceLine a, in InvoiceLine b)
    {
        int order = a.Product.CompareTo(b.Product);
        order = order != 0 ? order : a.Rest.CompareTo(b.Rest);
        order = order != 0 ? order : a.Quantity.CompareTo(b.Quantity);
        order = order != 0 ? order : a.Price.CompareTo(b.Price);
        return order != 0 ? order : a.Day.CompareTo(b.Day);
    }

    /// <summary>One line in one way only, so that equal lines are equal bytes.</summary>
    /// <param name="into">Where the invoice's lines are written.</param>
    /// <param name="firstDay">The invoice's earliest day.</param>
    public void Write(ByteBuffer into, int firstDay)
    {
        ulong quantity = (ulong)Math.Abs(Quantity);
        ulong price = (ulong)Math.Abs(Price);
        bool isFineQuantity = quantity % Scale != 0;
        bool isFinePrice = price % Hundredth != 0;
        into.Byte((byte)((Count > 1 ? Counted : 0) | (Day > firstDay ? Later : 0)
            | (isFineQuantity ? FineQuantity : 0) | (Quantity < 0 ? NegativeQuantity : 0)
            | (isFinePrice ? FinePrice : 0) | (Price < 0 ? NegativePrice : 0)));
        into.UInt64(Product);
        into.Int32((int)Rest);
        into.Varint(isFineQuantity ? quantity : quantity / Scale);
        into.Varint(isFinePrice ? price : price / Hundredth);
        if (Count > 1)
        {
            into.Varint((ulong)Count);
        }

        if (Day > firstDay)
        {
            into.Varint((ulong)(Day - firstDay));
        }
    }

    /// <exception cref="InvalidDataException">No line, or none that <see cref="Write"/> writes.</exception>
    public static InvoiceLine Read(ref ByteCursor from, int firstDay)
    {
        byte form = from.Byte();
        ulong product = from.UInt64();
        uint rest = (uint)from.Int32();
        ulong quantity = from.Varint();
        ulong price = from.Varint();
        ulong count = (form & Counted) != 0 ? from.Varint() : 1;
        ulong later = (form & Later) != 0 ? from.Varint() : 0;
        if (form > AllForms || quantity > Largest || price > Largest || count is 0 or > long.MaxValue / 2 || later > (ulong)(DateOnly.MaxValue.DayNumber - firstDay))
        {
            throw new InvalidDataException("A line of a section is none that was ever written.");
        }

        long units = (long)quantity * ((form & FineQuantity) != 0 ? 1 : Scale);
        long money = (long)price * ((form & FinePrice) != 0 ? 1 : Hundredth);
        if (units is < 0 or > Largest || money is < 0 or > Largest)
        {
            throw new InvalidDataException("A line of a section has more units, or a higher price, than any line.");
        }

        return new InvoiceLine(
            product, rest, (form & NegativeQuantity) != 0 ? -units : units, (form & NegativePrice) != 0 ? -money : money, firstDay + (int)later, (long)count);
    }
}

/// <summary>Exact amounts: a product of millionths, so whole numbers of 10⁻¹². 10²⁶ of the currency fit.</summary>
internal static class Money
{
    private static readonly Int128 Unit = (Int128)InvoiceLine.Scale * InvoiceLine.Scale;

    public static Int128 Of(long quantity, long price)
    {
        long high = Math.BigMul(quantity, price, out long low);
        return new Int128((ulong)high, (ulong)low);
    }

    /// <summary>The nearest amount that a double has, or its neighbour.</summary>
    public static double ToDouble(Int128 amount)
    {
        (Int128 whole, Int128 rest) = Int128.DivRem(amount, Unit);
        return (double)whole + ((double)rest / (double)Unit);
    }

    /// <summary>Millionths, for units.</summary>
    public static double UnitsToDouble(Int128 millionths)
    {
        (Int128 whole, Int128 rest) = Int128.DivRem(millionths, InvoiceLine.Scale);
        return (double)whole + ((double)rest / InvoiceLine.Scale);
    }
}
