using System.Runtime.InteropServices;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>
/// The rows of one bucket, from all chunks, merged: sorted by key, one per customer. Where an id is repeated the last record of the file stands;
/// the earlier ones are duplicates.
/// </summary>
internal sealed class BucketRows
{
    private readonly byte[] _bytes;
    private readonly int[] _chunkStarts;
    private readonly int[] _kept;
    private readonly List<(int Start, int KeptStart)> _duplicates;

    private BucketRows(byte[] bytes, int[] chunkStarts, int[] kept, List<(int Start, int KeptStart)> duplicates)
    {
        _bytes = bytes;
        _chunkStarts = chunkStarts;
        _kept = kept;
        _duplicates = duplicates;
    }

    /// <summary>Customers, in key order.</summary>
    public int Count => _kept.Length;

    public ScoredRow this[int index] => ScoredRow.Read(RowBytes(_kept[index]));

    public ReadOnlySpan<byte> Key(int index) => ScoredRow.KeyOf(RowBytes(_kept[index]));

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
        byte[] bytes = GC.AllocateUninitializedArray<byte>(chunks.Sum(chunk => chunk.Sections.Rows(bucket).Length));
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

        return Merge(bytes, chunkStarts);
    }

    private static BucketRows Merge(byte[] bytes, int[] chunkStarts)
    {
        List<int> starts = RowStarts(bytes);
        CollectionsMarshal.AsSpan(starts).Sort((a, b) =>
        {
            int byKey = ScoredRow.KeyOf(bytes.AsSpan(a + 4)).SequenceCompareTo(ScoredRow.KeyOf(bytes.AsSpan(b + 4)));
            return byKey != 0 ? byKey : a.CompareTo(b);
        });

        int[] kept = new int[starts.Count];
        int keptCount = 0;
        var duplicates = new List<(int Start, int KeptStart)>();
        for (int i = 0; i < starts.Count;)
        {
            int last = i;
            while (last + 1 < starts.Count && ScoredRow.KeyOf(bytes.AsSpan(starts[i] + 4)).SequenceEqual(ScoredRow.KeyOf(bytes.AsSpan(starts[last + 1] + 4))))
            {
                last++;
            }

            for (; i < last; i++)
            {
                duplicates.Add((starts[i], starts[last]));
            }

            kept[keptCount++] = starts[last];
            i = last + 1;
        }

        duplicates.Sort((a, b) => a.Start.CompareTo(b.Start));
        return new BucketRows(bytes, chunkStarts, kept.AsSpan(0, keptCount).ToArray(), duplicates);
    }

    private static List<int> RowStarts(byte[] bytes)
    {
        var starts = new List<int>(bytes.Length / 64);
        for (int at = 0; at < bytes.Length; at += 4 + BitConverter.ToInt32(bytes, at))
        {
            starts.Add(at);
        }

        return starts;
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
