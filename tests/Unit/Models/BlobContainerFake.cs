using Clientele.Storage;

namespace Clientele.Tests.Models;

/// <summary>The few calls that models make, on a dictionary; <see cref="BeforeWrite"/> lets a test slip in between a read and a write.</summary>
internal sealed class BlobContainerFake : IBlobContainer
{
    private readonly Dictionary<string, (BinaryData Content, int Version)> _blobs = new(StringComparer.Ordinal);
    private int _version;

    public string Name => "models";

    public int Reads { get; private set; }

    /// <summary>Called once, before the next write of this name, and then forgotten.</summary>
    public (string Name, Action Act)? BeforeWrite { get; set; }

    public BinaryData this[string name]
    {
        get => _blobs[name].Content;
        set => _blobs[name] = (value, ++_version);
    }

    public IReadOnlyCollection<string> Names => _blobs.Keys;

    public Task<(BlobFacts? Facts, DateTimeOffset ServiceDate)> FindAsync(string name, CancellationToken cancellation) =>
        Task.FromResult((_blobs.ContainsKey(name) ? Facts(name) : null, DateTimeOffset.UnixEpoch));

    public Task<(BinaryData Content, BlobFacts Facts)?> ReadAsync(string name, CancellationToken cancellation)
    {
        Reads++;
        return Task.FromResult(_blobs.TryGetValue(name, out (BinaryData Content, int Version) blob) ? (blob.Content, Facts(name)) : ((BinaryData, BlobFacts)?)null);
    }

    public Task<bool> TryCreateAsync(string name, BinaryData content, CancellationToken cancellation)
    {
        Interrupt(name);
        if (_blobs.ContainsKey(name))
        {
            return Task.FromResult(false);
        }

        this[name] = content;
        return Task.FromResult(true);
    }

    public Task<string?> TryReplaceAsync(string name, string? ifMatch, BinaryData content, CancellationToken cancellation)
    {
        Interrupt(name);
        if ((_blobs.ContainsKey(name) ? Facts(name).ETag : null) != ifMatch)
        {
            return Task.FromResult<string?>(null);
        }

        this[name] = content;
        return Task.FromResult<string?>(Facts(name).ETag);
    }

    public async IAsyncEnumerable<BlobFacts> ListAsync(string? prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (string name in _blobs.Keys.Where(name => name.StartsWith(prefix ?? "", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            yield return Facts(name);
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        _blobs.Remove(name);
        return Task.CompletedTask;
    }

    public Task<Stream> OpenReadAsync(string name, string? ifMatch, long offset, long? length, CancellationToken cancellation) => throw Unused();

    public Task<BlobFacts> UploadAsync(string name, Stream content, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation) => throw Unused();

    public Task StageBlockAsync(string name, string block, BinaryData content, CancellationToken cancellation) => throw Unused();

    public Task CommitBlocksAsync(string name, IReadOnlyList<string> blocks, string contentType, CancellationToken cancellation) => throw Unused();

    public Task EnsureExistsAsync(CancellationToken cancellation) => throw Unused();

    private static NotSupportedException Unused() => new("Models do not use this.");

    private BlobFacts Facts(string name) =>
        new(name, $"\"{_blobs[name].Version}\"", DateTimeOffset.UnixEpoch, _blobs[name].Content.ToMemory().Length, new Dictionary<string, string>());

    private void Interrupt(string name)
    {
        if (BeforeWrite is { } interruption && interruption.Name == name)
        {
            BeforeWrite = null;
            interruption.Act();
        }
    }
}
