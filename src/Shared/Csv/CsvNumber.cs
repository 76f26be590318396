using System.Buffers.Text;
using System.Text;

namespace Clientele.Csv;

/// <summary>
/// Numbers as people write them: thousands separators, decimal comma or point, currency signs, a percent sign (12% is 0.12), a minus in front, behind or as
/// parentheses, spaces of any kind.
/// </summary>
public static class CsvNumber
{
    private const int MaxLength = 64;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private static readonly string[] Currencies =
        ["us$", "r$", "mx$", "$", "€", "£", "¥", "eur", "usd", "gbp", "brl", "mxn", "chf", "ars", "clp", "cop"];

    /// <summary>
    /// Reads one number. Where a text has both separators the last one is the decimal; a single separator that cannot separate thousands
    /// is a decimal whatever the dialect; else <paramref name="decimalSeparator"/> decides.
    /// </summary>
    /// <returns>False when the text is not a finite number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, char decimalSeparator, out double value)
    {
        if (TryParsePlain(text, out value))
        {
            return true;
        }

        return TryParseDecorated(text, decimalSeparator, out value);
    }

    /// <summary>Up to 15 digits with at most a minus in front: what nearly every cell holds.</summary>
    internal static bool TryParsePlain(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 15)
        {
            return false;
        }

        bool negative = text[0] == '-';
        if (negative && text.Length == 1)
        {
            return false;
        }

        long digits = 0;
        for (int i = negative ? 1 : 0; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9)
            {
                return false;
            }

