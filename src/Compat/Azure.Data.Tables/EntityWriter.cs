using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>
/// Writes rows as the service's JSON, straight into the request's bytes. The rows of a transaction have the same columns in the same order as a rule,
/// and repeat values: what a column's name, and its last value, look like on the wire is kept from row to row.
/// </summary>
internal sealed class EntityWriter
{
    private const int LongestName = 255;
    private const byte Quote = (byte)'"';

    // Asked for at a time: a row of ours fits into one.
    private const int Step = 4096;

    private readonly List<Column> _columns = [];

    public void Write(PooledContent content, TableEntity entity)
    {
        Span<byte> room = content.GetSpan(Step);
        room[0] = (byte)'{';
        int at = 1;
        int position = 0;
        foreach ((string name, object value) in entity.Entries)
        {
            if (value is null || name is TableEntity.TimestampName or TableEntity.ETagName)
            {
                continue;
            }

            Column column = At(position++, name);
            int most = column.MostNameBytes + MostBytes(value);
            if (room.Length - at <= most)
            {
                content.Advance(at);
                room = content.GetSpan(Math.Max(Step, most + 1));
                at = 0;
            }

            at += Write(room[at..], column, value, isFirst: position == 1);
        }

        room[at++] = (byte)'}';
        content.Advance(at);
    }

    private Column At(int position, string name)
    {
        if (position == _columns.Count)
        {
            _columns.Add(new Column(name));
        }
        else if (!ReferenceEquals(_columns[position].Name, name))
        {
            _columns[position] = new Column(name);
        }

        return _columns[position];
    }

    private static int Write(Span<byte> into, Column column, object value, bool isFirst)
    {
        // The same object again has the same text; true, false, small numbers and what belongs to a whole run come as the same object.
        if (ReferenceEquals(column.LastValue, value) && !isFirst)
        {
            return Copy(column.LastText, into);
        }

        int length = WriteNew(into, column, value, isFirst, out bool isLasting);
        if (isLasting && !isFirst)
        {
            column.Remember(value, into[..length]);
        }

        return length;
    }

    /// <summary>At most so many bytes of JSON: a character becomes six (an escape) at worst.</summary>
    private static int MostBytes(object value) => value switch
    {
        string text => (6 * text.Length) + 2,
        byte[] bytes => (2 * bytes.Length) + 8,
        BinaryData data => (2 * data.ToMemory().Length) + 8,
        _ => 64,
    };

    /// <param name="isLasting">The object can't change, and is short enough to be kept.</param>
    private static int WriteNew(Span<byte> into, Column column, object value, bool isFirst, out bool isLasting)
    {
        isLasting = true;
        int at;
        switch (value)
        {
            case string text:
                isLasting = text.Length <= 64;
                at = Copy(column.Plain(isFirst), into);
                return at + WriteText(into[at..], text);
            case double number:
                // 3.0 is written as 3, which alone would be an integer.
                bool isPlain = double.IsFinite(number) && Math.Floor(number) != number;
                at = Copy(isPlain ? column.Plain(isFirst) : column.Typed("Edm.Double", isFirst), into);
                return at + WriteDouble(into[at..], number);
            case bool flag:
                at = Copy(column.Plain(isFirst), into);
                return at + Copy(flag ? "true"u8 : "false"u8, into[at..]);
            case int number:
                at = Copy(column.Plain(isFirst), into);
                return at + Format(into[at..], number);
            case long number:
                at = Copy(column.Typed("Edm.Int64", isFirst), into);
                into[at++] = Quote;
                at += Format(into[at..], number);
                into[at] = Quote;
                return at + 1;
            case DateTimeOffset time:
                at = Copy(column.Typed("Edm.DateTime", isFirst), into);
                return at + WriteTime(into[at..], time.UtcDateTime);
            case DateTime time:
                at = Copy(column.Typed("Edm.DateTime", isFirst), into);
                return at + WriteTime(into[at..], time.ToUniversalTime());
            case Guid guid:
                at = Copy(column.Typed("Edm.Guid", isFirst), into);
                return at + WriteText(into[at..], guid.ToString());
            case byte[] bytes:
                isLasting = false;
                at = Copy(column.Typed("Edm.Binary", isFirst), into);
                return at + WriteText(into[at..], Convert.ToBase64String(bytes));
            case BinaryData data:
                isLasting = false;
                at = Copy(column.Typed("Edm.Binary", isFirst), into);
                return at + WriteText(into[at..], Convert.ToBase64String(data.ToMemory().Span));
            default:
                throw new NotSupportedException($"A table has no type for {value.GetType().Name}, found in {column.Name}.");
        }
    }

