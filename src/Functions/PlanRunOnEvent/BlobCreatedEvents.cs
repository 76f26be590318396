using System.Text.Json;

namespace Clientele.Functions;

/// <summary>Event Grid's messages about new blobs, in its own schema and as CloudEvents, one or several at once.</summary>
internal static class BlobCreatedEvents
{
    /// <summary>Other calls raise the event before the blob is whole, or for something that is not one.</summary>
    private static readonly HashSet<string> WholeBlobCalls = new(StringComparer.Ordinal) { "PutBlob", "PutBlockList", "CopyBlob", "FlushWithClose" };

    /// <summary>Paths of the whole blobs of <paramref name="container"/> that a message announces, each once; empty when it announces none.</summary>
    public static IReadOnlyList<string> Names(string message, string container)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(message);
        }
        catch (JsonException)
        {
            return [];
        }

        IEnumerable<JsonElement> events = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : [root];
        return [.. events.Select(each => Name(each, container)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static string? Name(JsonElement happened, string container)
    {
        string prefix = $"/blobServices/default/containers/{container}/blobs/";
        return (Text(happened, "eventType") ?? Text(happened, "type")) == "Microsoft.Storage.BlobCreated"
            && happened.TryGetProperty("data", out JsonElement data)
            && WholeBlobCalls.Contains(Text(data, "api") ?? "")
            && Text(happened, "subject") is { } subject
            && subject.StartsWith(prefix, StringComparison.Ordinal)
            && subject.Length > prefix.Length
            ? Uri.UnescapeDataString(subject[prefix.Length..])
            : null;
    }

    private static string? Text(JsonElement value, string property) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(property, out JsonElement found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()
            : null;
}