            digits = (digits * 10) + digit;
        }

        value = negative ? -(double)digits : digits;
        return true;
    }

    /// <summary>Digits, the separator once between them, more digits, 15 in all, with at most a minus in front: what nearly every price is.</summary>
    internal static bool TryParsePlainDecimal(ReadOnlySpan<byte> text, char decimalSeparator, out double value)
    {
        value = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        int first = negative ? 1 : 0;
        if (text.Length - first is < 3 or > 16)
        {
            return false;
        }

        long digits = 0;
        int separator = -1;
        for (int i = first; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else if (text[i] == decimalSeparator && separator < 0)
            {
                separator = i;
            }
            else
            {
                return false;
            }
        }

        if (separator <= first || separator == text.Length - 1)
        {
            return false;
        }

        // Both are exact, so that their quotient is the double nearest to what is written.
        value = digits / PowersOfTen[text.Length - 1 - separator];
        value = negative ? -value : value;
        return true;
    }

    private static bool TryParseDecorated(ReadOnlySpan<byte> text, char decimalSeparator, out double value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return false;
        }

        Span<char> characters = stackalloc char[MaxLength];
        if (!Encoding.UTF8.TryGetChars(text, characters, out int length))
        {
            return false;
        }

        ReadOnlySpan<char> rest = characters[..length].Trim();
        bool negative = false;
        bool percent = false;
        Undress(ref rest, ref negative, ref percent);
        Span<byte> plain = stackalloc byte[MaxLength];
        int used = ToInvariant(rest, decimalSeparator, plain);
        if (used <= 0 || !Utf8Parser.TryParse(plain[..used], out value, out int consumed) || consumed != used || !double.IsFinite(value))
        {
            value = 0;
            return false;
        }

        value = (negative ? -value : value) / (percent ? 100 : 1);
        return true;
    }

    /// <summary>Takes off signs, currencies, percent and parentheses, in whatever order they stand.</summary>
    private static void Undress(ref ReadOnlySpan<char> rest, ref bool negative, ref bool percent)
    {
        bool signed = false;
        while (!rest.IsEmpty)
        {
            char first = rest[0];
            char last = rest[^1];
            if (!signed && first == '(' && last == ')' && rest.Length > 2)
            {
                negative = signed = true;
                rest = rest[1..^1].Trim();
            }
            else if (!signed && first is '-' or '+' or '\u2212')
            {
                negative = first != '+';
                signed = true;
                rest = rest[1..].Trim();
            }
            else if (!signed && last is '-' or '\u2212')
            {
                negative = signed = true;
                rest = rest[..^1].Trim();
            }
            else if (!percent && last == '%')
            {
                percent = true;
                rest = rest[..^1].Trim();
            }
            else if (!char.IsAsciiDigit(first) && StripCurrency(ref rest, atStart: true))
            {
                continue;
            }
            else if (char.IsAsciiDigit(last) || !StripCurrency(ref rest, atStart: false))
            {
                return;
            }
        }
    }

    private static bool StripCurrency(ref ReadOnlySpan<char> rest, bool atStart)
    {
        foreach (string currency in Currencies)
        {
            if (atStart ? rest.StartsWith(currency, StringComparison.OrdinalIgnoreCase) : rest.EndsWith(currency, StringComparison.OrdinalIgnoreCase))
            {
                rest = (atStart ? rest[currency.Length..] : rest[..^currency.Length]).Trim();
                return true;
            }
        }

        return false;
    }

    /// <returns>Bytes written; 0 when the separators make no sense.</returns>
    private static int ToInvariant(ReadOnlySpan<char> text, char decimalSeparator, Span<byte> plain)
    {
        int exponent = text.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = exponent < 0 ? text : text[..exponent];
        int decimalAt = DecimalPosition(mantissa, decimalSeparator);
        ReadOnlySpan<char> whole = decimalAt < 0 ? mantissa : mantissa[..decimalAt];
        ReadOnlySpan<char> fraction = decimalAt < 0 ? [] : mantissa[(decimalAt + 1)..];
        if (whole.IsEmpty && fraction.IsEmpty)
        {
            return 0;
        }

        int used = 0;
        int sinceSeparator = -1;
        foreach (char c in whole)
        {
            if (char.IsAsciiDigit(c))
            {
                plain[used++] = (byte)c;
                sinceSeparator += sinceSeparator >= 0 ? 1 : 0;
            }
            else if (IsThousandsSeparator(c) && used > 0 && sinceSeparator is -1 or 3)
            {
                sinceSeparator = 0;
            }
            else
            {
                return 0;
            }
        }

        if (sinceSeparator is not (-1 or 3))
        {
            return 0;
        }

        if (used == 0)
        {
            plain[used++] = (byte)'0';
        }

        if (!fraction.IsEmpty)
        {
            plain[used++] = (byte)'.';
        }

        return AppendDigits(fraction, exponent < 0 ? [] : text[exponent..], plain, used);
    }

    private static int AppendDigits(ReadOnlySpan<char> fraction, ReadOnlySpan<char> exponent, Span<byte> plain, int used)
    {
        foreach (char c in fraction)
        {
            if (!char.IsAsciiDigit(c))
            {
                return 0;
            }

            plain[used++] = (byte)c;
        }

        for (int i = 0; i < exponent.Length; i++)
        {
            char c = exponent[i];
            if (!char.IsAsciiDigit(c) && !(i == 0 || (i == 1 && c is '+' or '-')))
            {
                return 0;
            }

            plain[used++] = (byte)c;
        }

        return used;
    }

    private static bool IsThousandsSeparator(char c) => c is ',' or '.' or '\'' or '\u2019' || char.IsWhiteSpace(c);

    /// <returns>The position of the decimal separator, −1 when there is none.</returns>
    private static int DecimalPosition(ReadOnlySpan<char> mantissa, char decimalSeparator)
    {
        int point = mantissa.LastIndexOf('.');
        int comma = mantissa.LastIndexOf(',');
        if (point >= 0 && comma >= 0)
        {
            return Math.Max(point, comma);
        }

        int only = Math.Max(point, comma);
        if (only < 0)
        {
            return -1;
        }

        char separator = mantissa[only];
        if (mantissa.IndexOf(separator) != only)
        {
            // Twice the same: thousands.
            return -1;
        }

        bool mayBeThousands = mantissa.Length - only - 1 == 3 && only is >= 1 and <= 3 && mantissa[0] != '0';
        return separator != decimalSeparator && mayBeThousands ? -1 : only;
    }
}
