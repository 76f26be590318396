using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Clientele.Storage;

/// <summary>A blob container of the service.</summary>
public sealed class AzureBlobContainer(BlobContainerClient client) : IBlobContainer
{
    // A people's upload of any size passes through two pieces of memory.
    private static readonly StorageTransferOptions Pieces = new() { InitialTransferSize = 8 << 20, MaximumTransferSize = 8 << 20, MaximumConcurrency = 2 };

    public string Name => client.Name;

    public async Task<(BlobFacts? Facts, DateTimeOffset ServiceDate)> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            Response<BlobProperties> found = await client.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellation);
            return (IsWhole(found.Value) ? Facts(name, found.Value) : null, ServiceDate(found.GetRawResponse()));
        }
        catch (RequestFailedException refused) when (refused.Status == 404)
        {
            return (null, ServiceDate(refused.GetRawResponse()));
        }
    }

    public async Task<Stream> OpenReadAsync(string name, string? ifMatch, long offset, long? length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } bytes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bytes, nameof(length));
        }

        BlobRequestConditions? conditions = ifMatch is null ? null : new BlobRequestConditions { IfMatch = new ETag(ifMatch) };
        try
        {
            if (length == 0)
            {
                // A range of nothing cannot be asked for; whether the version is there still can.
                await client.GetBlobClient(name).GetPropertiesAsync(conditions, cancellation);
                return Stream.Null;
            }

            var options = new BlobDownloadOptions { Conditions = conditions, Range = new HttpRange(offset, length) };
            Response<BlobDownloadStreamingResult> opened = await client.GetBlobClient(name).DownloadStreamingAsync(options, cancellation);

            // The SDK's stream asks again from where it broke off, with the version of its first answer as If-Match.
            return new AzureBlobStream(opened.Value.Content, Name, name);
        }
        catch (RequestFailedException refused) when (refused.Status == 416)
        {
            return Stream.Null;
        }
        catch (RequestFailedException refused) when (AzureBlobStream.IsChanged(refused))
        {
            throw new BlobChangedException(Name, name, gone: refused.Status == 404);
        }
    }

    public async Task<(BinaryData Content, BlobFacts Facts)?> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            BlobDownloadResult found = await client.GetBlobClient(name).DownloadContentAsync(cancellation);
            BlobDownloadDetails details = found.Details;
            return (found.Content, Facts(name, details.ETag, details.LastModified, details.ContentLength, details.Metadata));
        }
        catch (RequestFailedException refused) when (refused.Status == 404)
        {
            return null;
        }
    }

    public async Task<bool> TryCreateAsync(string name, BinaryData content, CancellationToken cancellation) =>
        await TryReplaceAsync(name, null, content, cancellation) is not null;

    public async Task<string?> TryReplaceAsync(string name, string? ifMatch, BinaryData content, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions
        {
            Conditions = ifMatch is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(ifMatch) },
            HttpHeaders = new BlobHttpHeaders { ContentType = ContentType(name) },
        };
        try
        {
            BlobContentInfo written = await client.GetBlobClient(name).UploadAsync(content, options, cancellation);
            return written.ETag.ToString("H");
        }
        catch (RequestFailedException refused) when (IsConflict(refused))
        {
            return null;
        }
    }

    public async Task<BlobFacts> UploadAsync(string name, Stream content, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions
        {
            Metadata = metadata?.ToDictionary(StringComparer.OrdinalIgnoreCase),
            HttpHeaders = new BlobHttpHeaders { ContentType = ContentType(name) },
            TransferOptions = Pieces,
        };
        BlobContentInfo written = await client.GetBlobClient(name).UploadAsync(content, options, cancellation);
        try
        {
            return Facts(name, await client.GetBlobClient(name).GetPropertiesAsync(new BlobRequestConditions { IfMatch = written.ETag }, cancellation));
        }
        catch (RequestFailedException refused) when (AzureBlobStream.IsChanged(refused))
        {
            throw new BlobChangedException(Name, name, gone: refused.Status == 404);
        }
    }

    public async Task StageBlockAsync(string name, string block, BinaryData content, CancellationToken cancellation)
    {
        using Stream stream = content.ToStream();
        await client.GetBlockBlobClient(name).StageBlockAsync(BlockId(block), stream, cancellationToken: cancellation);
    }

    public async Task CommitBlocksAsync(string name, IReadOnlyList<string> blocks, string contentType, CancellationToken cancellation)
    {
        var options = new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } };
        await client.GetBlockBlobClient(name).CommitBlockListAsync(blocks.Select(BlockId), options, cancellation);
    }

    public async IAsyncEnumerable<BlobFacts> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (BlobItem blob in client.GetBlobsAsync(BlobTraits.Metadata | BlobTraits.CopyStatus, BlobStates.None, prefix, cancellation))
        {
            BlobItemProperties known = blob.Properties;
            if (known.CopyId is not null && known.CopyStatus != CopyStatus.Success)
            {
                continue;
            }

            yield return Facts(blob.Name, known.ETag ?? default, known.LastModified ?? default, known.ContentLength ?? 0, blob.Metadata);
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellation) =>
        await client.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);

    public async Task EnsureExistsAsync(CancellationToken cancellation) => await client.CreateIfNotExistsAsync(cancellationToken: cancellation);

    /// <summary>A blob appears, and is announced, when a copy to it begins: until it has arrived there is nothing to read.</summary>
    internal static bool IsWhole(BlobProperties found) => found.CopyId is null || found.CopyStatus == CopyStatus.Success;

    internal static bool IsBeingCopied(BlobProperties found) => found.CopyId is not null && found.CopyStatus == CopyStatus.Pending;

    internal static BlobFacts Facts(string name, BlobProperties found) => Facts(name, found.ETag, found.LastModified, found.ContentLength, found.Metadata);

    private static string BlockId(string block) => Convert.ToBase64String(Encoding.UTF8.GetBytes(block));

    // An absent blob answers If-Match with 412 or 404, an existing one If-None-Match:* with 409 or 412, by service and emulator.
    private static bool IsConflict(RequestFailedException refused) =>
        refused.ErrorCode == BlobErrorCode.BlobAlreadyExists || refused.ErrorCode == BlobErrorCode.ConditionNotMet || refused.ErrorCode == BlobErrorCode.BlobNotFound;

    private static string ContentType(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".JSON" => "application/json",
        ".CSV" => "text/csv",
        ".HTML" => "text/html; charset=utf-8",
        ".MD" => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    };

    private static DateTimeOffset ServiceDate(Response? response) => response?.Headers.Date
        ?? throw new InvalidDataException("The blob service answered without a Date.");

    private static BlobFacts Facts(string name, ETag version, DateTimeOffset modified, long length, IDictionary<string, string>? metadata) =>
        new(name, version.ToString("H"), modified, length, new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase));
}
