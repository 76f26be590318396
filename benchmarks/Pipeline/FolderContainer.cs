using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Clientele.Storage;

namespace Clientele.Benchmarks.Pipeline;

/// <summary>
/// A container whose blobs are files in a folder, meant for one in memory (tmpfs): the bytes are written and read for real, and are not this process's own
/// memory, which is what the bench measures. A committed blob stays a list of its blocks, as in the service.
/// </summary>
internal sealed class FolderContainer(string name, string folder) : IBlobContainer
{
    private readonly ConcurrentDictionary<string, (BlobFacts Facts, IReadOnlyList<string> Files)> _blobs = new(StringComparer.Ordinal);
    private int _versions;

    public string Name => name;

    /// <summary>A file that is there already, as a blob.</summary>
    public void Adopt(string blob, string file)
        => _blobs[blob] = (new BlobFacts(blob, NextETag(), DateTimeOffset.UnixEpoch, new FileInfo(file).Length, new Dictionary<string, string>(StringComparer.Ordinal)), [file]);

    public Task<(BlobFacts? Facts, DateTimeOffset ServiceDate)> FindAsync(string name, CancellationToken cancellation)
        => Task.FromResult<(BlobFacts?, DateTimeOffset)>((_blobs.TryGetValue(name, out (BlobFacts Facts, IReadOnlyList<string> Files) blob) ? blob.Facts : null, TimeProvider.System.GetUtcNow()));

    public Task<Stream> OpenReadAsync(string name, string? ifMatch, long offset, long? length, CancellationToken cancellation)
    {
        if (!_blobs.TryGetValue(name, out (BlobFacts Facts, IReadOnlyList<string> Files) blob) || (ifMatch is not null && blob.Facts.ETag != ifMatch))
        {
            throw new BlobChangedException(Name, name, gone: false);
        }

        var stream = new FileStream(blob.Files.Single(), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan) { Position = offset };
        return Task.FromResult<Stream>(stream);
    }

    public async Task<(BinaryData Content, BlobFacts Facts)?> ReadAsync(string name, CancellationToken cancellation)
        => _blobs.TryGetValue(name, out (BlobFacts Facts, IReadOnlyList<string> Files) blob)
            ? (BinaryData.FromBytes(await File.ReadAllBytesAsync(blob.Files.Single(), cancellation)), blob.Facts)
            : null;

    public Task<bool> TryCreateAsync(string name, BinaryData content, CancellationToken cancellation)
    {
        // Two workers may create the same blob at once; one of them must find it there, whole.
        lock (_blobs)
        {
            return Task.FromResult(!_blobs.ContainsKey(name) && Write(name, content) is not null);
        }
    }

    public Task<string?> TryReplaceAsync(string name, string? ifMatch, BinaryData content, CancellationToken cancellation)
        => Task.FromResult(_blobs.TryGetValue(name, out (BlobFacts Facts, IReadOnlyList<string> Files) blob) == (ifMatch is not null) && (ifMatch is null || blob.Facts.ETag == ifMatch) ? Write(name, content) : null);

    public async Task<BlobFacts> UploadAsync(string name, Stream content, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        Write(name, await BinaryData.FromStreamAsync(content, cancellation));
        return _blobs[name].Facts;
    }

    public Task StageBlockAsync(string name, string block, BinaryData content, CancellationToken cancellation)
    {
        WriteFile(FileOf(name + "." + block), content);
        return Task.CompletedTask;
    }

    public Task CommitBlocksAsync(string name, IReadOnlyList<string> blocks, string contentType, CancellationToken cancellation)
    {
        List<string> files = [.. blocks.Select(block => FileOf(name + "." + block))];
        _blobs[name] = (new BlobFacts(name, NextETag(), DateTimeOffset.UnixEpoch, files.Sum(file => new FileInfo(file).Length), new Dictionary<string, string>(StringComparer.Ordinal)), files);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<BlobFacts> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (string each in _blobs.Keys.Where(blob => blob.StartsWith(prefix ?? "", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            yield return _blobs[each].Facts;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        if (_blobs.TryRemove(name, out (BlobFacts Facts, IReadOnlyList<string> Files) blob))
        {
            foreach (string file in blob.Files)
            {
                File.Delete(file);
            }
        }

        return Task.CompletedTask;
    }

    public Task EnsureExistsAsync(CancellationToken cancellation) => Task.CompletedTask;

    private string Write(string name, BinaryData content)
    {
        string file = FileOf(name);
        WriteFile(file, content);
        string etag = NextETag();
        _blobs[name] = (new BlobFacts(name, etag, DateTimeOffset.UnixEpoch, content.ToMemory().Length, new Dictionary<string, string>(StringComparer.Ordinal)), [file]);
        return etag;
    }

    private static void WriteFile(string file, BinaryData content)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, content.ToMemory().Span, 0);
    }

    private string FileOf(string name) => Path.Combine(folder, Name + "." + name.Replace('/', '_'));

    private string NextETag() => $"\"{Interlocked.Increment(ref _versions)}\"";
}
