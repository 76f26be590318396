using Microsoft.AspNetCore.Localization;

namespace Clientele.Functions.Web;

/// <summary>What a reader picks for themselves, kept in cookies: the language and the colours.</summary>
internal sealed class PreferencesPages(IHttpContextAccessor http)
{
    public const string Path = "/preferences";
    public const string UsualTheme = "auto";

    private const string ThemeCookie = "clientele.theme";
    private static readonly string[] Themes = ["light", "dark"];
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static string ThemeOf(HttpRequest? request) => Array.Find(Themes, theme => theme == request?.Cookies[ThemeCookie]) ?? UsualTheme;

    public Task<PageAnswer> SaveAsync(PageCall call)
    {
        HttpContext context = http.HttpContext!;
        if (Array.Exists(Languages.All, each => each.Code == call.Form["language"]))
        {
            RequestCulture picked = Languages.Picked(context.Request, call.Form["language"]!);
            context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(picked), Cookie(context));
        }

        if (call.Form["theme"] is { } theme)
        {
            if (Themes.Contains(theme))
            {
                context.Response.Cookies.Append(ThemeCookie, theme, Cookie(context));
            }
            else
            {
                context.Response.Cookies.Delete(ThemeCookie);
            }
        }

        return Task.FromResult(PageAnswer.To(Local(call.Form["return"])));
    }

    /// <summary>Only ever a page of ours: a form can be made to say anything.</summary>
    private static string Local(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal) ? path : "/";

    private static CookieOptions Cookie(HttpContext context) => new()
    {
        MaxAge = Kept,
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
