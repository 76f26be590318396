using System.Globalization;

namespace Clientele.Schemas;

/// <summary>How numbers are written in a language. Cultures of the system differ from machine to machine, and Spanish ones among each other.</summary>
internal static class LanguageNumbers
{
    // .NET's numbers for "n %" and "n%".
    private const int Apart = 0;
    private const int Joined = 1;

    private static readonly NumberFormatInfo English = Separated(decimals: ".", thousands: ",", Joined);
    private static readonly NumberFormatInfo Spanish = Separated(decimals: ",", thousands: ".", Apart);
    private static readonly NumberFormatInfo Portuguese = Separated(decimals: ",", thousands: ".", Joined);

    public static NumberFormatInfo Of(Language language) => language switch
    {
        Language.Spanish => Spanish,
        Language.Portuguese => Portuguese,
        _ => English,
    };

    private static NumberFormatInfo Separated(string decimals, string thousands, int percent) => NumberFormatInfo.ReadOnly(new NumberFormatInfo
    {
        NumberDecimalSeparator = decimals,
        NumberGroupSeparator = thousands,
        PercentDecimalSeparator = decimals,
        PercentGroupSeparator = thousands,
        PercentPositivePattern = percent,
        PercentNegativePattern = percent,
    });
}
