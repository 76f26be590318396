using System.Text;
using System.Text.Encodings.Web;
using Clientele.Functions.HostProtocol;

namespace Clientele.Functions.Access;

/// <summary>Answers refused requests: problem+json for programs; for people the way to sign in, or a page.</summary>
internal sealed class Refusals(AccessSettings settings, RefusalPage page)
{
    private const string SignIn = "/.auth/login/aad?post_login_redirect_uri=";

    public async Task WriteAsync(HttpContext http, Refusal refusal)
    {
        if (!AsksForPage(http.Request))
        {
            if (refusal.Reason == RefusalReason.SignInNeeded)
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
            }

            await Triggers.WriteAsync(http.Response, HttpAnswer.Problem(refusal.Status, refusal.Title, refusal.Sentence));
        }
        else if (refusal.Reason == RefusalReason.SignInNeeded && settings.PlatformSignsIn)
        {
            http.Response.Redirect(SignIn + UrlEncoder.Default.Encode(BackTo(http.Request)));
        }
        else
        {
            // Signing in would not help, so the browser is told that it may not, not that it should.
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await page(http, refusal);
        }
    }

    public static async Task WritePlainPageAsync(HttpContext http, Refusal refusal)
    {
        string html =
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{refusal.Title} · Clientele</title></head>
            <body><main><h1>{refusal.Title}</h1><p>{HtmlEncoder.Default.Encode(refusal.Sentence)}</p></main></body>
            </html>
            """;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), http.RequestAborted);
    }

    private static bool AsksForPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Two slashes would lead to another host.</summary>
    private static string BackTo(HttpRequest request)
    {
        string path = request.Path.ToUriComponent();
        return path is ['/', not ('/' or '\\'), ..] ? path + request.QueryString.ToUriComponent() : "/";
    }
}
