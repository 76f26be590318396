using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Clientele.LocalHost.Host;

/// <summary>
/// Which version of which blob was already handed to which function: an empty blob in <c>azure-webjobs-hosts</c> for each, so that a restart
/// does not run everything again.
/// </summary>
internal sealed class BlobReceipts(BlobContainerClient container)
{
    public const string ContainerName = "azure-webjobs-hosts";

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The same path with another ETag is another upload; so is the same upload for another function.</summary>
    public static string NameOf(string function, string path, string etag) => $"blobreceipts/clientele-local/{function}/{etag.Trim('"')}/{path}";

    public async Task<bool> ContainsAsync(string receipt, CancellationToken cancellation)
    {
        if (_known.Contains(receipt))
        {
            return true;
        }

        try
        {
            bool exists = await container.GetBlobClient(receipt).ExistsAsync(cancellation);
            if (exists)
            {
                _known.Add(receipt);
            }

            return exists;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
    }

    public async Task AddAsync(string receipt, CancellationToken cancellation)
    {
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
        await container.GetBlobClient(receipt).UploadAsync(BinaryData.Empty, overwrite: true, cancellation);
        _known.Add(receipt);
    }
}
