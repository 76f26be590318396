using System.Globalization;
using System.Text.Json.Nodes;

namespace Clientele.Functions;

/// <summary>One method of one address, put together step by step.</summary>
internal sealed class Operation
{
    private readonly JsonArray _parameters = [];
    private readonly JsonObject _responses = [];

    private Operation(string id, string summary)
        => Json = new JsonObject { ["operationId"] = id, ["summary"] = summary, ["parameters"] = _parameters, ["responses"] = _responses };

    public JsonObject Json { get; }

    /// <param name="id">Unique in the document; clients are generated from it.</param>
    public static Operation Of(string id, string summary) => new(id, summary);

    public Operation Describes(string text)
    {
        Json["description"] = text;
        return this;
    }

    /// <summary>In place of a sign-in.</summary>
    public Operation TakesFunctionKey()
    {
        Json["security"] = new JsonArray(new JsonObject { ["functionKey"] = new JsonArray() });
        return this;
    }

    public Operation InPath(string name, string description, string example) =>
        Parameter(name, "path", description, new JsonObject { ["type"] = "string" }, example, required: true);

    public Operation InQuery(string name, string description, JsonObject shape, JsonNode example, bool required = false) =>
        Parameter(name, "query", description, shape, example, required);

    public Operation Takes(JsonObject shape, bool required, params (string Name, JsonNode Value)[] examples)
    {
        Json["requestBody"] = new JsonObject { ["required"] = required, ["content"] = Content("application/json", shape, examples) };
        return this;
    }

    public Operation Answers(int status, string description, JsonObject shape, params (string Name, JsonNode Value)[] examples)
    {
        _responses[Key(status)] = new JsonObject { ["description"] = description, ["content"] = Content("application/json", shape, examples) };
        return this;
    }

    /// <summary>An answer that is not JSON.</summary>
    public Operation AnswersFile(int status, string description, string type)
    {
        _responses[Key(status)] = new JsonObject { ["description"] = description, ["content"] = Content(type, new JsonObject { ["type"] = "string" }, []) };
        return this;
    }

    /// <summary>A problem+json. Every operation can fail with 500, too, which says nothing that a caller could act on.</summary>
    public Operation Fails(int status, string description, JsonObject? example = null)
    {
        _responses[Key(status)] = new JsonObject
        {
            ["description"] = description,
            ["content"] = Content("application/problem+json", JsonShape.Ref("Problem"), example is null ? [] : [("problem", example)]),
        };
        return this;
    }

    private Operation Parameter(string name, string place, string description, JsonObject shape, JsonNode example, bool required)
    {
        _parameters.Add((JsonNode)new JsonObject
        {
            ["name"] = name,
            ["in"] = place,
            ["required"] = required,
            ["description"] = description,
            ["schema"] = shape,
            ["example"] = example,
        });
        return this;
    }

    private static JsonObject Content(string type, JsonObject shape, (string Name, JsonNode Value)[] examples)
    {
        var media = new JsonObject { ["schema"] = shape };
        if (examples.Length > 0)
        {
            media["examples"] = new JsonObject(examples.Select(each => KeyValuePair.Create(each.Name, (JsonNode?)new JsonObject { ["value"] = each.Value })));
        }

        return new JsonObject { [type] = media };
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
