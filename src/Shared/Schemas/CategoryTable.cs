using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Clientele.Csv;

namespace Clientele.Schemas;

/// <summary>
/// Category spellings by their bytes, without allocating. Spellings that differ in case or accents are learned as they are met, up to a bound.
/// Not safe for two threads.
/// </summary>
internal sealed class CategoryTable
{
    private const int Slots = 1024;
    private const int MaxEntries = Slots / 2;

    private readonly Entry[] _entries = new Entry[Slots];
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly byte[][] _canonical;
    private int _count;

    public CategoryTable(SchemaField field)
    {
        _canonical = [.. field.Categories.Select(Encoding.UTF8.GetBytes)];
        ShortSpellings = new ShortSpellings(_canonical);
        for (int i = 0; i < _canonical.Length; i++)
        {
            Add(_canonical[i], i, isCanonical: true);
            _byKey.TryAdd(NameKey.Of(field.Categories[i]), new Entry(null, i, IsCanonical: false));
        }

        foreach ((string alias, string category) in field.CategoryAliases)
        {
            int index = field.Categories.ToList().IndexOf(category);
            Add(Encoding.UTF8.GetBytes(alias), index, isCanonical: false);
            _byKey.TryAdd(NameKey.Of(alias), new Entry(null, index, IsCanonical: false));
        }
    }

    public ShortSpellings ShortSpellings { get; }

    /// <returns>The category's index, −1 when the text is none.</returns>
    public int Find(ReadOnlySpan<byte> text, out bool isCanonical)
    {
        if (TryFindSpelling(text, out int index, out isCanonical))
        {
            return index;
        }

        index = _byKey.TryGetValue(NameKey.Of(CsvText.ToText(text)), out Entry known) ? known.Index : -1;
        Add(text.ToArray(), index, isCanonical: false);
        return index;
    }

    /// <summary>Among the spellings known so far, by their bytes.</summary>
    public bool TryFindSpelling(ReadOnlySpan<byte> text, out int index, out bool isCanonical)
    {
        for (uint slot = Hash(text); _entries[slot & (Slots - 1)].Spelling is { } spelling; slot++)
        {
            if (text.SequenceEqual(spelling))
            {
                Entry entry = _entries[slot & (Slots - 1)];
                index = entry.Index;
                isCanonical = entry.IsCanonical;
                return true;
            }
        }

        index = -1;
        isCanonical = false;
        return false;
    }

    public ReadOnlySpan<byte> Canonical(int index) => _canonical[index];

    private void Add(byte[] spelling, int index, bool isCanonical)
    {
        if (_count >= MaxEntries || spelling.Length > 64)
        {
            return;
        }

        uint slot = Hash(spelling);
        while (_entries[slot & (Slots - 1)].Spelling is { } other)
        {
            if (spelling.AsSpan().SequenceEqual(other))
            {
                return;
            }

            slot++;
        }

        _entries[slot & (Slots - 1)] = new Entry(spelling, index, isCanonical);
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        // First and last bytes, overlapping where the text is short: no loop over a length that changes from cell to cell.
        ulong packed = (ulong)text.Length;
        if (text.Length >= 8)
        {
            packed ^= MemoryMarshal.Read<ulong>(text) + (31 * MemoryMarshal.Read<ulong>(text[^8..]));
        }
        else if (text.Length >= 4)
        {
            packed ^= MemoryMarshal.Read<uint>(text) | ((ulong)MemoryMarshal.Read<uint>(text[^4..]) << 32);
        }
        else if (text.Length > 0)
        {
            packed ^= ((ulong)text[0] << 8) | ((ulong)text[text.Length / 2] << 16) | ((ulong)text[^1] << 24);
        }

        return (uint)((packed * 0x9E3779B97F4A7C15UL) >> 40);
    }

    private readonly record struct Entry(byte[]? Spelling, int Index, bool IsCanonical);
}
