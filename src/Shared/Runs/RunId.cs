using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Clientele.Runs;

/// <summary>
/// <c>yyyyMMddTHHmmssZ-&lt;8 hex&gt;-&lt;nn&gt;</c>: when the upload was last modified, what it was (path and ETag), and which attempt this is.
/// Ordinal order of ids is the order of uploads.
/// </summary>
public readonly record struct RunId
{
    private const int AttemptLength = 3;
    private const int Length = 16 + 1 + 8 + AttemptLength;

    private RunId(string value) => Value = value;

    public string Value { get; }

    /// <summary>The part that all attempts at one upload share.</summary>
    public string Upload => Value[..^AttemptLength];

    public int Attempt => int.Parse(Value.AsSpan(Value.Length - 2), CultureInfo.InvariantCulture);

    /// <summary>When the upload was last modified, to the second.</summary>
    public DateTimeOffset Uploaded => DateTimeOffset.ParseExact(Value[..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The first attempt at one version of an upload.</summary>
    public static RunId First(DateTimeOffset lastModified, string path, string etag)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(path + "\n" + etag));
        string time = lastModified.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return new RunId($"{time}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}-01");
    }

    /// <summary>Null after attempt 99.</summary>
    public RunId? Next() => Attempt >= 99 ? null : new RunId(Upload + "-" + (Attempt + 1).ToString("00", CultureInfo.InvariantCulture));

    public static bool TryParse(string? text, out RunId id)
    {
        id = default;
        if (text is null || text.Length != Length || text[16] != '-' || text[25] != '-'
            || !DateTimeOffset.TryParseExact(text[..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            || !text.AsSpan(17, 8).ContainsOnlyHex()
            || !char.IsAsciiDigit(text[26]) || !char.IsAsciiDigit(text[27]))
        {
            return false;
        }

        id = new RunId(text);
        return true;
    }

    public override string ToString() => Value;
}

internal static class HexText
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
