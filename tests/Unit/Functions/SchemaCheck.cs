using System.Globalization;
using System.Text.Json;

namespace Clientele.Unit.Functions;

/// <summary>As much of JSON Schema as the app's own document uses.</summary>
internal static class SchemaCheck
{
    /// <summary>The node that <c>#/a/b</c> names, or null.</summary>
    public static JsonElement? Resolve(JsonElement document, string reference)
    {
        JsonElement node = document;
        foreach (string step in reference.Split('/').Skip(1))
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(step, out node))
            {
                return null;
            }
        }

        return reference.StartsWith("#/", StringComparison.Ordinal) ? node : null;
    }

    /// <summary>What of the value does not fit, each with the path to it.</summary>
    public static List<string> Faults(JsonElement document, JsonElement schema, JsonElement value, string path = "")
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return [];
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Faults(document, Resolve(document, reference.GetString()!)!.Value, value, path);
        }

        List<string> faults = [];
        if (schema.TryGetProperty("anyOf", out JsonElement choices) && choices.EnumerateArray().All(choice => Faults(document, choice, value, path).Count > 0))
        {
            faults.AddRange(choices.EnumerateArray().SelectMany(choice => Faults(document, choice, value, path)));
        }

        if (schema.TryGetProperty("type", out JsonElement type) && !Types(type).Any(each => IsOf(each, value)))
        {
            faults.Add($"{path}: {value.GetRawText()} is not of type {type.GetRawText()}");
        }

        if (schema.TryGetProperty("enum", out JsonElement allowed) && !allowed.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)))
        {
            faults.Add($"{path}: {value.GetRawText()} is none of {allowed.GetRawText()}");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Number when (schema.TryGetProperty("minimum", out JsonElement minimum) && value.GetDouble() < minimum.GetDouble())
                || (schema.TryGetProperty("maximum", out JsonElement maximum) && value.GetDouble() > maximum.GetDouble()):
                faults.Add($"{path}: {value.GetRawText()} is out of bounds");
                break;
            case JsonValueKind.String when schema.TryGetProperty("format", out JsonElement format) && format.GetString() == "date"
                && !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
                faults.Add($"{path}: {value.GetRawText()} is no date");
                break;
            case JsonValueKind.Array when schema.TryGetProperty("items", out JsonElement items):
                faults.AddRange(value.EnumerateArray().SelectMany((item, i) => Faults(document, items, item, $"{path}[{i}]")));
                break;
            case JsonValueKind.Object:
                faults.AddRange(OfObject(document, schema, value, path));
                break;
        }

        return faults;
    }

    /// <summary>A property that the schema does not know is a fault here, though JSON Schema lets it pass: an example must not show what is not described.</summary>
    private static IEnumerable<string> OfObject(JsonElement document, JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            foreach (string name in required.EnumerateArray().Select(each => each.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
            {
                yield return $"{path}.{name} is missing";
            }
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            string here = $"{path}.{property.Name}";
            if (schema.TryGetProperty("properties", out JsonElement known) && known.TryGetProperty(property.Name, out JsonElement described))
            {
                foreach (string fault in Faults(document, described, property.Value, here))
                {
                    yield return fault;
                }
            }
            else if (schema.TryGetProperty("additionalProperties", out JsonElement others))
            {
                foreach (string fault in Faults(document, others, property.Value, here))
                {
                    yield return fault;
                }
            }
            else if (schema.TryGetProperty("properties", out _))
            {
                yield return $"{here} is not described";
            }
        }
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(each => each.GetString()!) : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() == Math.Floor(value.GetDouble()),
        _ => false,
    };
}
