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
    private const int LongestNumber = 32;

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

        int start = content.Written.Length;
        content.Write(column.NameOf(TypeOf(value), isFirst));
        WriteValue(content, column, value);
        if (!isFirst && value is string { Length: <= 64 } or bool or int or long or double or DateTimeOffset)
        {
            column.Remember(value, content.Written[start..]);
        }
    }

    private static void WriteValue(PooledContent content, Column column, object value)
    {
        switch (value)
        {
            case string text:
                WriteText(content, text);
                break;
            case bool flag:
                content.Write(flag ? "true"u8 : "false"u8);
                break;
            case int number:
                Format(content, number);
                break;
            case double number:
                WriteDouble(content, number);
                break;
            case long number:
                content.Write("\""u8);
                Format(content, number);
                content.Write("\""u8);
                break;
            case DateTimeOffset time:
                WriteTime(content, time.UtcDateTime);
                break;
            case DateTime time:
                WriteTime(content, time.ToUniversalTime());
                break;
            case Guid guid:
                WriteText(content, guid.ToString());
                break;
            case byte[] bytes:
                WriteText(content, Convert.ToBase64String(bytes));
                break;
            case BinaryData data:
                WriteText(content, Convert.ToBase64String(data.ToMemory().Span));
                break;
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

    private static void WriteDouble(PooledContent content, double number)
    {
        if (!double.IsFinite(number))
        {
            content.Write(double.IsNaN(number) ? "\"NaN\""u8 : number > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        }
        else if (Math.Floor(number) == number && Math.Abs(number) < 1e15 && (number != 0 || !double.IsNegative(number)))
        {
            Format(content, (long)number);
        }
        else
        {
            Format(content, number);
        }
    }

    private static void Format<T>(PooledContent content, T number)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(content.GetSpan(LongestNumber), out int written, default, CultureInfo.InvariantCulture);
        content.Advance(written);
    }

    private static void WriteTime(PooledContent content, DateTime utc)
    {
        content.Write("\""u8);
        utc.TryFormat(content.GetSpan(64), out int written, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
        content.Advance(written);
        content.Write("\""u8);
    }

    private static void WriteText(PooledContent content, string text)
    {
        content.Write("\""u8);
        Span<byte> room = content.GetSpan((text.Length * 3) + 1);
        int written = Encoding.UTF8.GetBytes(text, room);
        if (JavaScriptEncoder.Default.FindFirstCharacterToEncodeUtf8(room[..written]) < 0)
        {
            content.Advance(written);
        }
        else
        {
            content.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        }

        content.Write("\""u8);
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
