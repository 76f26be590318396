using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Clientele.LocalHost.Host;

/// <summary>Who hears of new blobs.</summary>
/// <param name="Name">A function, or "EventGrid".</param>
/// <param name="Announce">Puts a new version of a blob on a queue. May come twice for one version, as on Azure.</param>
internal sealed record BlobAudience(string Name, BlobPath Path, Func<BlobItem, CancellationToken, Task> Announce);

/// <summary>Finds new versions of blobs by listing their containers, and announces each once, as far as a kill in between allows.</summary>
internal sealed class BlobWatcher(BlobServiceClient service, IReadOnlyList<BlobAudience> audiences, TimeProvider time, Wake wake, HostLog log)
{
    private static readonly TimeSpan ListEvery = TimeSpan.FromMilliseconds(500);

    private readonly BlobReceipts _receipts = new(service.GetBlobContainerClient(BlobReceipts.ContainerName));

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                foreach (IGrouping<string, BlobAudience> container in audiences.GroupBy(each => each.Path.Container, StringComparer.Ordinal))
                {
                    await LookAsync(container.Key, [.. container], stop);
                }

                await Task.Delay(ListEvery, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task LookAsync(string container, BlobAudience[] listeners, CancellationToken stop)
    {
        try
        {
            await foreach (BlobItem blob in service.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: stop))
            {
                foreach (BlobAudience each in listeners.Where(each => each.Path.Match(blob.Name) is not null))
                {
                    await AnnounceAsync(each, blob, stop);
                }
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // No such container yet.
            return;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            log(HostLogLevel.Warning, "host", $"The container {container} can't be listed: {exception.Message}");
        }
    }

    private async Task AnnounceAsync(BlobAudience audience, BlobItem blob, CancellationToken stop)
    {
        string receipt = BlobReceipts.NameOf(audience.Name, $"{audience.Path.Container}/{blob.Name}", blob.Properties.ETag.GetValueOrDefault().ToString("G"));
        if (!await _receipts.ContainsAsync(receipt, stop))
        {
            // In this order: a kill in between announces twice, and never not at all.
            await audience.Announce(blob, stop);
            await _receipts.AddAsync(receipt, stop);
            wake.Everyone();
        }
    }
}
