using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace Clientele.LocalHost.Host;

/// <summary>Plays Event Grid: a new blob becomes a BlobCreated event (Event Grid schema) in a storage queue.</summary>
internal static class BlobCreatedEvent
{
    public const string AudienceName = "EventGrid";

    public static BlobAudience Audience(BlobPath path, Uri blobService, QueueClient queue, TimeProvider time) =>
        new(AudienceName, path, async (blob, stop) =>
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: stop);
            byte[] message = Of(blobService, path.Container, blob.Name, blob.Properties, time.GetUtcNow(), Guid.NewGuid());
            await queue.SendMessageAsync(Convert.ToBase64String(message), stop);
        });

    public static byte[] Of(Uri blobService, string container, string name, BlobItemProperties properties, DateTimeOffset now, Guid id)
    {
        string escaped = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        JsonObject message = new()
        {
            ["topic"] = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/devstoreaccount1",
            ["subject"] = $"/blobServices/default/containers/{container}/blobs/{name}",
            ["eventType"] = "Microsoft.Storage.BlobCreated",
            ["id"] = id.ToString(),
            ["data"] = new JsonObject
            {
                ["api"] = "PutBlob",
                ["requestId"] = id.ToString(),
                ["eTag"] = properties.ETag.GetValueOrDefault().ToString("G").Trim('"'),
                ["contentType"] = properties.ContentType,
                ["contentLength"] = properties.ContentLength ?? 0,
                ["blobType"] = "BlockBlob",
                ["url"] = $"{blobService.AbsoluteUri.TrimEnd('/')}/{container}/{escaped}",
                ["sequencer"] = now.UtcTicks.ToString("x32", CultureInfo.InvariantCulture),
                ["storageDiagnostics"] = new JsonObject(),
            },
            ["dataVersion"] = "",
            ["metadataVersion"] = "1",
            ["eventTime"] = now.UtcDateTime,
        };
        return JsonSerializer.SerializeToUtf8Bytes(message);
    }
}
