using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Clientele.LocalHost.Host;

/// <summary>
/// The blob trigger behind the watcher. As on the real host a new blob first becomes a message of a queue of the host's own, which gives it
/// five tries at once and then a place in the poison queue.
/// </summary>
internal sealed class BlobCalls(BlobServiceClient blobs, QueueClient queue, HandlerCalls handler, TimeProvider time, HostLog log)
{
    public const string QueueName = "azure-webjobs-blobtrigger-clientele-local";
    public const string PoisonQueueName = "webjobs-blobtrigger-poison";

    private readonly Dictionary<string, (BlobTrigger Trigger, string Function)> _functions = new(StringComparer.Ordinal);

    public BlobAudience Audience(string function, BlobTrigger trigger)
    {
        string id = "Host.Functions." + function;
        _functions[id] = (trigger, function);
        return new BlobAudience(function, trigger.Path, (blob, stop) => AnnounceAsync(id, trigger.Path.Container, blob, stop));
    }

    public QueueWork Work(QueueClient poison) => new("blob trigger", queue, poison, CallAsync, text => text);

    private async Task AnnounceAsync(string id, string container, BlobItem blob, CancellationToken stop)
    {
        JsonObject message = new()
        {
            ["Type"] = "BlobTrigger",
            ["FunctionId"] = id,
            ["BlobType"] = blob.Properties.BlobType == BlobType.Append ? "AppendBlob" : blob.Properties.BlobType == BlobType.Page ? "PageBlob" : "BlockBlob",
            ["ContainerName"] = container,
            ["BlobName"] = blob.Name,
            ["ETag"] = blob.Properties.ETag.GetValueOrDefault().ToString("H"),
        };
        await queue.CreateIfNotExistsAsync(cancellationToken: stop);
        await queue.SendMessageAsync(Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(message)), stop);
    }

    private async Task<CallResult> CallAsync(QueueMessage message, string text, CancellationToken stop)
    {
        if (Parse(text) is not { } what || what.At("ContainerName").Text() is not { } container || what.At("BlobName").Text() is not { } name)
        {
            return new CallResult("The message is not one of the host's own.");
        }

        if (!_functions.TryGetValue(what.At("FunctionId").Text() ?? "", out (BlobTrigger Trigger, string Function) target))
        {
            log(HostLogLevel.Warning, "host", $"{container}/{name} waited for a function that is no longer there; it is skipped.");
            return default;
        }

        return await CallAsync(target.Function, target.Trigger, container, name, what.At("ETag").Text(), stop);
    }

    /// <param name="path">Container and name.</param>
    public Task<CallResult> CallByHandAsync(string function, string path, CancellationToken stop)
    {
        BlobTrigger trigger = _functions.Values.First(each => each.Function == function).Trigger;
        string container = trigger.Path.Container;
        string name = path.StartsWith(container + "/", StringComparison.Ordinal) ? path[(container.Length + 1)..] : path;
        return CallAsync(function, trigger, container, name, null, stop);
    }

    /// <param name="version">The ETag to run; null for whichever is there.</param>
    private async Task<CallResult> CallAsync(string function, BlobTrigger trigger, string container, string name, string? version, CancellationToken stop)
    {
        BlobClient blob = blobs.GetBlobContainerClient(container).GetBlobClient(name);
        BlobProperties properties;
        try
        {
            properties = await blob.GetPropertiesAsync(cancellationToken: stop);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return default;
        }

        string etag = properties.ETag.ToString("H");
        if (version is not null && version != etag)
        {
            // Replaced meanwhile: the newer version has, or gets, a message of its own.
            return default;
        }

        BlobToRun facts = new(
            $"{container}/{name}", blob.Uri, etag, properties.ContentLength, properties.ContentType, properties.LastModified,
            new Dictionary<string, string>(properties.Metadata, StringComparer.OrdinalIgnoreCase), trigger.Path.Match(name) ?? []);
        (byte[] before, byte[] after) = Payload.AroundBlob(trigger.Binding, facts, new SystemFacts(function, time.GetUtcNow(), Guid.NewGuid()));
        using BlobContent content = new(before, () => blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), stop), after);
        return await handler.CallAsync(function, content, stop);
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
