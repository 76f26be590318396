namespace Clientele.Storage;

/// <summary>A block that was sent and is part of no blob yet.</summary>
/// <param name="Name">As staged; blocks of one blob have names of one length.</param>
/// <param name="Length">Bytes.</param>
public sealed record StagedBlock(string Name, long Length);

/// <summary>
/// What browsers may write, and how it leaves their reach: blobs of the container <c>incoming</c>, sent in blocks straight to storage under an address that
/// can write this one blob and nothing else, and their copies in <c>uploads</c>.
/// </summary>
public interface IIncomingBlobs
{
    /// <summary>Where browsers send to: scheme, host and port, for a page's Content-Security-Policy.</summary>
    Uri Origin { get; }

    /// <summary>
    /// An address under which anyone who has it may create and write this blob, and neither read, list nor delete. Blocks are put with
    /// <c>PUT address&amp;comp=block&amp;blockid=BASE64(name)</c>. A secret: it must not be logged.
    /// </summary>
    Task<Uri> WriteAddressAsync(string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Blocks that were sent and not committed, in no order; none where the blob is not there or whole.</summary>
    Task<IReadOnlyList<StagedBlock>> StagedBlocksAsync(string name, CancellationToken cancellation);

    /// <summary>Makes the blob of these blocks, in this order.</summary>
    Task CommitAsync(string name, IReadOnlyList<string> blocks, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation);

    /// <summary>
    /// Makes <c>uploads/&lt;destination&gt;</c> a copy of the blob, inside the account, and returns it when it is whole. A destination whose metadata
    /// <paramref name="mark"/> has the value that it is to have is this copy already: however often, and from wherever, it is asked for, it is made once.
    /// Another blob of the name is replaced.
    /// </summary>
    /// <param name="name">The blob in <c>incoming</c>.</param>
    /// <param name="etag">The version that is to be copied.</param>
    /// <param name="destination">Path inside <c>uploads</c>.</param>
    /// <param name="metadata">Of the copy.</param>
    /// <param name="mark">The key of <paramref name="metadata"/> that tells this copy from others.</param>
    /// <param name="until">When the service may no longer read the source; a copy that began goes on.</param>
    /// <param name="cancellation">Ends the call early; it may be made again.</param>
    /// <exception cref="BlobChangedException">The source is gone or not that version.</exception>
    /// <exception cref="IOException">The copy does not end, or others keep writing the destination; ask again.</exception>
    Task<BlobFacts> CopyToUploadsAsync(
        string name, string etag, string destination, IReadOnlyDictionary<string, string> metadata, string mark, DateTimeOffset until, CancellationToken cancellation);
}
