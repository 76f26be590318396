namespace Clientele.Functions;

/// <summary>Reads small request bodies.</summary>
internal static class BoundedBody
{
    /// <summary>Null when the body has more than <paramref name="most"/> bytes; no more than that is read.</summary>
    public static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellation)
    {
        byte[] buffer = new byte[most + 1];
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length > most ? null : buffer[..length];
    }
}
