using System.Globalization;
using System.Runtime.CompilerServices;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>How values are said in one language.</summary>
internal sealed class ReasonWords
{
    private const int DaysAsMonths = 60;
    private const int DaysAsYears = 730;
    private const double DaysInMonth = 365.25 / 12;
    private const double DaysInYear = 365.25;

    // Beyond it a number's digits are no longer its own.
    private const double LargestInDigits = 1e15;

    private static readonly ReasonWords English = new()
    {
        Numbers = LanguageNumbers.Of(Language.English),
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
        Other = "other",
        Day = (" day", " days"),
        Month = (" month", " months"),
        Year = (" year", " years"),
        Past = ("", " ago"),
        Future = ("in ", ""),
    };

    private static readonly ReasonWords Spanish = new()
    {
        Numbers = LanguageNumbers.Of(Language.Spanish),
        Yes = "sí",
        No = "no",
        Unknown = "sin dato",
        Other = "otro",
        Day = (" día", " días"),
        Month = (" mes", " meses"),
        Year = (" año", " años"),
        Past = ("hace ", ""),
        Future = ("en ", ""),
    };

    private static readonly ReasonWords Portuguese = new()
    {
        Numbers = LanguageNumbers.Of(Language.Portuguese),
        Yes = "sim",
        No = "não",
        Unknown = "sem informação",
        Other = "outro",
        Day = (" dia", " dias"),
        Month = (" mês", " meses"),
        Year = (" ano", " anos"),
        Past = ("há ", ""),
        Future = ("em ", ""),
    };

    public required NumberFormatInfo Numbers { get; init; }
    public required string Yes { get; init; }
    public required string No { get; init; }
    public required string Unknown { get; init; }
    public required string Other { get; init; }

    /// <summary>Behind 1, and behind any other number.</summary>
    private (string One, string Many) Day { get; init; }
    private (string One, string Many) Month { get; init; }
    private (string One, string Many) Year { get; init; }

    /// <summary>Before and behind a time that has passed.</summary>
    private (string Before, string Behind) Past { get; init; }
    private (string Before, string Behind) Future { get; init; }

    public static ReasonWords In(Language language) => language switch
    {
        Language.Spanish => Spanish,
        Language.Portuguese => Portuguese,
        _ => English,
    };

    /// <summary>As it is shown: two decimals, below 0.1 two digits that say something; never a negative zero.</summary>
    public static double Rounded(double value)
    {
        double size = Math.Abs(value);
        int decimals = size is > 0 and < 0.1 ? Math.Min(12, 1 - (int)Math.Floor(Math.Log10(size))) : 2;
        return size < LargestInDigits ? Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0 : value;
    }

    /// <param name="rounded">From <see cref="Rounded"/>.</param>
    public void Number(ref DefaultInterpolatedStringHandler text, double rounded)
    {
        double size = Math.Abs(rounded);
        if (size >= LargestInDigits)
        {
            text.AppendFormatted(rounded, "0.##E+0");
        }
        else if (size is > 0 and < 0.1)
        {
            text.AppendFormatted(rounded, "0.############");
        }
        else
        {
            InHundredths(ref text, rounded < 0, (long)Math.Round(size * 100));
        }
    }

    // A pattern with optional decimals takes several times as long, and a row has up to nine sentences.
    private void InHundredths(ref DefaultInterpolatedStringHandler text, bool isNegative, long hundredths)
    {
        (long whole, long rest) = Math.DivRem(hundredths, 100);
        if (isNegative)
        {
            text.AppendLiteral("-");
        }

        if (whole < 1000)
        {
            text.AppendFormatted(whole);
        }
        else
        {
            text.AppendFormatted(whole, "N0");
        }

        if (rest > 0)
        {
            text.AppendLiteral(Numbers.NumberDecimalSeparator);
            text.AppendFormatted(rest % 10 == 0 ? rest / 10 : rest, rest is < 10 ? "00" : null);
        }
    }

    /// <summary>Days below 60, months below 730 days, else years; in whole ones.</summary>
    public void Duration(ref DefaultInterpolatedStringHandler text, double days)
    {
        days = Math.Abs(days);
        if (days >= DaysAsYears)
        {
            Counted(ref text, Math.Round(days / DaysInYear), Year);
        }
        else if (days >= DaysAsMonths)
        {
            Counted(ref text, Math.Round(days / DaysInMonth), Month);
        }
        else
        {
            Counted(ref text, days, Day);
        }
    }

    public void DaysFromNow(ref DefaultInterpolatedStringHandler text, double days)
    {
        (string before, string behind) = days < 0 ? Future : Past;
        text.AppendLiteral(before);
        Duration(ref text, days);
        text.AppendLiteral(behind);
    }

    public void YearsFromNow(ref DefaultInterpolatedStringHandler text, double years)
    {
        (string before, string behind) = years < 0 ? Future : Past;
        text.AppendLiteral(before);
        Counted(ref text, Math.Abs(years), Year);
        text.AppendLiteral(behind);
    }

    private void Counted(ref DefaultInterpolatedStringHandler text, double number, (string One, string Many) unit)
    {
        Number(ref text, number);
        text.AppendLiteral(number == 1 ? unit.One : unit.Many);
    }
}
