using System.Globalization;
using System.Text.Json.Nodes;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>A kind of customer as a caller sends it: a property for each field of the schema and for each total of a group.</summary>
internal static class CustomerShape
{
    private const int MostKnown = 9;

    public static JsonObject Of(Schema schema)
    {
        var properties = new JsonObject();
        foreach (SchemaField field in Fields(schema))
        {
            properties[field.Name] = OfField(field);
        }

        foreach (GroupTotal total in GroupTotal.Of(schema))
        {
            properties[total.Field.Name] = OfField(total.Field);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["title"] = schema.Title,
            ["description"] = "Names are compared without case, accents and punctuation, and the other names that the schema knows are taken, too. Values may be missing or null. A total may be given instead of its members; given with them, the total counts.",
            ["properties"] = properties,
        };
    }

    public static JsonObject Example(Schema schema)
    {
        var example = new JsonObject();
        foreach (SchemaField field in Fields(schema))
        {
            example[field.Name] = Example(field);
        }

        return example;
    }

    /// <summary>The little that is known of a customer over the counter: the totals, and some of the features outside them.</summary>
    public static JsonObject ShortExample(Schema schema)
    {
        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(schema);
        HashSet<int> within = [.. totals.SelectMany(total => total.Members)];
        IEnumerable<SchemaField> others = schema.Fields.Where((field, index) => field.Role == FieldRole.Feature && !within.Contains(index));
        var example = new JsonObject();
        foreach (SchemaField field in totals.Select(total => total.Field).Concat(others).Take(MostKnown))
        {
            example[field.Name] = Example(field);
        }

        return example;
    }

    /// <summary>The target is what is asked, and an ignored field changes nothing.</summary>
    private static IEnumerable<SchemaField> Fields(Schema schema) => schema.Fields.Where(field => field.Role is FieldRole.Id or FieldRole.Feature or FieldRole.Attribute);

    private static JsonObject OfField(SchemaField field)
    {
        string type = field.Type switch
        {
            FieldType.Integer => "integer",
            FieldType.Number => "number",
            FieldType.Boolean => "boolean",
            _ => "string",
        };
        var shape = new JsonObject { ["type"] = new JsonArray(type, "null") };
        if (field.Description is { } description)
        {
            shape["description"] = description;
        }

        if (field.IsCategory)
        {
            shape["enum"] = new JsonArray([.. field.Categories.Select(category => (JsonNode?)category), null]);
        }
        else if (field.Type == FieldType.Date)
        {
            shape["format"] = "date";
        }
        else if (field.Type <= FieldType.Number)
        {
            AddBound(shape, "minimum", field.Minimum);
            AddBound(shape, "maximum", field.Maximum);
        }

        shape["examples"] = new JsonArray(Example(field));
        return shape;
    }

    private static void AddBound(JsonObject shape, string name, double? bound)
    {
        if (bound is { } value)
        {
            shape[name] = value;
        }
    }

    private static JsonValue Example(SchemaField field) => field.Type switch
    {
        FieldType.Integer when field.Role == FieldRole.Id => JsonValue.Create(Within(field, 1001)),
        FieldType.Integer => JsonValue.Create(Within(field, field.IsYear ? 1975 : 3)),
        FieldType.Number => JsonValue.Create(Within(field, 100)),
        FieldType.Date => JsonValue.Create(DateOnly.FromDayNumber((int)Within(field, new DateOnly(2013, 9, 21).DayNumber)).ToString("O", CultureInfo.InvariantCulture)),
        FieldType.Boolean => JsonValue.Create(false),
        _ when field.IsCategory => JsonValue.Create(field.Categories[field.Categories.Count / 2])!,
        _ => JsonValue.Create(field.Role == FieldRole.Id ? "C-1001" : "text")!,
    };

    /// <summary>The nearest value that the field allows; whole where the bounds are.</summary>
    private static double Within(SchemaField field, double value) =>
        Math.Min(Math.Max(value, field.Minimum ?? double.NegativeInfinity), field.Maximum ?? double.PositiveInfinity);
}
