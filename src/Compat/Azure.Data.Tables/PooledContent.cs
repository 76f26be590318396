using System.Buffers;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A request body written into a rented array.</summary>
internal sealed class PooledContent(int capacity) : RequestContent, IBufferWriter<byte>
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;
    private int _sending;

    public ReadOnlySpan<byte> Written => Bytes.AsSpan(0, _length);

    private byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(PooledContent));

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Bytes.AsSpan(_length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Text known to be ASCII: URLs, versions, boundaries.</summary>
    public void WriteAscii(string text)
    {
        Reserve(text.Length);
        _length += System.Text.Encoding.ASCII.GetBytes(text, Bytes.AsSpan(_length));
    }

    public override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    public override void WriteTo(Stream stream, CancellationToken cancellation) => stream.Write(Bytes, 0, _length);

    public override async Task WriteToAsync(Stream stream, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _sending);
        await stream.WriteAsync(Bytes.AsMemory(0, _length), cancellation);
        Interlocked.Decrement(ref _sending);
    }

    public override void Dispose()
    {
        // The service may answer before it has read everything. Then the array is still being sent and must not be lent to anyone else.
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes && Volatile.Read(ref _sending) == 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Reserve(int count)
    {
        byte[] bytes = Bytes;
        if (bytes.Length - _length >= Math.Max(count, 1))
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, _length + count));
        bytes.AsSpan(0, _length).CopyTo(larger);
        _bytes = larger;
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
