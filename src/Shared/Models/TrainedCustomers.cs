using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Clientele.Models;

/// <summary>
/// Who was in training, as keyed hashes: one can ask of an id whether it was, and compare no two versions. Eight bytes a customer, so that an
/// id that was not there is taken for one that was about once in 10¹³ among 250,000. Immutable, safe from any thread.
/// </summary>
public sealed class TrainedCustomers
{
    private const int HashBytes = sizeof(ulong);

    private readonly (ulong, ulong) _key;
    private readonly ulong[] _hashes;

    private TrainedCustomers((ulong, ulong) key, ulong[] hashes)
    {
        _key = key;
        _hashes = hashes;
    }

    public int Count => _hashes.Length;

    /// <param name="version">The model's version, from which the key is derived.</param>
    public static TrainedCustomers Of(string version, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(ids);
        (ulong, ulong) key = KeyOf(version);
        ulong[] hashes = [.. ids.Select(id => Hash(key, Encoding.UTF8.GetBytes(id))).Order().Distinct()];
        return new TrainedCustomers(key, hashes);
    }

    /// <summary>Reads what <see cref="ToBase64"/> wrote.</summary>
    /// <exception cref="FormatException">Not base64, not whole hashes, or not in order.</exception>
    public static TrainedCustomers FromBase64(string version, string base64)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(base64);
        byte[] bytes = Convert.FromBase64String(base64);
        if (bytes.Length % HashBytes != 0)
        {
            throw new FormatException($"{bytes.Length} bytes are not a whole number of {HashBytes}-byte hashes.");
        }

        var hashes = new ulong[bytes.Length / HashBytes];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * HashBytes));
            if (i > 0 && hashes[i] <= hashes[i - 1])
            {
                throw new FormatException($"Hash {i} is not above the one before it.");
            }
        }

        return new TrainedCustomers(KeyOf(version), hashes);
    }

    public string ToBase64()
    {
        var bytes = new byte[_hashes.Length * HashBytes];
        for (int i = 0; i < _hashes.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * HashBytes), _hashes[i]);
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Allocates nothing.</summary>
    public bool Contains(ReadOnlySpan<byte> idUtf8) => Find(idUtf8) >= 0;

    /// <summary>The customer's place among the trained ones, in the order of the hashes; negative when not there. Allocates nothing.</summary>
    public int Find(ReadOnlySpan<byte> idUtf8) => _hashes.Length > 0 ? Array.BinarySearch(_hashes, Hash(_key, idUtf8)) : -1;

    private static (ulong, ulong) KeyOf(string version)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes("clientele.trained-customers/" + version));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)));
    }

    private static ulong Hash((ulong Low, ulong High) key, ReadOnlySpan<byte> id) => SipHash.Hash(key.Low, key.High, id);
}
