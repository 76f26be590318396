using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Clientele.Storage;

/// <summary>
/// Incoming blobs of the service. Addresses are signed with the account's key where the connection has it, else with a user delegation key, for which the
/// app's identity needs the role Storage Blob Data Contributor (it includes generateUserDelegationKey at the account). Browsers may only send to the service if
/// its CORS rules name the app's origin: on one machine whoever starts the storage sets them, on Azure the infrastructure.
/// </summary>
public sealed class AzureIncomingBlobs(BlobServiceClient service, string incoming, string uploads) : IIncomingBlobs
{
    private const int Tries = 20;
    private static readonly TimeSpan CopiedWithin = TimeSpan.FromMinutes(3);

    private readonly BlobContainerClient _incoming = service.GetBlobContainerClient(incoming);
    private readonly BlobContainerClient _uploads = service.GetBlobContainerClient(uploads);

    /// <summary>How often a copy that is under way is looked at.</summary>
    internal TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    public Uri Origin => new(service.Uri.GetLeftPart(UriPartial.Authority));

    public Task<Uri> WriteAddressAsync(string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        AddressAsync(name, BlobSasPermissions.Create | BlobSasPermissions.Write, from, until, cancellation);

    public async Task<IReadOnlyList<StagedBlock>> StagedBlocksAsync(string name, CancellationToken cancellation)
    {
        try
        {
            BlockList list = await _incoming.GetBlockBlobClient(name).GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellation);
            return [.. list.UncommittedBlocks.Select(block => new StagedBlock(NameOf(block.Name), block.SizeLong))];
        }
        catch (RequestFailedException refused) when (refused.Status == 404)
        {
            return [];
        }
    }

    public async Task CommitAsync(string name, IReadOnlyList<string> blocks, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation)
    {
        var options = new CommitBlockListOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv" },
            Metadata = metadata.ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        await _incoming.GetBlockBlobClient(name).CommitBlockListAsync(blocks.Select(block => Convert.ToBase64String(Encoding.UTF8.GetBytes(block))), options, cancellation);
    }

    public async Task<BlobFacts> CopyToUploadsAsync(
        string name, string etag, string destination, IReadOnlyDictionary<string, string> metadata, string mark, DateTimeOffset until, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(CopiedWithin);
        try
        {
            BlobClient copy = _uploads.GetBlobClient(destination);
            for (int attempt = 0; attempt < Tries; attempt++)
            {
                BlobProperties? there = await FindAsync(copy, limit.Token);
                while (there is not null && AzureBlobContainer.IsBeingCopied(there))
                {
                    await Task.Delay(LookEvery, limit.Token);
                    there = await FindAsync(copy, limit.Token);
                }

                if (there is not null && IsSame(there, metadata, mark) && AzureBlobContainer.IsWhole(there))
                {
                    return AzureBlobContainer.Facts(destination, there);
                }

                await StartAsync(name, etag, copy, there?.ETag, metadata, until, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"Copying to {uploads}/{destination} has not ended within {CopiedWithin.TotalMinutes:0} minutes. It goes on; ask again.", e);
        }

        throw new IOException($"{uploads}/{destination} was written by others {Tries} times in a row.");
    }

    /// <summary>A conflict at the destination is no error: the caller looks again who was faster.</summary>
    private async Task StartAsync(
        string name, string etag, BlobClient copy, ETag? ifMatch, IReadOnlyDictionary<string, string> metadata, DateTimeOffset until, CancellationToken cancellation)
    {
        var options = new BlobCopyFromUriOptions
        {
            Metadata = metadata.ToDictionary(StringComparer.OrdinalIgnoreCase),
            SourceConditions = new BlobRequestConditions { IfMatch = new ETag(etag) },
            DestinationConditions = ifMatch is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = ifMatch },
        };
        try
        {
            Uri source = await AddressAsync(name, BlobSasPermissions.Read, from: null, until, cancellation);
            await copy.StartCopyFromUriAsync(source, options, cancellation);
        }
        catch (RequestFailedException refused) when (refused.ErrorCode is "CannotVerifyCopySource" or "SourceConditionNotMet" or "BlobNotFound" || refused.Status == 404)
        {
            throw new BlobChangedException(incoming, name, gone: refused.Status == 404);
        }
        catch (RequestFailedException refused) when (refused.Status is 409 or 412)
        {
            // An emulator does not tell the source's condition from the destination's.
            BlobProperties? source = await FindAsync(_incoming.GetBlobClient(name), cancellation);
            if (source?.ETag != new ETag(etag))
            {
                throw new BlobChangedException(incoming, name, gone: source is null);
            }
        }
    }

    private async Task<Uri> AddressAsync(string name, BlobSasPermissions permissions, DateTimeOffset? from, DateTimeOffset until, CancellationToken cancellation)
    {
        BlobClient blob = _incoming.GetBlobClient(name);
        var sas = new BlobSasBuilder(permissions, until)
        {
            BlobContainerName = incoming,
            BlobName = name,
            Resource = "b",
            Protocol = service.Uri.IsLoopback ? SasProtocol.HttpsAndHttp : SasProtocol.Https,
        };
        if (from is { } start)
        {
            sas.StartsOn = start;
        }

        if (blob.CanGenerateSasUri)
        {
            return blob.GenerateSasUri(sas);
        }

        UserDelegationKey key = await service.GetUserDelegationKeyAsync(from, until, cancellation);
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, service.AccountName) }.ToUri();
    }

    private static bool IsSame(BlobProperties there, IReadOnlyDictionary<string, string> metadata, string mark) =>
        there.Metadata.TryGetValue(mark, out string? value) && value == metadata[mark];

    private static async Task<BlobProperties?> FindAsync(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellation);
        }
        catch (RequestFailedException refused) when (refused.Status == 404)
        {
            return null;
        }
    }

    // A name that is no base64 of ours cannot have come from our page, and is the name of no block.
    private static string NameOf(string block)
    {
        byte[] bytes = new byte[block.Length];
        return Convert.TryFromBase64String(block, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : block;
    }
}
