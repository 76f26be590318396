using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>An account's name and key.</summary>
public class TableSharedKeyCredential
{
    private readonly byte[] _key;

    /// <param name="accountKey">Base64.</param>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentNullException.ThrowIfNull(accountKey);
        AccountName = accountName;
        var key = new byte[accountKey.Length];

        // Not FromBase64String: a message must never carry a piece of the key.
        _key = Convert.TryFromBase64String(accountKey, key, out int length)
            ? key[..length]
            : throw new ArgumentException($"The key of the storage account {accountName} is not base64.", nameof(accountKey));
    }

    public string AccountName { get; }

    internal string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
