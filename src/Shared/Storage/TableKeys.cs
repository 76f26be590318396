using System.Globalization;
using System.Text;

namespace Clientele.Storage;

/// <summary>
/// Texts and numbers as table keys: what the service forbids is escaped reversibly, and the ordinal order of keys is the order of numbers.
/// </summary>
public static class TableKeys
{
    /// <summary>Characters that the service takes in a key.</summary>
    public const int Longest = 1024;

    // Not '%': some tools that read tables decode it once too often.
    private const char Mark = '!';
    private const int HexDigits = 4;

    /// <summary>A key for any text: <c>/ \ # ?</c>, control characters, halves of surrogate pairs and <c>!</c> become <c>!</c> and four hex digits.</summary>
    /// <exception cref="ArgumentException">The key would be longer than <see cref="Longest"/>.</exception>
    public static string Escape(string text) => TryEscape(text, out string key)
        ? key
        : throw new ArgumentException($"As a table key the text would be longer than {Longest} characters.", nameof(text));

    /// <summary>False when the key would be longer than <see cref="Longest"/>.</summary>
    public static bool TryEscape(string text, out string key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = text;
        int first = FirstToEscape(text);
        if (first < 0)
        {
            return text.Length <= Longest;
        }

        var built = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length && built.Length <= Longest; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                built.Append(text[i]).Append(text[++i]);
            }
            else if (MustEscape(text[i]))
            {
                built.Append(Mark).Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                built.Append(text[i]);
            }
        }

        key = built.ToString();
        return key.Length <= Longest;
    }

    /// <summary>The text that <see cref="Escape"/> made the key of.</summary>
    /// <exception cref="FormatException">The key holds a <c>!</c> without four hex digits.</exception>
    public static string Unescape(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        int mark = key.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
        {
            return key;
        }

        var built = new StringBuilder(key.Length);
        int next = 0;
        for (; mark >= 0; mark = key.IndexOf(Mark, next))
        {
            if (mark + HexDigits >= key.Length || !ushort.TryParse(key.AsSpan(mark + 1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                throw new FormatException($"The table key {key} holds a {Mark} without {HexDigits} hex digits.");
            }

            built.Append(key, next, mark - next).Append((char)code);
            next = mark + 1 + HexDigits;
        }

        return built.Append(key, next, key.Length - next).ToString();
    }

    /// <summary>Nineteen digits; negative numbers are a minus and the distance from the smallest, so that they too are in order and before zero.</summary>
    public static string Number(long number) => number >= 0
        ? number.ToString("D19", CultureInfo.InvariantCulture)
        : "-" + (number - long.MinValue).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The number that <see cref="Number"/> made the key of.</summary>
    /// <exception cref="FormatException">It is no such key.</exception>
    public static long ParseNumber(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool negative = key.StartsWith('-');
        long digits = long.Parse(key.AsSpan(negative ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture);
        return negative ? long.MinValue + digits : digits;
    }

    /// <summary>A number from 0 up, padded with zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or needs more than <paramref name="digits"/> digits.</exception>
    public static string Pad(int number, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        string padded = number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return padded.Length == digits ? padded : throw new ArgumentOutOfRangeException(nameof(number), number, $"It has more than {digits} digits.");
    }

    private static int FirstToEscape(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (MustEscape(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // A whole surrogate pair is fine; the caller keeps pairs together.
    private static bool MustEscape(char character) =>
        character is '/' or '\\' or '#' or '?' or Mark || char.IsControl(character) || char.IsSurrogate(character);
}
