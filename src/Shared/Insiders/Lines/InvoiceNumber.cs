using System.Globalization;

namespace Clientele.Insiders;

/// <summary>Numbers of invoices, and the ids made of them for customers that are not known.</summary>
internal static class InvoiceNumber
{
    private const int HashDigits = 16;

    public static ReadOnlySpan<byte> MadeUpPrefix => "invoice-"u8;

    /// <summary>As the file has it; longer ones end in a hash of the whole.</summary>
    /// <param name="number">UTF-8.</param>
    /// <param name="room"><see cref="SectionWriter.LongestInvoice"/> bytes, used where the number is too long.</param>
    public static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> number, Span<byte> room)
    {
        if (number.Length <= SectionWriter.LongestInvoice)
        {
            return number;
        }

        int kept = SectionWriter.LongestInvoice - HashDigits - 1;
        while ((number[kept] & 0xC0) == 0x80)
        {
            kept--;
        }

        number[..kept].CopyTo(room);
        room[kept] = (byte)'~';
        LineHash.Of(number).TryFormat(room[(kept + 1)..], out int digits, "x16", CultureInfo.InvariantCulture);
        return room[..(kept + 1 + digits)];
    }

    /// <param name="number">At most <see cref="SectionWriter.LongestInvoice"/> bytes.</param>
    /// <param name="room">For the prefix and the number.</param>
    public static ReadOnlySpan<byte> MadeUpId(ReadOnlySpan<byte> number, Span<byte> room)
    {
        MadeUpPrefix.CopyTo(room);
        number.CopyTo(room[MadeUpPrefix.Length..]);
        return room[..(MadeUpPrefix.Length + number.Length)];
    }
}
