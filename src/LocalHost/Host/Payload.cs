using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;

namespace Clientele.LocalHost.Host;

/// <summary>What <c>sys</c> in the metadata says: which function, when, and a fresh id.</summary>
internal sealed record SystemFacts(string Function, DateTimeOffset Now, Guid Id);

/// <summary>
/// Writes the bodies that a custom handler gets, <c>{"Data":{…},"Metadata":{…}}</c>, with the host's own oddities: text and numbers are JSON inside
/// a JSON string, times and objects are not, and a message that is a JSON object spills its properties over the metadata.
/// </summary>
internal static class Payload
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] OfQueueMessage(string binding, QueueMessage message, string text, SystemFacts sys)
    {
        Dictionary<string, JsonNode?> metadata = new(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = Doubled(text),
            ["DequeueCount"] = Doubled(message.DequeueCount),
            ["ExpirationTime"] = message.ExpiresOn,
            ["Id"] = Doubled(message.MessageId),
            ["InsertionTime"] = message.InsertedOn,
            ["NextVisibleTime"] = message.NextVisibleOn,
            ["PopReceipt"] = Doubled(message.PopReceipt),
            ["sys"] = Sys(sys),
        };
        SpillOver(text, metadata);
        return Write(binding, Doubled(text), metadata);
    }

    /// <param name="status">Null at the first call since the host started.</param>
    /// <param name="retry">The try, from 0, and how many there are; null where the function has no retry policy.</param>
    public static byte[] OfTimer(string binding, TimerStatus? status, (int Count, int Max, string? Exception)? retry, SystemFacts sys)
    {
        JsonObject timer = new()
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = status is null ? null : new JsonObject
            {
                ["Last"] = status.Last.UtcDateTime,
                ["LastUpdated"] = status.Last.UtcDateTime,
                ["Next"] = status.Next.UtcDateTime,
            },
            ["IsPastDue"] = false,
        };
        Dictionary<string, JsonNode?> metadata = new(StringComparer.OrdinalIgnoreCase) { ["sys"] = Sys(sys) };
        if (retry is { } tries)
        {
            metadata["RetryContext"] = new JsonObject { ["RetryCount"] = tries.Count, ["MaxRetryCount"] = tries.Max, ["Exception"] = tries.Exception };
        }

        return Write(binding, timer, metadata);
    }

    /// <summary>What stands before and after the base64 of the blob, which is streamed.</summary>
    public static (byte[] Before, byte[] After) AroundBlob(string binding, BlobToRun blob, SystemFacts sys)
    {
        Dictionary<string, JsonNode?> metadata = new(StringComparer.OrdinalIgnoreCase)
        {
            ["BlobTrigger"] = Doubled(blob.Path),
            ["Uri"] = Doubled(blob.Uri.AbsoluteUri),
            ["Properties"] = new JsonObject
            {
                ["LastModified"] = blob.LastModified,
                ["ContentLength"] = blob.Length,
                ["ContentType"] = blob.ContentType,
                ["ETag"] = blob.ETag,
            },
            ["Metadata"] = new JsonObject(blob.Metadata.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value))),
        };
        foreach ((string token, string value) in blob.Tokens)
        {
            metadata[token] = Doubled(value);
        }

        metadata["sys"] = Sys(sys);
        byte[] whole = Write(binding, "", metadata);
        int content = whole.AsSpan().IndexOf("\"\""u8) + 1;
        return (whole[..content], whole[content..]);
    }

    private static string Doubled(string text) => JsonSerializer.Serialize(text, Plain);

    private static string Doubled(long number) => JsonSerializer.Serialize(number, Plain);

    private static JsonObject Sys(SystemFacts sys) => new()
    {
        ["MethodName"] = sys.Function,
        ["UtcNow"] = sys.Now.UtcDateTime,
        ["RandGuid"] = sys.Id.ToString(),
    };

    /// <summary>The host's binding data: properties of a JSON message overwrite its own; arrays and nulls are left out, numbers and booleans become text.</summary>
    private static void SpillOver(string text, Dictionary<string, JsonNode?> metadata)
    {
        JsonObject? message;
        try
        {
            message = text.AsSpan().TrimStart().StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            // Text that only looks like JSON is text.
            return;
        }

        foreach ((string name, JsonNode? value) in message ?? [])
        {
            switch (value?.GetValueKind())
            {
                case null or JsonValueKind.Array or JsonValueKind.Null:
                    break;
                case JsonValueKind.Object:
                    metadata[name] = value.DeepClone();
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    metadata[name] = Doubled(value.GetValue<bool>() ? bool.TrueString : bool.FalseString);
                    break;
                default:
                    metadata[name] = Doubled(value.ToString());
                    break;
            }
        }
    }

    private static byte[] Write(string binding, JsonNode data, Dictionary<string, JsonNode?> metadata)
    {
        JsonObject body = new()
        {
            ["Data"] = new JsonObject { [binding] = data },
            ["Metadata"] = new JsonObject(metadata.Where(each => !each.Key.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))),
        };
        return JsonSerializer.SerializeToUtf8Bytes(body, Plain);
    }
}

internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next);

/// <summary>A blob as its trigger passes it on.</summary>
/// <param name="Path">Container and name.</param>
/// <param name="ETag">With its quotes.</param>
internal sealed record BlobToRun(
    string Path,
    Uri Uri,
    string ETag,
    long Length,
    string ContentType,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<KeyValuePair<string, string>> Tokens);

/// <summary>A body without a known length, so that it travels chunked as the host sends it.</summary>
internal abstract class InvocationContent : HttpContent
{
    protected InvocationContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

internal sealed class JsonContentOf(byte[] body) : InvocationContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => await stream.WriteAsync(body);
}

/// <summary>The blob as base64 between the rest of the body, in bounded memory.</summary>
internal sealed class BlobContent(byte[] before, Func<Task<Stream>> open, byte[] after) : InvocationContent
{
    // A multiple of three, so that no padding falls between two pieces.
    private const int Piece = 3 * 16 * 1024;

    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
    {
        await stream.WriteAsync(before);
        await using Stream blob = await open();
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Piece);
        byte[] text = ArrayPool<byte>.Shared.Rent(Piece / 3 * 4);
        try
        {
            int read;
            do
            {
                read = await blob.ReadAtLeastAsync(bytes.AsMemory(0, Piece), Piece, throwOnEndOfStream: false);
                System.Buffers.Text.Base64.EncodeToUtf8(bytes.AsSpan(0, read), text, out _, out int written);
                await stream.WriteAsync(text.AsMemory(0, written));
            }
            while (read == Piece);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(text);
        }

        await stream.WriteAsync(after);
    }
}
