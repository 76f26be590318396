using System.Buffers.Binary;

namespace Clientele.Insiders;

/// <summary>
/// 64 bits of a text, the same on every machine and for ever, because histories keep them. Eight bytes are taken at a time by one multiplication whose
/// two halves are folded (as in wyhash). Against texts made to collide it protects nobody.
/// </summary>
internal static class LineHash
{
    // Odd, with as many ones as zeros; the last digits of the golden ratio's and two primes' square roots.
    private const ulong Start = 0x9E3779B97F4A7C15;
    private const ulong Step = 0xA0761D6478BD642F;
    private const ulong End = 0xE7037ED1A0B428DB;

    public static ulong Of(ReadOnlySpan<byte> text)
    {
        ulong hash = Start ^ (ulong)text.Length;
        while (text.Length > sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text), Step);
            text = text[sizeof(ulong)..];
        }

        return Fold(hash ^ Last(text), End);
    }

    public static ulong Combine(ulong first, ulong second) => Fold(first ^ Step, second ^ End);

    private static ulong Last(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(uint))
        {
            // The two words overlap; together with the length they say all.
            return BinaryPrimitives.ReadUInt32LittleEndian(text) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]) << 32);
        }

        return text.Length == 0 ? 0 : text[0] | ((ulong)text[text.Length >> 1] << 8) | ((ulong)text[^1] << 16);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
