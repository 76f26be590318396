using Azure;

namespace Clientele.Storage;

/// <summary>Reads a blob as it arrives, and says so when the version being read is gone.</summary>
internal sealed class AzureBlobStream(Stream inner, string container, string name) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static bool IsChanged(RequestFailedException refused) => refused.ErrorCode is "ConditionNotMet" or "BlobNotFound" || refused.Status == 412;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception failed) when (Refusal(failed) is { } refused && IsChanged(refused))
        {
            throw new BlobChangedException(container, name, gone: refused.Status == 404);
        }
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

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // A failed resumption is an aggregate of the break and of what followed it.
    private static RequestFailedException? Refusal(Exception failed) =>
        failed as RequestFailedException ?? (failed as AggregateException)?.Flatten().InnerExceptions.OfType<RequestFailedException>().LastOrDefault();
}
