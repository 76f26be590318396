using System.Text;

namespace Clientele.Features.Drift;

/// <summary>
/// Texts that training did not have, counted. Of more than fifty the first in the order of their bytes stay: a text that is among the first of all was
/// among the first of every part, so its count is whole, in whatever parts a file is counted.
/// </summary>
internal sealed class NewTexts
{
    public const int Most = 50;

    // What two texts share of this length, they are the same for.
    private const int LongestBytes = 64;

    private readonly byte[] _bytes = new byte[Most * LongestBytes];
    private readonly int[] _lengths = new int[Most];
    private readonly long[] _counts = new long[Most];

    // Places in the arrays above, in the order of the texts.
    private readonly int[] _order = new int[Most];

    /// <summary>Texts kept.</summary>
    public int Count { get; private set; }

    /// <summary>Records with a new text, those whose text was not kept included.</summary>
    public long Records { get; private set; }

    /// <param name="text">UTF-8; cut after 64 bytes.</param>
    /// <param name="records">With this text.</param>
    public void Add(ReadOnlySpan<byte> text, long records)
    {
        Records += records;
        ReadOnlySpan<byte> cut = Cut(text);
        int at = PlaceOf(cut, out bool isKept);
        if (isKept)
        {
            _counts[_order[at]] += records;
            return;
        }

        if (at == Most)
        {
            return;
        }

        int slot = Count < Most ? Count++ : _order[Most - 1];
        _order.AsSpan(at, Count - 1 - at).CopyTo(_order.AsSpan(at + 1));
        _order[at] = slot;
        cut.CopyTo(_bytes.AsSpan(slot * LongestBytes));
        _lengths[slot] = cut.Length;
        _counts[slot] = records;
    }

    public void Merge(NewTexts other)
    {
        long records = Records + other.Records;
        for (int i = 0; i < other.Count; i++)
        {
            Add(other.TextAt(i, out long count), count);
        }

        Records = records;
    }

    /// <summary>The text at a place in their order.</summary>
    public ReadOnlySpan<byte> TextAt(int place, out long records)
    {
        int slot = _order[place];
        records = _counts[slot];
        return _bytes.AsSpan(slot * LongestBytes, _lengths[slot]);
    }

    /// <summary>Sets what <see cref="Add"/> cannot know when kept texts are put back: the records of those that were not kept.</summary>
    /// <exception cref="InvalidDataException">Fewer than the kept texts have.</exception>
    public void Restore(long records)
        => Records = records >= Records ? records : throw new InvalidDataException($"{records} records have a new text, and the texts kept have {Records}.");

    /// <summary>At a boundary between characters.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestBytes)
        {
            return text;
        }

        int length = LongestBytes;
        while (length > 0 && (text[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return text[..length];
    }

    private int PlaceOf(ReadOnlySpan<byte> text, out bool isKept)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int compared = text.SequenceCompareTo(TextAt(middle, out _));
            if (compared == 0)
            {
                isKept = true;
                return middle;
            }

            (low, high) = compared < 0 ? (low, middle) : (middle + 1, high);
        }

        isKept = false;
        return low;
    }

    /// <summary>The most frequent texts with their records.</summary>
    public IEnumerable<(string Text, long Records)> MostFrequent(int most)
    {
        var all = new List<(string Text, long Records)>();
        for (int i = 0; i < Count; i++)
        {
            all.Add((Encoding.UTF8.GetString(TextAt(i, out long records)), records));
        }

        // A stable sort: equally frequent ones stay in the order of their bytes.
        return all.OrderByDescending(each => each.Records).Take(most);
    }
}
