using Microsoft.AspNetCore.Authorization;

namespace Clientele.Functions.Access;

/// <summary>
/// Refuses changes that another site's page asks for: browsers send the platform's cookie along whoever made them ask. Endpoints that take no cookie, the
/// anonymous ones, are left alone.
/// </summary>
internal static class CrossSite
{
    public static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        if (IsSafe(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || IsOwn(http.Request))
        {
            await next(http);
            return;
        }

        await http.RequestServices.GetRequiredService<Refusals>().WriteAsync(http, Refusal.CrossSite);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>Programs send neither header. A browser sends the first, and an old one the second; where both are there, both have to be right.</summary>
    private static bool IsOwn(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none")
        && request.Headers.Origin.All(origin => IsOrigin(origin, request));

    /// <summary>Scheme and host are the forwarded ones. Comparing as addresses leaves out default ports and the case of letters.</summary>
    private static bool IsOrigin(string? origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? theirs)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out Uri? ours)
        && Uri.Compare(theirs, ours, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
