using System.Runtime.CompilerServices;
using System.Text;

namespace Clientele.Csv;

/// <summary>
/// Dates as people write them: <c>2012-09-04</c>, <c>04-09-2012</c>, <c>9/4/2012</c>, <c>29-Nov-16</c>, <c>4 de septiembre de 2012</c>, <c>20120904</c>, each with or without a
/// time, which is passed over. A year of two digits is 1969–2068.
/// </summary>
public static class CsvDate
{
    private const int MaxLength = 64;

    /// <summary>Names of the months in English, Spanish and Portuguese; three letters or more of one are enough.</summary>
    private static readonly string[][] Months =
    [
        ["january", "enero", "janeiro"], ["february", "febrero", "fevereiro"], ["march", "marzo", "março", "marco"], ["april", "abril"],
        ["may", "mayo", "maio"], ["june", "junio", "junho"], ["july", "julio", "julho"], ["august", "agosto"],
        ["september", "septiembre", "setiembre", "setembro"], ["october", "octubre", "outubro"],
        ["november", "noviembre", "novembro"], ["december", "diciembre", "dezembro"],
    ];

    /// <param name="text">UTF-8.</param>
    /// <param name="order">Decides where three numbers leave it open.</param>
    /// <param name="dayNumber">As <see cref="DateOnly.DayNumber"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out int dayNumber)
    {
        if (text.Length == 10 && text[4] == '-' && text[7] == '-')
        {
            int year = (Two(text, 0) * 100) + Two(text, 2);
            return TryMake(year, Two(text, 5), Two(text, 8), out dayNumber);
        }

        if (text.Length == 10 && text[2] == text[5] && text[2] is (byte)'-' or (byte)'/' or (byte)'.' && order != DateOrder.YearMonthDay)
        {
            int first = Two(text, 0);
            int second = Two(text, 3);
            int year = (Two(text, 6) * 100) + Two(text, 8);
            return order == DateOrder.DayMonthYear ? TryMake(year, second, first, out dayNumber) : TryMake(year, first, second, out dayNumber);
        }

        return TryParseDayNameYear(text, out dayNumber) || TryParseLoose(text, order, out dayNumber);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryMake(int year, int month, int day, out int dayNumber)
    {
        dayNumber = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        // Days of whole years, then of whole months counted from March, so that a leap day is the last of its year (as in Howard Hinnant's days_from_civil).
        // All bits or none: whether a date is in January or February is not to be guessed by the processor.
        int early = (month - 3) >> 31;
        int y = year + early;
        int fromMarch = month - 3 + (12 & early);
        dayNumber = (365 * y) + (y / 4) - (y / 100) + (y / 400) + (((153 * fromMarch) + 2) / 5) + day - 307;
        return true;
    }

    internal static int FullYear(int twoDigits) => twoDigits < 69 ? 2000 + twoDigits : 1900 + twoDigits;

    /// <summary>Two digits, or a number so far below zero that no date comes of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1_000_000;
    }

    /// <summary><c>29-Nov-16</c> and <c>29-Nov-2016</c> without a detour over strings: whole files are written so.</summary>
    private static bool TryParseDayNameYear(ReadOnlySpan<byte> text, out int dayNumber)
    {
        dayNumber = 0;
        int digits = text.Length > 1 && text[1] is >= (byte)'0' and <= (byte)'9' ? 2 : 1;
        int rest = text.Length - digits;
        if (rest is not (7 or 9) || text[digits] != text[digits + 4] || text[digits] is not ((byte)'-' or (byte)'/' or (byte)' '))
        {
            return false;
        }

        int day = digits == 2 ? Two(text, 0) : text[0] - '0';
        int year = rest == 7 ? Two(text, digits + 5) : (Two(text, digits + 5) * 100) + Two(text, digits + 7);
        int month = MonthOf(text.Slice(digits + 1, 3));
        return year >= 0 && TryMake(rest == 7 ? FullYear(year) : year, month, day, out dayNumber);
    }

    private static int MonthOf(ReadOnlySpan<byte> letters) => ((letters[0] | 0x20) << 16 | (letters[1] | 0x20) << 8 | (letters[2] | 0x20)) switch
    {
        'j' << 16 | 'a' << 8 | 'n' or 'e' << 16 | 'n' << 8 | 'e' => 1,
        'f' << 16 | 'e' << 8 | 'b' or 'f' << 16 | 'e' << 8 | 'v' => 2,
        'm' << 16 | 'a' << 8 | 'r' => 3,
        'a' << 16 | 'p' << 8 | 'r' or 'a' << 16 | 'b' << 8 | 'r' => 4,
        'm' << 16 | 'a' << 8 | 'y' or 'm' << 16 | 'a' << 8 | 'i' => 5,
        'j' << 16 | 'u' << 8 | 'n' => 6,
        'j' << 16 | 'u' << 8 | 'l' => 7,
        'a' << 16 | 'u' << 8 | 'g' or 'a' << 16 | 'g' << 8 | 'o' => 8,
        's' << 16 | 'e' << 8 | 'p' or 's' << 16 | 'e' << 8 | 't' => 9,
        'o' << 16 | 'c' << 8 | 't' or 'o' << 16 | 'u' << 8 | 't' => 10,
        'n' << 16 | 'o' << 8 | 'v' => 11,
        'd' << 16 | 'e' << 8 | 'c' or 'd' << 16 | 'i' << 8 | 'c' or 'd' << 16 | 'e' << 8 | 'z' => 12,
        _ => 0,
    };

