using System.Text;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>The texts of one field, numbered: declared categories first, then others as they come.</summary>
internal sealed class FieldTexts
{
    /// <summary>Distinct texts kept; further ones are all the same unknown text.</summary>
    private const int MaxTexts = 10_000;

    private readonly Dictionary<string, int> _numberOf = new(StringComparer.Ordinal);

    public FieldTexts(IReadOnlyList<string> categories)
    {
        Declared = categories.Count;
        foreach (string category in categories)
        {
            Know(category);
        }
    }

    /// <summary>Stands for every text past the bound; no file can hold it, because a NUL is rejected.</summary>
    public static ReadOnlySpan<byte> Beyond => "\0"u8;

    public int Declared { get; }

    public List<string> Known { get; } = [];

    public List<byte[]> Utf8 { get; } = [];

    public double NumberOf(TypedRecord record, int field)
    {
        double declared = record.Numbers[field];
        if (declared >= 0 && declared < Declared)
        {
            return declared;
        }

        ReadOnlySpan<byte> utf8 = record.Text(field);
        if (utf8.IsEmpty)
        {
            return double.NaN;
        }

        string text = Encoding.UTF8.GetString(utf8);
        if (_numberOf.TryGetValue(text, out int number))
        {
            return number;
        }

        return Known.Count < MaxTexts ? Know(text) : MaxTexts;
    }

    private int Know(string text)
    {
        int number = Known.Count;
        _numberOf.TryAdd(text, number);
        Known.Add(text);
        Utf8.Add(Encoding.UTF8.GetBytes(text));
        return number;
    }
}
