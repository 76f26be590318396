using Clientele.Storage;

namespace Clientele.Testing;

/// <summary>A piece of a committed blob; without a name where it was put in one go.</summary>
internal sealed record MemoryBlock(string? Name, byte[] Content);

internal sealed record MemoryBlob(BlobFacts Facts, IReadOnlyList<MemoryBlock> Blocks)
{
    /// <summary>A copy of at most <paramref name="length"/> bytes from <paramref name="offset"/>; empty past the end.</summary>
    public byte[] Slice(long offset, long length)
    {
        var bytes = new byte[Math.Max(0, Math.Min(length, Facts.Length - offset))];
        long start = 0;
        foreach (MemoryBlock block in Blocks)
        {
            long from = Math.Max(offset, start);
            long to = Math.Min(offset + bytes.Length, start + block.Content.Length);
            if (from < to)
            {
                block.Content.AsSpan((int)(from - start), (int)(to - from)).CopyTo(bytes.AsSpan((int)(from - offset)));
            }

            start += block.Content.Length;
        }

        return bytes;
    }
}

/// <summary>Reads a blob by ranged requests, each bound to the version of the first.</summary>
internal sealed class MemoryBlobStream(MemoryBlobContainer container, string name, string? ifMatch, long offset, long? length) : Stream
{
    private string? _version = ifMatch;
    private long _read;
    private byte[] _step = [];
    private int _used;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || (_used == _step.Length && !await FillAsync(cancellationToken)))
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _step.Length - _used);
        _step.AsSpan(_used, count).CopyTo(buffer.Span);
        _used += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Blobs are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>False at the end.</summary>
    internal async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        long left = (length ?? long.MaxValue) - _read;
        if (_ended || (left == 0 && _read > 0))
        {
            return false;
        }

        (_step, _version) = await container.ReadRangeAsync(name, _version, offset + _read, left, cancellation);
        _used = 0;
        _read += _step.Length;
        _ended = _step.Length == 0;
        return !_ended;
    }
}
