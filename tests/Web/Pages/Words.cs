using System.Globalization;
using System.Resources;

namespace Clientele.WebTests.Pages;

/// <summary>What pages say, in the words of their own texts: tests look for what readers see, in any language.</summary>
internal static class Words
{
    /// <typeparam name="TTexts">The texts of a page.</typeparam>
    /// <param name="key">Fails the test where there is no such text.</param>
    public static string Of<TTexts>(string language, string key, params object[] values)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(language);
        string text = new ResourceManager(typeof(TTexts)).GetString(key, culture) ?? throw new InvalidOperationException($"{typeof(TTexts).Name} has no text {key}.");
        return values.Length == 0 ? text : string.Format(culture, text, values);
    }
}
