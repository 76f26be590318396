using System.Globalization;
using Clientele.Schemas;
using Microsoft.AspNetCore.Localization;

namespace Clientele.Functions.Web;

/// <summary>The languages of the pages. Texts are in one of three; numbers, dates and money are written as where the reader lives: <c>es-MX</c> reads Spanish and 1,234.5.</summary>
internal static class Languages
{
    /// <summary>By their codes, each with its own name.</summary>
    public static readonly (string Code, string Name, Language Language)[] All =
    [
        ("en", "English", Language.English),
        ("es", "Español", Language.Spanish),
        ("pt", "Português", Language.Portuguese),
    ];

    /// <summary>Where readers live. Named, because to look for them among all cultures would make every start slower; readers of other countries get the language's usual way.</summary>
    private static readonly (string Code, string[] Countries)[] Regions =
    [
        ("en", ["US", "GB", "IE", "CA", "AU", "NZ", "IN", "ZA"]),
        ("es", ["ES", "MX", "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "NI", "PA", "PE", "PR", "PY", "SV", "US", "UY", "VE"]),
        ("pt", ["BR", "PT", "AO", "CV", "MZ"]),
    ];

    /// <summary>Of the request.</summary>
    public static Language Current => Of(CultureInfo.CurrentUICulture);

    public static string Code(Language language) => All.First(each => each.Language == language).Code;

    public static Language Of(CultureInfo culture) => Array.Find(All, each => each.Code == culture.TwoLetterISOLanguageName) is { Code: not null } found ? found.Language : Language.English;

    public static IServiceCollection AddLanguages(this IServiceCollection services) =>
        services.AddLocalization().Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] read = [.. All.Select(each => CultureInfo.GetCultureInfo(each.Code))];
            options.SupportedUICultures = read;
            options.SupportedCultures = [.. read, .. Regions.SelectMany(region => region.Countries.Select(country => CultureInfo.GetCultureInfo($"{region.Code}-{country}")))];
            options.DefaultRequestCulture = new RequestCulture("en");
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders = [new CookieRequestCultureProvider { Options = options }, new AcceptLanguageHeaderRequestCultureProvider { Options = options }];
        });

    /// <summary>The culture that someone who picks a language wants: that of their browser where it has one of the language.</summary>
    public static RequestCulture Picked(HttpRequest request, string code)
    {
        CultureInfo read = CultureInfo.GetCultureInfo(code);
        string? own = request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(each => each.Quality ?? 1)
            .Select(each => each.Value.ToString())
            .FirstOrDefault(each => each.Equals(code, StringComparison.OrdinalIgnoreCase) || each.StartsWith(code + "-", StringComparison.OrdinalIgnoreCase));
        try
        {
            return new RequestCulture(own is null ? read : CultureInfo.GetCultureInfo(own, predefinedOnly: true), read);
        }
        catch (CultureNotFoundException)
        {
            // A browser may name anything.
            return new RequestCulture(read);
        }
    }
}
