using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Writes rows as the service's JSON. No text is built per column.</summary>
internal static class EntityWriter
{
    public static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    private const string TypeSuffix = "@odata.type";
    private const int LongestName = 255;

    private static readonly JsonEncodedText Int64 = JsonEncodedText.Encode("Edm.Int64");
    private static readonly JsonEncodedText Double = JsonEncodedText.Encode("Edm.Double");
    private static readonly JsonEncodedText Guid = JsonEncodedText.Encode("Edm.Guid");
    private static readonly JsonEncodedText Binary = JsonEncodedText.Encode("Edm.Binary");
    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("Edm.DateTime");

    public static void Write(Utf8JsonWriter json, TableEntity entity)
    {
        json.WriteStartObject();
        foreach ((string name, object value) in entity.Entries)
        {
            if (value is not null && name is not (TableEntity.TimestampName or TableEntity.ETagName))
            {
                Write(json, name, value);
            }
        }

        json.WriteEndObject();
        json.Flush();
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case double number:
                Write(json, name, number);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case long number:
                WriteType(json, name, Int64);
                Span<char> digits = stackalloc char[20];
                number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
                json.WriteString(name, digits[..length]);
                break;
            case DateTimeOffset time:
                WriteType(json, name, Time);
                json.WriteString(name, time.UtcDateTime);
                break;
            case DateTime time:
                WriteType(json, name, Time);
                json.WriteString(name, time.ToUniversalTime());
                break;
            case Guid guid:
                WriteType(json, name, Guid);
                json.WriteString(name, guid);
                break;
            case byte[] bytes:
                WriteType(json, name, Binary);
                json.WriteBase64String(name, bytes);
                break;
            case BinaryData data:
                WriteType(json, name, Binary);
                json.WriteBase64String(name, data.ToMemory().Span);
                break;
            default:
                throw new NotSupportedException($"A table has no type for {value.GetType().Name}, found in {name}.");
        }
    }

    private static void Write(Utf8JsonWriter json, string name, double number)
    {
        if (!double.IsFinite(number))
        {
            WriteType(json, name, Double);
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            return;
        }

        // 3.0 is written as 3, which alone would be an integer.
        if (Math.Floor(number) == number)
        {
            WriteType(json, name, Double);
        }

        json.WriteNumber(name, number);
    }

    private static void WriteType(Utf8JsonWriter json, string name, JsonEncodedText type)
    {
        if (name.Length > LongestName)
        {
            throw new ArgumentException($"The column name {name} is longer than {LongestName} characters.", nameof(name));
        }

        Span<char> annotated = stackalloc char[LongestName + TypeSuffix.Length];
        name.CopyTo(annotated);
        TypeSuffix.CopyTo(annotated[name.Length..]);
        json.WriteString(annotated[..(name.Length + TypeSuffix.Length)], type);
    }
}
