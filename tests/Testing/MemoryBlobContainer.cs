using System.Runtime.CompilerServices;
using Clientele.Storage;

namespace Clientele.Testing;

/// <summary>A blob container in memory: see <see cref="MemoryStorage"/>.</summary>
public sealed class MemoryBlobContainer(MemoryStorage storage, string name) : IBlobContainer
{
    private const int MostBlocks = 50_000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryBlob> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, byte[]>> _staged = new(StringComparer.Ordinal);
    private bool _exists;

    public string Name => name;

    public Task EnsureExistsAsync(CancellationToken cancellation) =>
        RunAsync(StorageOperationKind.EnsureExists, "", () => _exists = true, cancellation);

    public Task<(BlobFacts? Facts, DateTimeOffset ServiceDate)> FindAsync(string name, CancellationToken cancellation) =>
        RunAsync(StorageOperationKind.FindBlob, name, () => (Current(name)?.Facts, storage.ServiceDate), cancellation, absentIsNull: true);

    public async Task<Stream> OpenReadAsync(string name, string? ifMatch, long offset, long? length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } bytes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bytes, nameof(length));
        }

        var stream = new MemoryBlobStream(this, name, ifMatch, offset, length);
        await stream.FillAsync(cancellation);
        return stream;
    }

    public Task<(BinaryData Content, BlobFacts Facts)?> ReadAsync(string name, CancellationToken cancellation) =>
        RunAsync<(BinaryData, BlobFacts)?>(
            StorageOperationKind.ReadBlob,
            name,
            () => Current(name) is { } blob ? (BinaryData.FromBytes(blob.Slice(0, int.MaxValue)), blob.Facts) : null,
            cancellation,
            absentIsNull: true);

    public Task<bool> TryCreateAsync(string name, BinaryData content, CancellationToken cancellation)
    {
        byte[] bytes = content.ToArray();
        return RunAsync(StorageOperationKind.CreateBlob, name, () => Current(name) is null && Put(name, bytes, null) is not null, cancellation);
    }

    public Task<string?> TryReplaceAsync(string name, string? ifMatch, BinaryData content, CancellationToken cancellation)
    {
        byte[] bytes = content.ToArray();
        return RunAsync(
            StorageOperationKind.ReplaceBlob,
            name,
            () => Holds(Current(name)?.Facts.ETag, ifMatch) ? Put(name, bytes, null).ETag : null,
            cancellation);
    }

    public async Task<BlobFacts> UploadAsync(string name, Stream content, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        byte[] bytes = copy.ToArray();
        return await RunAsync(StorageOperationKind.UploadBlob, name, () => Put(name, bytes, metadata), cancellation);
    }

    public Task StageBlockAsync(string name, string block, BinaryData content, CancellationToken cancellation)
    {
        byte[] bytes = content.ToArray();
        return RunAsync(StorageOperationKind.StageBlock, name, () => Stage(name, block, bytes), cancellation);
    }

    public Task CommitBlocksAsync(string name, IReadOnlyList<string> blocks, string contentType, CancellationToken cancellation)
    {
        string[] names = [.. blocks];
        return RunAsync(StorageOperationKind.CommitBlocks, name, () => Commit(name, names, null), cancellation);
    }

    internal Task CommitAsync(string name, IReadOnlyList<string> blocks, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation)
    {
        string[] names = [.. blocks];
        return RunAsync(StorageOperationKind.CommitBlocks, name, () => Commit(name, names, metadata), cancellation);
    }

    internal Task<IReadOnlyList<StagedBlock>> StagedBlocksAsync(string name, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<StagedBlock>>(
            StorageOperationKind.ListBlocks,
            name,
            () => [.. (_staged.GetValueOrDefault(name) ?? []).Select(block => new StagedBlock(block.Key, block.Value.Length))],
            cancellation);

    /// <summary>Puts the blob unless it is there with the same value of <paramref name="mark"/>.</summary>
    internal Task<BlobFacts> PutOnceAsync(string name, byte[] content, IReadOnlyDictionary<string, string> metadata, string mark, CancellationToken cancellation) =>
        RunAsync(
            StorageOperationKind.CopyBlob,
            name,
            () => Current(name)?.Facts is { } there && there.Metadata.GetValueOrDefault(mark) == metadata[mark] ? there : Put(name, content, metadata),
            cancellation);

    public async IAsyncEnumerable<BlobFacts> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        while (true)
        {
            BlobFacts[] page = await RunAsync(StorageOperationKind.ListBlobs, prefix ?? "", () => Page(prefix ?? "", after), cancellation);
            foreach (BlobFacts each in page)
            {
                yield return each;
            }

            if (page.Length < storage.PageSize)
            {
                yield break;
            }

            after = page[^1].Name;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) =>
        RunAsync(StorageOperationKind.DeleteBlob, name, () => _blobs.Remove(name) | _staged.Remove(name), cancellation);

    /// <summary>One ranged request: the bytes, empty past the end, and the version they are of.</summary>
    internal ValueTask<(byte[] Bytes, string ETag)> ReadRangeAsync(string name, string? ifMatch, long offset, long length, CancellationToken cancellation) =>
        new(RunAsync(StorageOperationKind.ReadBlobRange, name, () => Range(name, ifMatch, offset, Math.Min(length, storage.ReadStep)), cancellation));

    private static bool Holds(string? current, string? ifMatch) => ifMatch is null ? current is null : current is not null && (ifMatch == "*" || ifMatch == current);

    private MemoryBlob? Current(string name) => _blobs.GetValueOrDefault(name);

    private (byte[] Bytes, string ETag) Range(string name, string? ifMatch, long offset, long length)
    {
        if (Current(name) is not { } blob)
        {
            throw new BlobChangedException(Name, name, gone: true);
        }

        if (ifMatch is not null && !Holds(blob.Facts.ETag, ifMatch))
        {
            throw new BlobChangedException(Name, name, gone: false);
        }

        return (blob.Slice(offset, length), blob.Facts.ETag);
    }

    private BlobFacts Put(string name, byte[] content, IReadOnlyDictionary<string, string>? metadata) => Put(name, [new MemoryBlock(null, content)], metadata);

    private BlobFacts Put(string name, IReadOnlyList<MemoryBlock> blocks, IReadOnlyDictionary<string, string>? metadata)
    {
        var facts = new BlobFacts(
            name,
            $"\"0x8D{storage.NextVersion():X12}\"",
            MemoryStorage.ToSecond(storage.NextWriteTime()),
            blocks.Sum(block => (long)block.Content.Length),
            new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase));
        _blobs[name] = new MemoryBlob(facts, blocks);
        _staged.Remove(name);
        return facts;
    }

    private bool Stage(string name, string block, byte[] content)
    {
        if (!_staged.TryGetValue(name, out Dictionary<string, byte[]>? staged))
        {
            _staged[name] = staged = new(StringComparer.Ordinal);
        }

        string? other = staged.Keys.FirstOrDefault() ?? Current(name)?.Blocks.FirstOrDefault(each => each.Name is not null)?.Name;
        if (other is not null && other.Length != block.Length)
        {
            throw MemoryStorage.Refuse(400, "InvalidBlobOrBlock", $"Block names of {Name}/{name} must have one length; found {other} and {block}.");
        }

        staged[block] = content;
        return true;
    }

    private BlobFacts Commit(string name, string[] names, IReadOnlyDictionary<string, string>? metadata)
    {
        if (names.Length > MostBlocks)
        {
            throw MemoryStorage.Refuse(400, "BlockListTooLong", $"{Name}/{name}: {names.Length} blocks, {MostBlocks} is the most.");
        }

        Dictionary<string, byte[]> known = new(StringComparer.Ordinal);
        foreach (MemoryBlock block in Current(name)?.Blocks ?? [])
        {
            if (block.Name is not null)
            {
                known[block.Name] = block.Content;
            }
        }

        // Staged last: a block staged again replaces the committed one of the name.
        foreach ((string block, byte[] content) in _staged.GetValueOrDefault(name) ?? [])
        {
            known[block] = content;
        }

        var blocks = new MemoryBlock[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            blocks[i] = known.TryGetValue(names[i], out byte[]? content)
                ? new MemoryBlock(names[i], content)
                : throw MemoryStorage.Refuse(400, "InvalidBlockList", $"{Name}/{name} has no block {names[i]}.");
        }

        return Put(name, blocks, metadata);
    }

    private BlobFacts[] Page(string prefix, string? after) =>
        [.. _blobs.Values
            .Where(blob => blob.Facts.Name.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(blob.Facts.Name, after) > 0))
            .Take(storage.PageSize)
            .Select(blob => blob.Facts)];

    private Task<T> RunAsync<T>(StorageOperationKind kind, string key, Func<T> effect, CancellationToken cancellation, bool absentIsNull = false)
    {
        T Locked()
        {
            lock (_lock)
            {
                if (!_exists && !storage.CreatesOnUse && kind != StorageOperationKind.EnsureExists && !absentIsNull)
                {
                    throw MemoryStorage.Refuse(404, "ContainerNotFound", $"There is no container {Name}.");
                }

                return effect();
            }
        }

        return storage.RunAsync(kind, Name, key, Locked, cancellation).AsTask();
    }
}
