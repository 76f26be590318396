using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Clientele.Schemas;

/// <summary>One value that was put right.</summary>
/// <param name="Field">Index into <see cref="Schema.Fields"/>.</param>
/// <param name="Code">One of <see cref="RepairCode"/>.</param>
public readonly record struct Repair(int Field, RepairCode Code);

public enum RepairCode
{
    /// <summary>No value; the model's typical value stands in.</summary>
    Missing,

    /// <summary>Text where a number, date or yes/no belongs; treated as missing.</summary>
    NotReadable,

    /// <summary>Outside the field's bounds; treated as missing.</summary>
    OutOfRange,

    /// <summary>Another spelling of a known category.</summary>
    CategoryMapped,

    /// <summary>A category that the schema does not list; kept as text.</summary>
    UnknownCategory,

    /// <summary>A number with a fraction in an integer column; rounded.</summary>
    Rounded,

    /// <summary>Free text longer than a table's cell takes; cut.</summary>
    Shortened,
}

/// <summary>
/// The typed values of one record, one slot per field of the schema. Reused from record to record, so that reading allocates nothing per row.
/// The same class carries a customer from a file and from a single prediction.
/// </summary>
public sealed class TypedRecord
{
    private readonly int[] _textStart;
    private readonly int[] _textLength;
    private byte[] _text = new byte[1024];
    private int _textUsed;

    public TypedRecord(Schema schema)
    {
        Schema = schema;
        Numbers = new double[schema.Fields.Count];
        _textStart = new int[schema.Fields.Count];
        _textLength = new int[schema.Fields.Count];
        Clear();
    }

    public Schema Schema { get; }

    /// <summary>
    /// Integer and Number: the value; Date: <see cref="DateOnly.DayNumber"/>; Boolean: 0 or 1; category: index into Categories, −1 when not listed;
    /// free text: not used. NaN where there is no value.
    /// </summary>
    public double[] Numbers { get; }

    /// <summary>
    /// The day, as <see cref="DateOnly.DayNumber"/>, on which the record was true: the reference date of its file. Ages and tenures count back from it.
    /// Set once per file; <see cref="Clear"/> leaves it.
    /// </summary>
    public int AsOf { get; set; }

    /// <summary>What was put right in this record.</summary>
    public List<Repair> Repairs { get; } = [];

    /// <summary>UTF-8 of a Text field (for a category its canonical spelling, or the file's own when not listed); empty where there is no value.</summary>
    public ReadOnlySpan<byte> Text(int field) => _text.AsSpan(_textStart[field], _textLength[field]);

    public string TextString(int field) => Encoding.UTF8.GetString(Text(field));

    public void SetText(int field, ReadOnlySpan<byte> utf8)
    {
        if (_textUsed + utf8.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textUsed + utf8.Length));
        }

        utf8.CopyTo(_text.AsSpan(_textUsed));
        _textStart[field] = _textUsed;
        _textLength[field] = utf8.Length;
        _textUsed += utf8.Length;
    }

    /// <summary>As <see cref="SetText"/>, for at most sixteen bytes; sixteen may be read, because copying a length that varies costs more than copying all.</summary>
    internal void SetShortText(int field, ref byte utf8, int length)
    {
        int used = _textUsed;
        if (used + Vector128<byte>.Count > _text.Length)
        {
            SetText(field, MemoryMarshal.CreateReadOnlySpan(ref utf8, length));
            return;
        }

        Vector128.LoadUnsafe(ref utf8).StoreUnsafe(ref _text[used]);
        _textStart[field] = used;
        _textLength[field] = length;
        _textUsed = used + length;
    }

    /// <summary>Empties every slot.</summary>
    public void Clear()
    {
        Array.Fill(Numbers, double.NaN);
        ClearAllButNumbers();
    }

    internal void ClearAllButNumbers()
    {
        Array.Clear(_textLength);
        _textUsed = 0;
        Repairs.Clear();
    }
}
