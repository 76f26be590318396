using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Clientele.LocalHost.Host;

/// <summary>Reads the host's JSON files as leniently as the host does: comments and trailing commas are fine.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="LocalHostException">The file is missing or not JSON.</exception>
    public static JsonDocument Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
        }
        catch (IOException exception)
        {
            throw new LocalHostException($"The file {file} can't be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new LocalHostException($"The file {file} is not JSON: {exception.Message}", exception);
        }
    }

    /// <inheritdoc cref="Read"/>
    public static JsonObject ReadObject(string file)
    {
        using JsonDocument document = Read(file);
        return JsonObject.Create(document.RootElement.Clone()) ?? throw new LocalHostException($"The file {file} holds no JSON object.");
    }

    /// <summary>The value under nested names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>The value as text, whether it is written as a string, a number or true/false.</summary>
    public static string? Text(this JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    /// <exception cref="LocalHostException">There is something, and it is not a whole number.</exception>
    public static int? Integer(this JsonNode? node) =>
        node.Text() is not { } text ? null
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number
        : throw new LocalHostException($"host.json has '{text}' where a whole number belongs ({node!.GetPath()}).");

    /// <exception cref="LocalHostException">There is something, and it is not a time like 00:00:30.</exception>
    public static TimeSpan? Time(this JsonNode? node) =>
        node.Text() is not { } text ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time
        : throw new LocalHostException($"host.json has '{text}' where a time like 00:00:30 belongs ({node!.GetPath()}).");
}
