namespace Clientele.Storage;

/// <summary>What the service says of a blob.</summary>
/// <param name="Name">Path inside its container.</param>
/// <param name="ETag">Opaque version, quotes included.</param>
/// <param name="LastModified">Service time, to the second.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Metadata">Names compare without case.</param>
public sealed record BlobFacts(
    string Name,
    string ETag,
    DateTimeOffset LastModified,
    long Length,
    IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// One container of blobs. Expected answers of the service (absent, changed, already there) are return values;
/// <see cref="BlobChangedException"/> is thrown where a read was promised one version and finds another.
/// Everything else that goes wrong throws and may be tried again.
/// </summary>
public interface IBlobContainer
{
    string Name { get; }

    /// <summary>Null when the blob does not exist. <c>ServiceDate</c> is the clock of the service at the answer.</summary>
    Task<(BlobFacts? Facts, DateTimeOffset ServiceDate)> FindAsync(string name, CancellationToken cancellation);

    /// <summary>
    /// Streams <paramref name="length"/> bytes (to the end when null) from <paramref name="offset"/>, in bounded memory.
    /// With <paramref name="ifMatch"/> every request carries it.
    /// </summary>
    /// <exception cref="BlobChangedException">The blob is gone, or is not the version of <paramref name="ifMatch"/>; may be thrown while reading.</exception>
    Task<Stream> OpenReadAsync(string name, string? ifMatch, long offset, long? length, CancellationToken cancellation);

    /// <summary>The whole of a small blob, or null when it does not exist.</summary>
    Task<(BinaryData Content, BlobFacts Facts)?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Writes only if absent (If-None-Match: *). Returns false, and changes nothing, when the blob exists.</summary>
    Task<bool> TryCreateAsync(string name, BinaryData content, CancellationToken cancellation);

    /// <summary>
    /// Replaces the version <paramref name="ifMatch"/>; with null, creates only if absent. Returns the new ETag, or null when the condition did not hold.
    /// </summary>
    Task<string?> TryReplaceAsync(string name, string? ifMatch, BinaryData content, CancellationToken cancellation);

    /// <summary>Writes from a stream, replacing what is there. For uploads by people and tools; pieces of runs use the conditional writes.</summary>
    Task<BlobFacts> UploadAsync(string name, Stream content, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation);

    /// <summary>Stages a block under a name unique in the blob. All block names of one blob must have the same length (Azure demands it).</summary>
    Task StageBlockAsync(string name, string block, BinaryData content, CancellationToken cancellation);

    /// <summary>Commits the blob as these blocks, in this order. Committing the same list again gives the same blob.</summary>
    Task CommitBlocksAsync(string name, IReadOnlyList<string> blocks, string contentType, CancellationToken cancellation);

    /// <summary>Names are in ordinal order. Metadata is included.</summary>
    IAsyncEnumerable<BlobFacts> ListAsync(string? prefix, CancellationToken cancellation);

    /// <summary>Absent is fine.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation);

    Task EnsureExistsAsync(CancellationToken cancellation);
}

/// <summary>A blob that was to be read in one version is gone or replaced. Permanent for the work that needed it.</summary>
public sealed class BlobChangedException(string container, string name, bool gone)
    : IOException($"The file {container}/{name} was {(gone ? "deleted" : "replaced")} while it was being read.")
{
    public bool Gone { get; } = gone;
}
