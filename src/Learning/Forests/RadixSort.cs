using System.Numerics;

namespace Clientele.Learning;

/// <summary>Sorts numbers by their upper 32 bits, keeping the order of equals; the lower 32 are payload.</summary>
internal static class RadixSort
{
    /// <summary>Below this, setting up the counters costs more than insertion.</summary>
    private const int InsertionLimit = 32;
    private const int DigitBits = 8;

    /// <param name="keys">Sorted on return.</param>
    /// <param name="spare">As long; overwritten.</param>
    /// <param name="highest">The largest upper half there is; the smaller, the fewer passes. O(length · bits of it / 8).</param>
    public static void Sort(Span<ulong> keys, Span<ulong> spare, uint highest)
    {
        if (keys.Length <= InsertionLimit)
        {
            Insert(keys);
            return;
        }

        int bits = 32 - BitOperations.LeadingZeroCount(highest);
        int passes = (bits + DigitBits - 1) / DigitBits;
        if (passes == 0)
        {
            return;
        }

        int width = (bits + passes - 1) / passes;
        Span<int> next = stackalloc int[1 << DigitBits];
        Span<ulong> from = keys;
        Span<ulong> to = spare[..keys.Length];
        for (int pass = 0; pass < passes; pass++)
        {
            Distribute(from, to, next[..(1 << width)], 32 + (pass * width));
            Span<ulong> swap = from;
            from = to;
            to = swap;
        }

        if (passes % 2 == 1)
        {
            from.CopyTo(keys);
        }
    }

    private static void Distribute(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> next, int shift)
    {
        uint mask = (uint)next.Length - 1;
        next.Clear();
        foreach (ulong key in from)
        {
            next[(int)((uint)(key >> shift) & mask)]++;
        }

        int start = 0;
        for (int digit = 0; digit < next.Length; digit++)
        {
            (next[digit], start) = (start, start + next[digit]);
        }

        foreach (ulong key in from)
        {
            to[next[(int)((uint)(key >> shift) & mask)]++] = key;
        }
    }

    private static void Insert(Span<ulong> keys)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int at = i - 1;
            for (; at >= 0 && keys[at] >> 32 > key >> 32; at--)
            {
                keys[at + 1] = keys[at];
            }

            keys[at + 1] = key;
        }
    }
}
