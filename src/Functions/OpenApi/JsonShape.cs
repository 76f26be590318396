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
        shape["description"] = description;
        return shape;
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
