using Clientele.Storage;

namespace Clientele.Testing;

/// <summary>Incoming blobs in memory: a test plays the browser by staging blocks in the container itself.</summary>
public sealed class MemoryIncomingBlobs(MemoryStorage storage) : IIncomingBlobs
{
    private readonly MemoryBlobContainer _incoming = storage.Container(ClienteleStorage.IncomingName);
    private readonly MemoryBlobContainer _uploads = storage.Container(ClienteleStorage.UploadsName);

    public Uri Origin { get; } = new("https://memory.invalid");

    public Task<Uri> WriteAddressAsync(string name, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult(new Uri(Origin, $"incoming/{name}?sp=cw&st={from:yyyy-MM-dd'T'HH:mm:ss'Z'}&se={until:yyyy-MM-dd'T'HH:mm:ss'Z'}"));

    public Task<IReadOnlyList<StagedBlock>> StagedBlocksAsync(string name, CancellationToken cancellation) => _incoming.StagedBlocksAsync(name, cancellation);

    public Task CommitAsync(string name, IReadOnlyList<string> blocks, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation) =>
        _incoming.CommitAsync(name, blocks, metadata, cancellation);

    public async Task<BlobFacts> CopyToUploadsAsync(
        string name, string etag, string destination, IReadOnlyDictionary<string, string> metadata, string mark, DateTimeOffset until, CancellationToken cancellation)
    {
        (BlobFacts? there, _) = await _uploads.FindAsync(destination, cancellation);
        if (there?.Metadata.GetValueOrDefault(mark) == metadata[mark])
        {
            return there!;
        }

        (BinaryData content, BlobFacts facts) = await _incoming.ReadAsync(name, cancellation) ?? throw new BlobChangedException(_incoming.Name, name, gone: true);
        return facts.ETag == etag
            ? await _uploads.PutOnceAsync(destination, content.ToArray(), metadata, mark, cancellation)
            : throw new BlobChangedException(_incoming.Name, name, gone: false);
    }
}