    private static bool TryParseLoose(ReadOnlySpan<byte> text, DateOrder order, out int dayNumber)
    {
        dayNumber = 0;
        if (text.Length is < 6 or > MaxLength)
        {
            return false;
        }

        Span<char> characters = stackalloc char[MaxLength];
        if (!Encoding.UTF8.TryGetChars(text, characters, out int length))
        {
            return false;
        }

        ReadOnlySpan<char> rest = WithoutTime(characters[..length].Trim());
        if (rest.Length == 8 && !rest.ContainsAnyExceptInRange('0', '9'))
        {
            return TryMake(Number(rest[..4]), Number(rest[4..6]), Number(rest[6..]), out dayNumber);
        }

        Span<int> numbers = stackalloc int[3];
        Span<int> digits = stackalloc int[3];
        return TryTokens(rest, numbers, digits, out int monthAt) && TryArrange(numbers, digits, monthAt, order, out dayNumber);
    }

    /// <summary>Cuts off <c>T10:20:30Z</c>, <c>10:20</c>, <c>8:26 AM</c> and their like.</summary>
    private static ReadOnlySpan<char> WithoutTime(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon < 2)
        {
            return text;
        }

        int hour = colon;
        while (hour > 0 && char.IsAsciiDigit(text[hour - 1]))
        {
            hour--;
        }

        return hour > 0 && text[hour - 1] is 'T' or 't' or ' ' or ',' ? text[..(hour - 1)].TrimEnd(" ,") : text;
    }

    /// <summary>Exactly three parts; a name counts as the month's number, with no digits.</summary>
    private static bool TryTokens(ReadOnlySpan<char> text, Span<int> numbers, Span<int> digits, out int monthAt)
    {
        monthAt = -1;
        int count = 0;
        while (!text.IsEmpty)
        {
            if (text[0] is '-' or '/' or '.' or ',' || char.IsWhiteSpace(text[0]))
            {
                text = text[1..];
                continue;
            }

            bool isNumber = char.IsAsciiDigit(text[0]);
            int length = 1;
            while (length < text.Length && (isNumber ? char.IsAsciiDigit(text[length]) : char.IsLetter(text[length])))
            {
                length++;
            }

            ReadOnlySpan<char> token = text[..length];
            text = text[length..];
            if (!isNumber && token is "de" or "del" or "of" or "DE")
            {
                continue;
            }

            int value = isNumber ? (length <= 4 ? Number(token) : -1) : MonthNamed(token);
            if (count == 3 || value < 0 || (!isNumber && (monthAt >= 0 || value == 0)))
            {
                return false;
            }

            monthAt = isNumber ? monthAt : count;
            numbers[count] = value;
            digits[count++] = isNumber ? length : 0;
        }

        return count == 3;
    }

    private static bool TryArrange(ReadOnlySpan<int> numbers, ReadOnlySpan<int> digits, int monthAt, DateOrder order, out int dayNumber)
    {
        dayNumber = 0;
        (int year, int month, int day) = (monthAt, digits[0] == 4, order) switch
        {
            ( >= 0, true, _) => (0, monthAt, 3 - monthAt),
            ( >= 0, false, _) => (2, monthAt, 1 - monthAt),
            (_, true, _) => (0, 1, 2),
            (_, _, DateOrder.YearMonthDay) => (0, 1, 2),
            (_, _, DateOrder.DayMonthYear) => (2, 1, 0),
            _ => (2, 0, 1),
        };
        if (day is < 0 or > 2 || digits[year] is not (2 or 4) || digits[day] > 2 || digits[month] > 2)
        {
            return false;
        }

        return TryMake(digits[year] == 2 ? FullYear(numbers[year]) : numbers[year], numbers[month], numbers[day], out dayNumber);
    }

    private static int MonthNamed(ReadOnlySpan<char> token)
    {
        for (int month = 0; token.Length >= 3 && month < Months.Length; month++)
        {
            foreach (string name in Months[month])
            {
                if (name.AsSpan().StartsWith(token, StringComparison.OrdinalIgnoreCase))
                {
                    return month + 1;
                }
            }
        }

        return token is "sept" or "Sept" or "SEPT" ? 9 : 0;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        int value = 0;
        foreach (char c in digits)
        {
            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
