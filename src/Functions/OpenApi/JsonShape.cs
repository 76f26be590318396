using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Clientele.Functions;

/// <summary>JSON Schemas of what is really sent: made from the types that are serialised, so that they cannot say something else.</summary>
internal static class JsonShape
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true };

    public static JsonObject Of(JsonTypeInfo type, string description)
    {
        JsonObject shape = type.GetJsonSchemaAsNode(Options).AsObject();
        WriteOut(shape, shape);
        shape["description"] = description;
        return shape;
    }

    /// <summary>A type that comes twice is told by a pointer from the root, which inside the document would lead elsewhere: it is written out.</summary>
    private static void WriteOut(JsonObject root, JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                WriteOut(root, item);
            }
        }
        else if (node is JsonObject shape)
        {
            if (shape["$ref"]?.GetValue<string>() is { } pointer)
            {
                shape.Remove("$ref");
                JsonNode target = pointer.Split('/').Skip(1).Aggregate((JsonNode)root, (at, step) => at is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!);
                foreach ((string name, JsonNode? value) in target.AsObject())
                {
                    shape[name] = value?.DeepClone();
                }
            }

            foreach ((_, JsonNode? value) in shape.ToList())
            {
                WriteOut(root, value);
            }
        }
    }

    /// <summary>Adds to a property what its type does not say.</summary>
    public static JsonObject With(this JsonObject shape, string property, params (string Name, JsonNode Value)[] more)
    {
        JsonObject described = shape["properties"]![property]!.AsObject();
        foreach ((string name, JsonNode value) in more)
        {
            described[name] = value;
        }

        return shape;
    }

    public static JsonObject Ref(string component) => new() { ["$ref"] = "#/components/schemas/" + component };

    /// <summary>One of some names.</summary>
    /// <param name="usual">Which holds where none is given; null: none.</param>
    public static JsonObject Choice(IEnumerable<string> names, string? usual = null)
    {
        var shape = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };
        if (usual is not null)
        {
            shape["default"] = usual;
        }

        return shape;
    }

    public static JsonObject ListOf(JsonObject items, int? most = null)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = items };
        if (most is { } bound)
        {
            list["minItems"] = 1;
            list["maxItems"] = bound;
        }

        return list;
    }
}