    private static int WriteDouble(Span<byte> into, double number)
    {
        if (!double.IsFinite(number))
        {
            return Copy(double.IsNaN(number) ? "\"NaN\""u8 : number > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8, into);
        }

        bool isWhole = Math.Floor(number) == number && Math.Abs(number) < 1e15 && (number != 0 || !double.IsNegative(number));
        return isWhole ? Format(into, (long)number) : Format(into, number);
    }

    private static int Format<T>(Span<byte> into, T number)
        where T : IUtf8SpanFormattable
        => number.TryFormat(into, out int written, default, CultureInfo.InvariantCulture) ? written : throw new InvalidOperationException("A number is longer than a number can be.");

    private static int WriteTime(Span<byte> into, DateTime utc)
    {
        into[0] = Quote;
        utc.TryFormat(into[1..], out int written, "O", CultureInfo.InvariantCulture);
        if (utc.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            // Without the seven zeros.
            written = "2012-09-04T00:00:00Z".Length;
            into[written] = (byte)'Z';
        }

        into[written + 1] = Quote;
        return written + 2;
    }

    private static int WriteText(Span<byte> into, string text)
    {
        into[0] = Quote;
        int written = Encoding.UTF8.GetBytes(text, into[1..]);
        if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(into.Slice(1, written)) >= 0)
        {
            written = Copy(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, into[1..]);
        }

        into[written + 1] = Quote;
        return written + 2;
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> into)
    {
        bytes.CopyTo(into);
        return bytes.Length;
    }

    /// <summary>How a column looks on the wire.</summary>
    private sealed class Column(string name)
    {
        private byte[] _lastText = new byte[64];
        private int _lastLength;
        private byte[]? _plain;
        private string? _type;
        private byte[]? _typed;

        public string Name { get; } = name.Length <= LongestName ? name : throw new ArgumentException($"The column name {name} is longer than {LongestName} characters.", nameof(name));

        public object? LastValue { get; private set; }

        public ReadOnlySpan<byte> LastText => _lastText.AsSpan(0, _lastLength);

        /// <summary>Bytes that comma, annotation, name and colon take at most.</summary>
        public int MostNameBytes { get; } = (2 * 6 * name.Length) + 64;

        /// <summary>Comma, name and colon.</summary>
        public ReadOnlySpan<byte> Plain(bool isFirst)
        {
            _plain ??= Text(null);
            return _plain.AsSpan(isFirst ? 1 : 0);
        }

        /// <summary>Comma, annotation, name and colon.</summary>
        public ReadOnlySpan<byte> Typed(string type, bool isFirst)
        {
            if (!ReferenceEquals(_type, type))
            {
                (_type, _typed) = (type, Text(type));
            }

            return _typed.AsSpan(isFirst ? 1 : 0);
        }

        public void Remember(object value, ReadOnlySpan<byte> text)
        {
            if (text.Length > _lastText.Length)
            {
                _lastText = new byte[text.Length * 2];
            }

            text.CopyTo(_lastText);
            _lastLength = text.Length;
            LastValue = value;
        }

        private byte[] Text(string? type)
        {
            string encoded = JsonEncodedText.Encode(Name).ToString();
            return Encoding.UTF8.GetBytes(type is null ? $",\"{encoded}\":" : $",\"{encoded}@odata.type\":\"{type}\",\"{encoded}\":");
        }
    }
}
