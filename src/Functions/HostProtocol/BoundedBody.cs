namespace Clientele.Functions;

/// <summary>Reads small request bodies.</summary>
internal static class BoundedBody
{
    // Nearly every body is smaller than its bound, which may be megabytes.
    private const int Usual = 4 * 1024;

    /// <summary>Null when the body has more than <paramref name="most"/> bytes; no more than that is read.</summary>
    public static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellation)
    {
        byte[] buffer = new byte[Math.Min(Usual, most) + 1];
        int length = 0;
        while (true)
        {
            length += await body.ReadAtLeastAsync(buffer.AsMemory(length), buffer.Length - length, throwOnEndOfStream: false, cancellation);
            if (length < buffer.Length)
            {
                return buffer[..length];
            }

            if (length > most)
            {
                return null;
            }

            Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, most + 1L));
        }
    }
}
