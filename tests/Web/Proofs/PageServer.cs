using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Clientele.WebTests.Proofs;

/// <summary>Serves pages that a test makes up, on a port of its own.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <param name="answer">Answers every request.</param>
    public static async Task<PageServer> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        PageServer server = new(builder.Build());
        server._app.Run(answer);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>One page at the root, in order but for what is in it. All else is not there, or comes from <paramref name="more"/>.</summary>
    /// <param name="main">HTML of the page's main part.</param>
    public static Task<PageServer> StartAsync(string main, Func<HttpContext, Task<bool>>? more = null) => StartAsync(async context =>
    {
        if (context.Request.Path == "/")
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self' 'nonce-proof'; connect-src *; img-src * data:";
            // An icon of its own, or the browser asks for one.
            await context.Response.WriteAsync($"""
                <!doctype html><html lang="en"><head><title>Proof</title><link rel="icon" href="data:,"></head><body><main><h1>Proof</h1>{main}</main></body></html>
                """);
        }
        else if (more is null || !await more(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            // Chromium takes an error without content for a failed navigation.
            await context.Response.WriteAsync("Not here.");
        }
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
