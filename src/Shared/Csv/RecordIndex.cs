using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Clientele.Csv;

/// <summary>
/// Where the fields of plain records end, for some kilobytes at a time: sixty-four bytes are compared at once, and what is found is written down without a branch on
/// what it is. It stops before the first quote and the first NUL, whose records <see cref="CsvReader"/> reads one by one.
/// </summary>
/// <remarks>
/// A kernel: it goes around bounds checks. What makes that safe stands here: a block is looked at only where <see cref="Reach"/> more bytes follow it in the array,
/// and both arrays hold as many entries as the window has bytes, and the overhang of the last block.
/// </remarks>
internal sealed class RecordIndex
{
    /// <summary>Readers of indexed fields may read this many bytes from a field's first byte, whatever the field's length.</summary>
    public const int Reach = 64;

    private const int Width = 64;

    // The window's index stays in the first-level cache until its records are typed.
    private const int WindowBytes = 8 * 1024;
    private const byte Nul = 0;

    // The first is the position before the window; then the positions of delimiters, CR and LF.
    private readonly int[] _ends = new int[1 + WindowBytes + Width];

    // For each record the index into _ends, less one, of the last byte of its line end.
    private readonly int[] _lastOfRecord = new int[WindowBytes + Width + 2];

    /// <summary>Records that are wholly in the window.</summary>
    public int Count { get; private set; }

    /// <summary>Element i + 1 is where the window's field i ends, element 0 the position before the first. CR LF counts as an empty field of its own.</summary>
    public int[] Ends => _ends;

    /// <summary>Of each record the number of the field that its line end's last byte ends.</summary>
    public int[] LastOfRecord => _lastOfRecord;

    /// <summary>Looks at the bytes from <paramref name="from"/>, where a record starts.</summary>
    /// <returns>False when there is no plain record to be had.</returns>
    public bool Load(byte[] bytes, int from, int end, byte delimiter)
    {
        int limit = Math.Min(Math.Min(from + WindowBytes, end), bytes.Length - Reach) - Width;
        Count = 0;
        if (limit >= from)
        {
            _ends[0] = from - 1;
            Count = Find(ref MemoryMarshal.GetArrayDataReference(bytes), from, limit, delimiter);
        }

        return Count > 0;
    }

    // Optimised from its first call: a process that has just started would read its first chunks many times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Find(ref byte bytes, int at, int limit, byte delimiter)
    {
        ref int ends = ref _ends[1];
        ref int lasts = ref MemoryMarshal.GetArrayDataReference(_lastOfRecord);
        Vector512<byte> delimiters = Vector512.Create(delimiter);
        int count = 0;
        int records = 0;
        for (; at <= limit; at += Width)
        {
            Vector512<byte> block = Vector512.LoadUnsafe(ref bytes, (nuint)at);
            ulong odd = (Vector512.Equals(block, Vector512.Create(RecordScan.Quote)) | Vector512.Equals(block, Vector512.Create(Nul))).ExtractMostSignificantBits();
            if (odd != 0)
            {
                break;
            }

            Vector512<byte> isLf = Vector512.Equals(block, Vector512.Create(RecordScan.Lf));
            Vector512<byte> isCr = Vector512.Equals(block, Vector512.Create(RecordScan.Cr));
            Vector512<byte> isSeparator = Vector512.Equals(block, delimiters) | isLf | isCr;
            ulong lf = isLf.ExtractMostSignificantBits();
            ulong cr = isCr.ExtractMostSignificantBits();
            ulong separators = isSeparator.ExtractMostSignificantBits();

            // A CR in front of a LF leaves the line's end to it. Where the LF is outside the chunk, the record is merely not seen as complete here.
            ulong lfNext = (lf >> 1) | (Unsafe.Add(ref bytes, at + Width) == RecordScan.Lf ? 1UL << 63 : 0);
            ulong lineEnds = lf | (cr & ~lfNext);

            // Two at once, whether they are there or not: a block without a line's end and one with two are equally common.
            int recordsHere = BitOperations.PopCount(lineEnds);
            for (int i = 0; i < recordsHere || i == 0; i += 2)
            {
                Unsafe.Add(ref lasts, records + i) = count + BitOperations.PopCount(separators & Below(lineEnds));
                lineEnds &= lineEnds - 1;
                Unsafe.Add(ref lasts, records + i + 1) = count + BitOperations.PopCount(separators & Below(lineEnds));
                lineEnds &= lineEnds - 1;
            }

            records += recordsHere;
            int here = BitOperations.PopCount(separators);
            if (Avx512Vbmi2.IsSupported)
            {
                WritePacked(ref Unsafe.Add(ref ends, count), Avx512Vbmi2.Compress(Vector512<byte>.Zero, isSeparator, Vector512<byte>.Indices), at, here);
            }
            else
            {
                for (int i = 0; i < here; i += 8)
                {
                    WriteEight(ref Unsafe.Add(ref ends, count + i), at, ref separators);
                }
            }

            count += here;
        }

        return records;
    }

    /// <summary>The bits below the lowest one; all where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Below(ulong bits) => ~bits & (bits - 1);

    /// <summary>The block's separators came as bytes, the lowest first; thirty-two are written whether they are there or not, because more are rare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePacked(ref int into, Vector512<byte> packed, int at, int count)
    {
        Vector512<int> from = Vector512.Create(at);
        (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(packed.GetLower());
        WriteSixteen(ref into, low, from);
        WriteSixteen(ref Unsafe.Add(ref into, 16), high, from);
        if (count > 32)
        {
            (low, high) = Vector256.Widen(packed.GetUpper());
            WriteSixteen(ref Unsafe.Add(ref into, 32), low, from);
            WriteSixteen(ref Unsafe.Add(ref into, 48), high, from);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteSixteen(ref int into, Vector256<ushort> offsets, Vector512<int> from)
    {
        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(offsets);
        (Vector512.Create(low, high).AsInt32() + from).StoreUnsafe(ref into);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteEight(ref int into, int at, ref ulong separators)
    {
        ulong rest = separators;
        into = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 1) = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 2) = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 3) = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 4) = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 5) = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 6) = at + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        Unsafe.Add(ref into, 7) = at + BitOperations.TrailingZeroCount(rest);
        separators = rest & (rest - 1);
    }
}
