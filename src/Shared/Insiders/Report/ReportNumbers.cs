using System.Globalization;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Numbers and days as people write them in a language. Money has no sign: its currency is the file's.</summary>
internal static class ReportNumbers
{
    private static readonly string[] MonthsEn = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] MonthsEs = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    private static readonly string[] MonthsPt = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"];

    public static string Count(double value, Language language) => Plain(Math.Round(value), "N0", language);

    /// <summary>Whole from 100 up, with cents below.</summary>
    public static string Money(double value, Language language) => Plain(value, Math.Abs(value) >= 99.995 ? "N0" : "N2", language);

    /// <summary>With as many decimals as say something.</summary>
    public static string Number(double value, Language language)
    {
        double size = Math.Abs(value);
        return Plain(value, size >= 100 || size == Math.Round(size) ? "N0" : size >= 1 ? "N1" : size >= 0.01 ? "N3" : "N5", language);
    }

    public static string Decimals(double value, int decimals, Language language) => Plain(value, $"N{decimals}", language);

    /// <param name="share">0.5 for one half.</param>
    public static string Percent(double share, Language language, int decimals = 1) => Plain(share, $"P{decimals}", language);

    /// <summary>"7.3 times" as a bare number, with a sign of multiplication.</summary>
    public static string Times(double factor, Language language) => Plain(factor, factor >= 100 ? "N0" : "N1", language) + "×";

    /// <summary>"&lt; 0.001" below that.</summary>
    public static string Probability(double value, Language language) =>
        value < 0.001 ? $"< {Plain(0.001, "N3", language)}" : Plain(value, "N3", language);

    public static string Interval(Estimate estimate, Func<double, Language, string> number, Language language)
    {
        string to = language switch { Language.Spanish => "a", Language.Portuguese => "a", _ => "to" };
        return $"{number(estimate.Low, language)} {to} {number(estimate.High, language)}";
    }

    public static string Day(DateOnly day, Language language) =>
        $"{day.Day.ToString(CultureInfo.InvariantCulture)} {Month(day, language)}";

    /// <summary>"Dec 2017".</summary>
    public static string Month(DateOnly day, Language language) => $"{MonthName(day, language)} {Year(day)}";

    public static string MonthName(DateOnly day, Language language) => (language switch
    {
        Language.Spanish => MonthsEs,
        Language.Portuguese => MonthsPt,
        _ => MonthsEn,
    })[day.Month - 1];

    public static string Year(DateOnly day) => day.Year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>For axes: "250k", "1.5M".</summary>
    public static string Compact(double value, Language language) => Math.Abs(value) switch
    {
        >= 1e6 => Plain(value / 1e6, value % 1e6 == 0 ? "N0" : "0.##", language) + "M",
        >= 1e4 => Plain(value / 1e3, value % 1e3 == 0 ? "N0" : "0.##", language) + "k",
        _ => Plain(value, value == Math.Round(value) ? "N0" : "0.##", language),
    };

    /// <summary>A value of a feature in its own unit.</summary>
    public static string Of(PurchaseFeature feature, double value, Language language) =>
        feature is PurchaseFeature.Revenue or PurchaseFeature.Ticket ? Money(value, language) : Number(value, language);

    /// <summary>"a, b and c".</summary>
    public static string Listed(IReadOnlyList<string> items, Language language)
    {
        string and = language switch { Language.Spanish => " y ", Language.Portuguese => " e ", _ => " and " };
        return items.Count <= 1 ? string.Concat(items) : string.Join(", ", items.Take(items.Count - 1)) + and + items[^1];
    }

    /// <summary>What is said in a language.</summary>
    public static string Said(this Language language, string en, string es, string pt) => language switch
    {
        Language.Spanish => es,
        Language.Portuguese => pt,
        _ => en,
    };

    private static string Plain(double value, string format, Language language)
    {
        // .NET writes what is rounded to 0 from below as -0.
        string text = value.ToString(format, LanguageNumbers.Of(language));
        return text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text.TrimStart('-') : text.Replace('-', '−');
    }
}
