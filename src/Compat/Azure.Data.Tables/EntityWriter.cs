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

    private readonly List<Column> _columns = [];

    public void Write(PooledContent content, TableEntity entity)
    {
        content.Write("{"u8);
        int position = 0;
        bool isFirst = true;
        foreach ((string name, object value) in entity.Entries)
        {
            if (value is not null && name is not (TableEntity.TimestampName or TableEntity.ETagName))
            {
                Column column = At(position++, name);
                Write(content, column, value, isFirst);
                isFirst = false;
            }
        }

        content.Write("}"u8);
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

    private static void Write(PooledContent content, Column column, object value, bool isFirst)
    {
        // The same object again has the same text; true, false, small numbers and what belongs to a whole run come as the same object.
        if (ReferenceEquals(column.LastValue, value) && !isFirst)
        {
            content.Write(column.LastText);
            return;
        }

        ReadOnlySpan<byte> name = column.NameOf(TypeOf(value), isFirst);
        Span<byte> room = content.GetSpan(name.Length + MostBytes(value));
        name.CopyTo(room);
        int length = name.Length + WriteValue(room[name.Length..], column, value);
        content.Advance(length);
        if (!isFirst && value is string { Length: <= 64 } or bool or int or long or double or DateTimeOffset)
        {
            column.Remember(value, room[..length]);
        }
    }

    /// <summary>At most so many bytes of JSON: a character becomes six (an escape) at worst.</summary>
    private static int MostBytes(object value) => value switch
    {
        string text => (6 * text.Length) + 2,
        byte[] bytes => (2 * bytes.Length) + 8,
        BinaryData data => (2 * data.ToMemory().Length) + 8,
        _ => 64,
    };

    private static int WriteValue(Span<byte> into, Column column, object value)
    {
        switch (value)
        {
            case string text:
                return WriteText(into, text);
            case bool flag:
                return Copy(flag ? "true"u8 : "false"u8, into);
            case int number:
                return Format(into, number);
            case double number:
                return WriteDouble(into, number);
            case long number:
                into[0] = Quote;
                int digits = Format(into[1..], number);
                into[digits + 1] = Quote;
                return digits + 2;
            case DateTimeOffset time:
                return WriteTime(into, time.UtcDateTime);
            case DateTime time:
                return WriteTime(into, time.ToUniversalTime());
            case Guid guid:
                return WriteText(into, guid.ToString());
            case byte[] bytes:
                return WriteText(into, Convert.ToBase64String(bytes));
            case BinaryData data:
                return WriteText(into, Convert.ToBase64String(data.ToMemory().Span));
            default:
                throw new NotSupportedException($"A table has no type for {value.GetType().Name}, found in {column.Name}.");
        }
    }

    /// <summary>What the value must be annotated with, because its JSON alone would be taken for something else; null for nothing.</summary>
    private static string? TypeOf(object value) => value switch
    {
        // 3.0 is written as 3, which alone would be an integer.
        double number => !double.IsFinite(number) || Math.Floor(number) == number ? "Edm.Double" : null,
        long => "Edm.Int64",
        DateTimeOffset or DateTime => "Edm.DateTime",
        Guid => "Edm.Guid",
        byte[] or BinaryData => "Edm.Binary",
        _ => null,
    };

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
        into[written + 1] = Quote;
        return written + 2;
    }

    private static int WriteText(Span<byte> into, string text)
    {
        into[0] = Quote;
        int written = Encoding.UTF8.GetBytes(text, into[1..]);
        if (JavaScriptEncoder.Default.FindFirstCharacterToEncodeUtf8(into.Slice(1, written)) >= 0)
        {
            written = Copy(JsonEncodedText.Encode(text).EncodedUtf8Bytes, into[1..]);
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

        /// <summary>Comma, annotation if there is a type, name and colon.</summary>
        public ReadOnlySpan<byte> NameOf(string? type, bool isFirst)
        {
            if (type is null)
            {
                _plain ??= Text(null);
                return _plain.AsSpan(isFirst ? 1 : 0);
            }

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
