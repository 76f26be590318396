using System.Buffers;

namespace Clientele.Features.Drift;

/// <summary>Counts as bytes: unsigned varints of seven bits, and texts with their length before them.</summary>
internal ref struct CounterBytes(ReadOnlySpan<byte> bytes)
{
    private const int LongestVarint = 10;

    private ReadOnlySpan<byte> _rest = bytes;

    public static void Put(IBufferWriter<byte> into, ulong value)
    {
        Span<byte> room = into.GetSpan(LongestVarint);
        int length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        into.Advance(length);
    }

    public static void Put(IBufferWriter<byte> into, NewTexts? texts)
    {
        Put(into, (ulong)(texts?.Count ?? 0));
        if (texts is not { Count: > 0 })
        {
            return;
        }

        Put(into, (ulong)texts.Records);
        for (int i = 0; i < texts.Count; i++)
        {
            ReadOnlySpan<byte> text = texts.TextAt(i, out long records);
            Put(into, (ulong)text.Length);
            into.Write(text);
            Put(into, (ulong)records);
        }
    }

    public long Count()
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("A count of a chunk is too large.");
    }

    public NewTexts? Texts()
    {
        long count = Count();
        if (count == 0)
        {
            return null;
        }

        if (count > NewTexts.Most)
        {
            throw new InvalidDataException($"A chunk counts {count} new texts of one field; {NewTexts.Most} are possible.");
        }

        long records = Count();
        var texts = new NewTexts();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> text = Take(Count());
            texts.Add(text, Count());
        }

        texts.Restore(records);
        return texts;
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException($"The counts of a chunk are followed by {_rest.Length} bytes more.");
        }
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("The counts of a chunk end too early.");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
