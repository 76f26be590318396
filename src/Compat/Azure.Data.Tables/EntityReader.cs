using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Reads rows from the service's JSON. One reader per answer: names are shared by its rows.</summary>
internal sealed class EntityReader
{
    private const string TypeSuffix = "@odata.type";

    private readonly List<string> _names = [];
    private int _columns = 14;

    /// <summary>The rows of <c>{"value":[{…},…]}</c>.</summary>
    public IReadOnlyList<TableEntity> ReadPage(ReadOnlySpan<byte> content)
    {
        var rows = new List<TableEntity>();
        var json = new Utf8JsonReader(content);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(ReadRow(ref json));
            }
        }

        return rows;
    }

    public TableEntity ReadRow(ReadOnlySpan<byte> content)
    {
        var json = new Utf8JsonReader(content);
        json.Read();
        return ReadRow(ref json);
    }

    private TableEntity ReadRow(ref Utf8JsonReader json)
    {
        var entity = new TableEntity(null!, null!, _columns);
        string? typed = null;
        string? type = null;
        int position = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = Name(ref json, position++);
            json.Read();
            if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                typed = name;
                type = json.GetString();
                continue;
            }

            bool isTyped = typed is not null && typed.Length == name.Length + TypeSuffix.Length && typed.StartsWith(name, StringComparison.Ordinal);
            if (name is TableEntity.ETagName or TableEntity.PartitionKeyName or TableEntity.RowKeyName)
            {
                entity[name] = json.GetString();
            }
            else if (name == TableEntity.TimestampName)
            {
                entity[name] = json.GetDateTimeOffset();
            }
            else if (!name.StartsWith("odata.", StringComparison.Ordinal) && json.TokenType != JsonTokenType.Null)
            {
                entity.Append(name, Value(ref json, isTyped ? type : null));
            }
        }

        _columns = entity.Count;
        return entity;
    }

    /// <summary>Rows of an answer mostly have the same names in the same order, so most names are found without making a string.</summary>
    private string Name(ref Utf8JsonReader json, int position)
    {
        if (position < _names.Count && json.ValueTextEquals(_names[position]))
        {
            return _names[position];
        }

        string name = json.GetString()!;
        if (position < _names.Count)
        {
            _names[position] = name;
        }
        else
        {
            _names.Add(name);
        }

        return name;
    }

    private static object Value(ref Utf8JsonReader json, string? type) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when type == "Edm.Double" => json.GetDouble(),
        JsonTokenType.Number => Number(ref json),
        JsonTokenType.String => Text(ref json, type),
        _ => throw new JsonException($"A table row holds a {json.TokenType}."),
    };

    private static object Number(ref Utf8JsonReader json) =>
        json.ValueSpan.IndexOfAny(".eE"u8) < 0 && json.TryGetInt32(out int number) ? (object)number : json.GetDouble();

    private static object Text(ref Utf8JsonReader json, string? type) => type switch
    {
        null or "Edm.String" => json.GetString()!,
        "Edm.Int64" => long.Parse(json.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
        "Edm.DateTime" => json.GetDateTimeOffset(),
        "Edm.Guid" => json.GetGuid(),
        "Edm.Binary" => json.GetBytesFromBase64(),
        "Edm.Double" => json.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
            null => throw new JsonException("A number of a table row is null."),
        },
        _ => throw new JsonException($"A table row holds the unknown type {type}."),
    };
}
