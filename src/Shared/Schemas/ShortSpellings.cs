using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Clientele.Schemas;

/// <summary>The canonical spellings of a category that have at most sixteen bytes, each found by one comparison.</summary>
internal sealed class ShortSpellings
{
    private const int Longest = 16;
    private const int MostSlots = 4096;

    private readonly Vector128<byte>[] _spellings;
    private readonly int[] _categories;
    private readonly int _shift;

    /// <param name="canonical">UTF-8 by category; longer ones are left out.</param>
    public ShortSpellings(byte[][] canonical)
    {
        (Vector128<byte> Spelling, int Category)[] kept =
            [.. canonical.Select((text, category) => (Spelling: text, Category: category)).Where(each => each.Spelling.Length is > 0 and <= Longest).Select(each => (Padded(each.Spelling), each.Category)).DistinctBy(each => each.Item1)];

        // Large enough that no two fall into one slot, or nearly: of those that still do, the later is left to the parser.
        int bits = 4;
        while ((1 << bits) < MostSlots && kept.DistinctBy(each => Hash(each.Spelling) >> (64 - bits)).Count() < kept.Length)
        {
            bits++;
        }

        _shift = 64 - bits;
        _spellings = new Vector128<byte>[1 << bits];
        _categories = new int[1 << bits];
        Array.Fill(_categories, -1);
        foreach ((Vector128<byte> spelling, int category) in kept)
        {
            ulong slot = Hash(spelling) >> _shift;
            if (_categories[slot] < 0)
            {
                _spellings[slot] = spelling;
                _categories[slot] = category;
            }
        }
    }

    /// <param name="text">The first of <paramref name="length"/> bytes none of which is zero; sixteen may be read.</param>
    /// <param name="length">0 or more.</param>
    /// <returns>The category, −1 where it is not found here.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ref byte text, int length)
    {
        // What stands behind the text counts as zero.
        Vector128<byte> within = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
        Vector128<byte> spelling = Vector128.LoadUnsafe(ref text) & within;
        ulong slot = Hash(spelling) >> _shift;
        bool isFound = length <= Longest && spelling == _spellings[slot];
        return isFound ? _categories[slot] : -1;
    }

    private static Vector128<byte> Padded(byte[] text)
    {
        Span<byte> padded = stackalloc byte[Longest];
        padded.Clear();
        text.CopyTo(padded);
        return Vector128.Create<byte>(padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(Vector128<byte> spelling)
    {
        Vector128<ulong> halves = spelling.AsUInt64();
        return (halves.ToScalar() * 0x9E3779B97F4A7C15) + (halves.GetElement(1) * 0xC2B2AE3D27D4EB4F);
    }
}
