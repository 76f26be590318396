using System.Text;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Runs.Scoring;

/// <summary>
/// One scored customer between reading and publishing: where the record stood, its score, what was repaired, and the published columns.
/// A row in a chunk blob is its length (4 bytes) and these bytes.
/// </summary>
internal readonly ref struct ScoredRow
{
    private const byte SeenInTrainingFlag = 1;

    // The flags' upper bits hold the number of reasons.
    private const int ReasonsShift = 4;

    private ScoredRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, long line, int rawOffset, int rawLength, CustomerScore score, SegmentAssignment segments, bool seen, ReadOnlySpan<byte> repairs, ReadOnlySpan<byte> columns)
    {
        Key = key;
        Id = id;
        Line = line;
        RawOffset = rawOffset;
        RawLength = rawLength;
        Score = score;
        Segments = segments;
        SeenInTraining = seen;
        Repairs = repairs;
        Columns = columns;
    }

    public ReadOnlySpan<byte> Key { get; }
    public ReadOnlySpan<byte> Id { get; }
    public long Line { get; }

    /// <summary>Where the record's own text begins in the raw section of its chunk and bucket.</summary>
    public int RawOffset { get; }
    public int RawLength { get; }
    public CustomerScore Score { get; }
    public SegmentAssignment Segments { get; }
    public bool SeenInTraining { get; }

    /// <summary>Two bytes each: field, <see cref="RepairCode"/>.</summary>
    public ReadOnlySpan<byte> Repairs { get; }

    /// <summary>Published columns in schema order, for <see cref="ByteCursor"/>.</summary>
    public ReadOnlySpan<byte> Columns { get; }

    public static void Write(ByteBuffer into, ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, long line, int rawOffset, int rawLength, in CustomerScore score, in SegmentAssignment segments, bool seen, TypedRecord record, FeatureSpace typical)
    {
        int start = into.Length;
        into.Int32(0);
        into.ShortText(key);
        into.ShortText(id);
        into.Varint((ulong)line);
        into.Varint((uint)rawOffset);
        into.Varint((uint)rawLength);
        into.Double(score.Probability);
        into.Byte((byte)score.Decile);
        into.Byte((byte)score.Verdicts);
        into.Double(score.ExpectedProfit);
        into.Varint((uint)segments.Two);
        into.Varint((uint)segments.Three);
        into.Varint((uint)segments.Recommended);
        WriteFlagsAndReasons(into, seen, score.Reasons);
        into.Byte((byte)record.Repairs.Count);
        foreach (Repair repair in record.Repairs)
        {
            into.Byte((byte)repair.Field);
            into.Byte((byte)repair.Code);
        }

        WriteColumns(into, record, typical);
        into.PatchInt32(start, into.Length - start - 4);
    }

    private static void WriteFlagsAndReasons(ByteBuffer into, bool seen, in TopReasons reasons)
    {
        int count = 0;
        while (count < TopReasons.Count && !reasons[count].IsNothing)
        {
            count++;
        }

        into.Byte((byte)((seen ? SeenInTrainingFlag : 0) | (count << ReasonsShift)));
        for (int i = 0; i < count; i++)
        {
            Reason reason = reasons[i];
            into.Varint((uint)reason.Topic);
            into.Single(reason.Contribution);
            into.Number(reason.Value);
        }
    }

    private static TopReasons ReadReasons(ref ByteCursor cursor, int count)
    {
        Reason first = ReadReason(ref cursor, count > 0);
        Reason second = ReadReason(ref cursor, count > 1);
        return new TopReasons(first, second, ReadReason(ref cursor, count > 2));
    }

    private static Reason ReadReason(ref ByteCursor cursor, bool isThere)
    {
        if (!isThere)
        {
            return Reason.Nothing;
        }

        short topic = checked((short)cursor.Varint());
        float contribution = cursor.Single();
        return new Reason(topic, contribution, cursor.Number());
    }

    /// <summary>A missing value is published as the model's typical one: that is what the score stands on.</summary>
    private static void WriteColumns(ByteBuffer into, TypedRecord record, FeatureSpace typical)
    {
        IReadOnlyList<SchemaField> fields = record.Schema.Fields;
        for (int i = 0; i < fields.Count; i++)
        {
            if (!fields[i].IsPublished)
            {
                continue;
            }

            if (fields[i].Type == FieldType.Text)
            {
                ReadOnlySpan<byte> text = record.Text(i);
                into.ShortText(text.IsEmpty ? Encoding.UTF8.GetBytes(typical.TypicalText(i)) : text);
            }
            else
            {
                double value = record.Numbers[i];
                into.Number(double.IsNaN(value) ? typical.TypicalNumber(i, record.AsOf) : value);
            }
        }
    }

    /// <summary>Reads one row, without its length.</summary>
    public static ScoredRow Read(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        ReadOnlySpan<byte> key = cursor.ShortText();
        ReadOnlySpan<byte> id = cursor.ShortText();
        long line = (long)cursor.Varint();
        int rawOffset = (int)cursor.Varint();
        int rawLength = (int)cursor.Varint();
        double probability = cursor.Double();
        int decile = cursor.Byte();
        var verdicts = (ObjectiveVerdicts)cursor.Byte();
        double profit = cursor.Double();
        var segments = new SegmentAssignment((int)cursor.Varint(), (int)cursor.Varint(), (int)cursor.Varint());
        byte flags = cursor.Byte();
        TopReasons reasons = ReadReasons(ref cursor, flags >> ReasonsShift);
        ReadOnlySpan<byte> repairs = cursor.Take(2 * cursor.Byte());
        var score = new CustomerScore(probability, decile, verdicts, profit, reasons);
        return new ScoredRow(key, id, line, rawOffset, rawLength, score, segments, (flags & SeenInTrainingFlag) != 0, repairs, cursor.Rest());
    }

    /// <summary>A text among the published columns; empty where the field is not published, or no text.</summary>
    public ReadOnlySpan<byte> TextOf(Schema schema, int field)
    {
        var cursor = new ByteCursor(Columns);
        for (int i = 0; i <= field; i++)
        {
            if (!schema.Fields[i].IsPublished)
            {
                continue;
            }

            if (schema.Fields[i].Type != FieldType.Text)
            {
                cursor.Number();
                continue;
            }

            ReadOnlySpan<byte> text = cursor.ShortText();
            if (i == field)
            {
                return text;
            }
        }

        return [];
    }

    /// <summary>Only the key, for sorting.</summary>
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> bytes) => new ByteCursor(bytes).ShortText();

    public string KeyText => Encoding.ASCII.GetString(Key);

    public string IdText => Encoding.UTF8.GetString(Id);
}
