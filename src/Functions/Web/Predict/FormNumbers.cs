using System.Globalization;
using System.Text.RegularExpressions;

namespace Clientele.Functions.Web;

/// <summary>Numbers as readers write them in forms, by their own decimal and thousands separators.</summary>
internal static class FormNumbers
{
    /// <summary>
    /// With thousands separators only where they separate thousands: read loosely, 1.5 would be fifteen where the point separates thousands.
    /// </summary>
    public static bool TryParse(string text, out double number)
    {
        NumberFormatInfo format = CultureInfo.CurrentCulture.NumberFormat;
        string plain = text.Trim();

        // Whatever the country's rule, people separate thousands with blanks, or with the sign that does not separate decimals.
        string spaced = format.NumberDecimalSeparator == "," ? "[. \u00a0\u202f]" : "[, \u00a0\u202f]";
        if (Regex.IsMatch(plain, $"^[-+]?[0-9]{{1,3}}({spaced}[0-9]{{3}})+({Regex.Escape(format.NumberDecimalSeparator)}[0-9]*)?$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        {
            plain = Regex.Replace(plain, spaced, "", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(plain, style, format, out number) && double.IsFinite(number);
    }

    /// <summary>As a form shows it, without separators of thousands.</summary>
    public static string Text(double number) => number.ToString("0.####", CultureInfo.CurrentCulture);
}
