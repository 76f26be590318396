using System.Buffers;
using System.Buffers.Binary;
using Clientele.Bytes;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>
/// The rows of one bucket, from all chunks, merged: sorted by key, one per customer. Where an id is repeated the last record of the file stands;
/// the earlier ones are duplicates.
/// </summary>
internal sealed class BucketRows : IKeyedRows, IDisposable
{
    private byte[] _bytes;
    private readonly int[] _chunkStarts;
    private int[] _kept;
    private readonly List<(int Start, int KeptStart)> _duplicates;

    private BucketRows(byte[] bytes, int[] chunkStarts, int[] kept, int count, List<(int Start, int KeptStart)> duplicates)
    {
        _bytes = bytes;
        _chunkStarts = chunkStarts;
        _kept = kept;
        Count = count;
        _duplicates = duplicates;
    }

    /// <summary>Customers, in key order.</summary>
    public int Count { get; }

    public ScoredRow this[int index] => ScoredRow.Read(RowBytes(_kept[index]));

    public ReadOnlySpan<byte> Key(int index) => ScoredRow.KeyOf(RowBytes(_kept[index]));

    /// <summary>Bytes of a row, as read parts wrote it.</summary>
    public int Size(int index) => BitConverter.ToInt32(_bytes, _kept[index]);

    public int DuplicateCount => _duplicates.Count;

    /// <summary>A record set aside, in file order: its chunk, and the line of the record that stands.</summary>
    public ScoredRow Duplicate(int index, out int chunk, out long keptLine)
    {
        (int start, int keptStart) = _duplicates[index];
        int found = Array.BinarySearch(_chunkStarts, start);
        chunk = found >= 0 ? LastOfEqual(found) : ~found - 1;
        keptLine = ScoredRow.Read(RowBytes(keptStart)).Line;
        return ScoredRow.Read(RowBytes(start));
    }

    /// <param name="chunks">Blob and sections of each chunk, in file order.</param>
    public static async Task<BucketRows> LoadAsync(IBlobContainer results, IReadOnlyList<(string Name, ChunkSections Sections)> chunks, int bucket, CancellationToken cancellation)
    {
        byte[] bytes = LargeArrays.Pool.Rent(chunks.Sum(chunk => chunk.Sections.Rows(bucket).Length));
        int[] chunkStarts = new int[chunks.Count];
        int at = 0;
        for (int i = 0; i < chunks.Count; i++)
        {
            chunkStarts[i] = at;
            (int offset, int length) = chunks[i].Sections.Rows(bucket);
            if (length > 0)
            {
                await using Stream stream = await results.OpenReadAsync(chunks[i].Name, ifMatch: null, offset, length, cancellation);
                await stream.ReadExactlyAsync(bytes.AsMemory(at, length), cancellation);
                at += length;
            }
        }

        return Merge(bytes, at, chunkStarts);
    }

    /// <summary>Gives the rows' memory back; nothing of them may be used after.</summary>
    public void Dispose()
    {
        byte[] bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
        {
            LargeArrays.Pool.Return(bytes);
            ArrayPool<int>.Shared.Return(Interlocked.Exchange(ref _kept, []));
        }
    }

    /// <summary>
    /// By key, rows of one key in file order. Keys of a bucket begin alike (padding, prefixes), so the eight bytes behind what all have in common are
    /// sorted as numbers first, and only rows that agree in them are compared whole.
    /// </summary>
    private static BucketRows Merge(byte[] bytes, int length, int[] chunkStarts)
    {
        int count = CountRows(bytes.AsSpan(0, length));
        int[] starts = ArrayPool<int>.Shared.Rent(count);
        ulong[] heads = ArrayPool<ulong>.Shared.Rent(count);
        FillStarts(bytes.AsSpan(0, length), starts.AsSpan(0, count));
        FillHeads(bytes, starts.AsSpan(0, count), heads);
        heads.AsSpan(0, count).Sort(starts.AsSpan(0, count));

        int kept = 0;
        var duplicates = new List<(int Start, int KeptStart)>();
        for (int first = 0, end; first < count; first = end)
        {
            end = first + 1;
            while (end < count && heads[end] == heads[first])
            {
                end++;
            }

            // What is kept moves to the front of the same array.
            kept = Keep(bytes, starts, first, end, kept, duplicates);
        }

        ArrayPool<ulong>.Shared.Return(heads);
        duplicates.Sort((a, b) => a.Start.CompareTo(b.Start));
        return new BucketRows(bytes, chunkStarts, starts, kept, duplicates);
    }

    /// <summary>Of rows that agree in the head of their keys, keeps the last of each key. Returns how many are kept by now.</summary>
    private static int Keep(byte[] bytes, int[] starts, int first, int end, int kept, List<(int Start, int KeptStart)> duplicates)
    {
        if (end - first > 1)
        {
            starts.AsSpan(first, end - first).Sort((a, b) =>
            {
                int byKey = KeyAt(bytes, a).SequenceCompareTo(KeyAt(bytes, b));
                return byKey != 0 ? byKey : a.CompareTo(b);
            });
        }

        for (int i = first; i < end;)
        {
            int last = i;
            while (last + 1 < end && KeyAt(bytes, starts[i]).SequenceEqual(KeyAt(bytes, starts[last + 1])))
            {
                last++;
            }

            for (; i < last; i++)
            {
                duplicates.Add((starts[i], starts[last]));
            }

            starts[kept++] = starts[last];
            i = last + 1;
        }

        return kept;
    }

    private static ReadOnlySpan<byte> KeyAt(byte[] bytes, int start) => ScoredRow.KeyOf(bytes.AsSpan(start + 4));

    private static void FillHeads(byte[] bytes, ReadOnlySpan<int> starts, ulong[] heads)
    {
        int common = starts.IsEmpty ? 0 : CommonPrefix(bytes, starts);
        for (int i = 0; i < starts.Length; i++)
        {
            heads[i] = Head(KeyAt(bytes, starts[i])[common..]);
        }
    }

    private static int CommonPrefix(byte[] bytes, ReadOnlySpan<int> starts)
    {
        ReadOnlySpan<byte> common = KeyAt(bytes, starts[0]);
        foreach (int start in starts)
        {
            common = common[..common.CommonPrefixLength(KeyAt(bytes, start))];
        }

        return common.Length;
    }

    // Shorter keys come first, as zero is below every byte of a key.
    private static ulong Head(ReadOnlySpan<byte> key)
    {
        Span<byte> eight = stackalloc byte[8];
        eight.Clear();
        key[..Math.Min(8, key.Length)].CopyTo(eight);
        return BinaryPrimitives.ReadUInt64BigEndian(eight);
    }

    private static int CountRows(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        for (int at = 0; at < bytes.Length; at += 4 + BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]))
        {
            count++;
        }

        return count;
    }

    private static void FillStarts(ReadOnlySpan<byte> bytes, Span<int> starts)
    {
        for (int i = 0, at = 0; i < starts.Length; at += 4 + BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]), i++)
        {
            starts[i] = at;
        }
    }

    private ReadOnlySpan<byte> RowBytes(int start) => _bytes.AsSpan(start + 4, BitConverter.ToInt32(_bytes, start));

    // Empty chunks share their start with the next; the row belongs to the last of them.
    private int LastOfEqual(int index)
    {
        while (index + 1 < _chunkStarts.Length && _chunkStarts[index + 1] == _chunkStarts[index])
        {
            index++;
        }

        return index;
    }
}
