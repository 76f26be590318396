namespace Clientele.Functions.Access;

/// <summary>Whether a request came from outside through the host, or is the host's own call. Decided before forwarded headers are taken off the request.</summary>
internal sealed record Forwarding(bool IsForwarded)
{
    /// <summary>Requests that were not looked at count as forwarded: the host's own calls must never be open by an oversight.</summary>
    public static bool Of(HttpContext http) => http.Features.Get<Forwarding>() is not { IsForwarded: false };

    public static Task MarkAsync(HttpContext http, RequestDelegate next)
    {
        http.Features.Set(new Forwarding(http.Request.Headers.Keys.Any(IsOfForwarding)));
        return next(http);
    }

    /// <summary>The host marks what it passes on. A browser marks what it sends, and no page has business at the handler's own port.</summary>
    private static bool IsOfForwarding(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("Sec-Fetch-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Origin", StringComparison.OrdinalIgnoreCase)
        || header.Equals("x-ms-invocation-id", StringComparison.OrdinalIgnoreCase);
}
