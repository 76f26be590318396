using System.Text;

namespace Clientele.Runs.Scoring;

/// <summary>
/// Row keys and buckets of customers. Keys are ASCII, so that every order (bytes, strings, the service's) is the same one:
/// whole numbers padded with zeros to 19 digits; in text, and so in the <see cref="LineIds"/> of a customer without an id, letters, digits, <c>.</c>, <c>_</c> and <c>-</c> as they are, every other UTF-8 byte as <c>~XX</c>.
/// </summary>
public static class CustomerKey
{
    private const int Digits = 19;

    /// <summary>Longest key of an id of at most 256 bytes.</summary>
    public const int Longest = 3 * 256;

    /// <param name="id">Canonical id, UTF-8, at most 256 bytes.</param>
    /// <param name="isInteger">The schema's id field is an integer.</param>
    /// <param name="key">Room for <see cref="Longest"/> bytes.</param>
    /// <returns>Length of the key.</returns>
    public static int Write(ReadOnlySpan<byte> id, bool isInteger, Span<byte> key)
    {
        if (isInteger && id.Length is > 0 and <= Digits && !id.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            key[..(Digits - id.Length)].Fill((byte)'0');
            id.CopyTo(key[(Digits - id.Length)..]);
            return Digits;
        }

        int length = 0;
        foreach (byte b in id)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'_' or (byte)'-')
            {
                key[length++] = b;
            }
            else
            {
                key[length++] = (byte)'~';
                key[length++] = (byte)"0123456789ABCDEF"[b >> 4];
                key[length++] = (byte)"0123456789ABCDEF"[b & 15];
            }
        }

        return length;
    }

    public static string Of(string id, bool isInteger)
    {
        Span<byte> key = stackalloc byte[Longest];
        return Encoding.ASCII.GetString(key[..Write(Encoding.UTF8.GetBytes(id), isInteger, key)]);
    }

    /// <summary>
    /// 0 to 15: the same on every machine, for ever. FNV-1a of the key, then one multiplication (Knuth's, by 2⁶⁴ over the golden ratio), because the upper
    /// bits of FNV-1a hardly see a key's last characters, in which alone numbered customers differ.
    /// </summary>
    public static int Bucket(ReadOnlySpan<byte> key)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in key)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return (int)((hash * 0x9E3779B97F4A7C15) >> 60);
    }

    /// <summary>Partition of a bucket in the customer tables.</summary>
    public static string Partition(string schema, int bucket) => $"{schema}-{bucket:D2}";
}
