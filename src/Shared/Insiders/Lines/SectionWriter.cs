using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>
/// A section: the invoice lines of one bucket's customers, from a piece of a file or from all of it. Customers stand in the order of their keys, a customer's
/// invoices in that of their numbers, an invoice's lines in that of <see cref="InvoiceLine.Compare"/>, each once: the same lines are the same bytes, however they
/// came together.
/// </summary>
internal sealed class SectionWriter
{
    public const byte Version = 1;
    public const byte EndMark = 0;
    public const byte CustomerMark = 1;
    public const byte InvoiceMark = 2;

    /// <summary>Longest key of a customer, in bytes.</summary>
    public const int LongestKey = 3 * 256;

    /// <summary>Longest id of a customer, in bytes.</summary>
    public const int LongestId = 256;

    /// <summary>Longest number of an invoice, in bytes; longer ones are shortened by <see cref="InvoiceNumber"/>.</summary>
    public const int LongestInvoice = 96;

    private const byte Identified = 1;
    private const byte IdEndsKey = 2;
    private readonly ByteBuffer _into;

    public SectionWriter(ByteBuffer into)
    {
        _into = into;
        into.Byte(Version);
    }

    public void Customer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, bool identified)
    {
        _into.Byte(CustomerMark);
        WriteCustomer(_into, key, id, identified);
    }

    /// <param name="number">At most <see cref="LongestInvoice"/> bytes.</param>
    /// <param name="firstDay">Earliest day of the lines; of no use where there are none.</param>
    /// <param name="lines">As <see cref="InvoiceLine.Write"/> wrote them; none where all that is known of the invoice is its number.</param>
    public void Invoice(ReadOnlySpan<byte> number, int firstDay, ReadOnlySpan<byte> lines)
    {
        _into.Byte(InvoiceMark);
        _into.ShortText(number);
        _into.Varint((uint)lines.Length);
        if (lines.Length > 0)
        {
            _into.Varint((uint)firstDay);
            _into.Bytes(lines);
        }
    }

    public void End() => _into.Byte(EndMark);

    public static void WriteCustomer(ByteBuffer into, ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, bool identified)
    {
        // Nearly every key is the id with something in front.
        bool idEndsKey = key.EndsWith(id);
        into.Byte((byte)((identified ? Identified : 0) | (idEndsKey ? IdEndsKey : 0)));
        into.ShortText(key);
        into.Varint((uint)id.Length);
        if (!idEndsKey)
        {
            into.Bytes(id);
        }
    }

    /// <summary>What <see cref="WriteCustomer"/> wrote.</summary>
    /// <param name="cursor">Where it stands.</param>
    /// <param name="key">Room for <see cref="LongestKey"/> bytes.</param>
    /// <param name="id">Room for <see cref="LongestId"/> bytes.</param>
    public static (int Key, int Id, bool Identified) ReadCustomer(ref ByteCursor cursor, Span<byte> key, Span<byte> id)
    {
        byte flags = cursor.Byte();
        ReadOnlySpan<byte> readKey = cursor.ShortText();
        ulong idLength = cursor.Varint();
        bool idEndsKey = (flags & IdEndsKey) != 0;
        if (flags > (Identified | IdEndsKey) || readKey.Length is 0 or > LongestKey || idLength is 0 or > LongestId || (idEndsKey && idLength > (ulong)readKey.Length))
        {
            throw new InvalidDataException("A customer in an intermediate file is none that was ever written.");
        }

        ReadOnlySpan<byte> readId = idEndsKey ? readKey[^(int)idLength..] : cursor.Take((int)idLength);
        readKey.CopyTo(key);
        readId.CopyTo(id);
        return (readKey.Length, readId.Length, (flags & Identified) != 0);
    }
}
