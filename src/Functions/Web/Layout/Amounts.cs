using System.Globalization;

namespace Clientele.Functions.Web;

/// <summary>Writes figures as where the reader lives. Amounts of money are in the currency of the files, whose sign the setting <c>Web__Currency</c> tells; without it they are plain numbers.</summary>
public sealed class Amounts(IConfiguration configuration)
{
    private const int LongestSign = 4;

    private readonly string _sign = configuration["Web:Currency"] is { Length: > 0 and <= LongestSign } sign ? sign : "";

    /// <summary>With cents below 1,000.</summary>
    public string Money(double amount) => Money(amount, Math.Abs(amount) < 1000 && amount != Math.Round(amount) ? 2 : 0);

    public string Money(double amount, int decimals)
    {
        if (_sign.Length == 0)
        {
            return amount.ToString("N" + decimals, CultureInfo.CurrentCulture);
        }

        var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
        format.CurrencySymbol = _sign;
        return amount.ToString("C" + decimals, format);
    }

    public static string Count(double count) => count.ToString("N0", CultureInfo.CurrentCulture);

    /// <param name="share">0.123 for 12.3%.</param>
    /// <param name="decimals">Of the percentage.</param>
    public static string Percent(double share, int decimals = 1) => share.ToString("P" + decimals, CultureInfo.CurrentCulture);

    /// <summary>With up to so many decimals.</summary>
    public static string Number(double value, int decimals = 2) => value.ToString("#,##0." + new string('#', decimals), CultureInfo.CurrentCulture);

    public static string Day(DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

    /// <summary>Day and time, by the clock of the service.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("g", CultureInfo.CurrentCulture) + " UTC";
}
