namespace Clientele.Functions.Access;

/// <summary>Where browsers send uploads: the blob service's address. Register it where pages upload straight to storage.</summary>
/// <param name="BlobService">Only its scheme, host and port are used.</param>
public sealed record UploadAddress(Uri BlobService);

/// <summary>What browsers are told about every answer, unless its endpoint says otherwise: a header that is there already stays.</summary>
internal sealed class SecurityHeaders(UploadAddress? uploads)
{
    private readonly KeyValuePair<string, string>[] _headers =
    [
        new("X-Content-Type-Options", "nosniff"),
        // Not no-referrer: with it browsers send the forms of our own pages with "Origin: null", as those of a stranger.
        new("Referrer-Policy", "same-origin"),
        new("X-Frame-Options", "DENY"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
        new("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),

        // Almost every answer is about customers.
        new("Cache-Control", "no-store"),
        new("Content-Security-Policy", ContentSecurityPolicy(uploads)),
    ];

    public Task AddAsync(HttpContext http, RequestDelegate next)
    {
        // Late, so that the endpoint's own headers are known and an error page that clears the others has these.
        http.Response.OnStarting(AddMissing, http.Response.Headers);
        return next(http);
    }

    private Task AddMissing(object state)
    {
        foreach ((string name, string value) in _headers)
        {
            ((IHeaderDictionary)state).TryAdd(name, value);
        }

        return Task.CompletedTask;
    }

    private static string ContentSecurityPolicy(UploadAddress? uploads)
    {
        string connect = uploads is null ? "'self'" : $"'self' {uploads.BlobService.GetLeftPart(UriPartial.Authority)}";
        return $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src {connect}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    }
}
