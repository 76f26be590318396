using System.Globalization;
using System.Net;
using Clientele.LocalHost.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Clientele.LocalHost.Host;

/// <summary>
/// The app's address: passes the routes of HTTP functions on to the handler as they are, in both directions as they come. Whoever calls it may do anything,
/// so it is on loopback only.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    // What the real host allows.
    private const long LargestRequest = 210_000_000;

    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>What only a host may say: whoever else says it is not believed.</summary>
    private static readonly string[] HostsOwn = [LocalKey.Header, "X-MS-CLIENT-PRINCIPAL", "X-Forwarded-", "X-Original-"];

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly Handler _handler;
    private readonly Wake _wake;

    private HttpFront(WebApplication app, Handler handler, Wake wake, int port)
    {
        (_app, _handler, _wake) = (app, handler, wake);
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
    }

    public Uri Address { get; }

    /// <param name="port">0: 7071, the port of Core Tools, when nothing listens there, else any free one.</param>
    /// <param name="runByHand">Starts a function by name and body; false where there is none that can be run so.</param>
    /// <exception cref="LocalHostException">The port is taken.</exception>
    public static async Task<HttpFront> StartAsync(
        IEnumerable<FunctionFile> functions, string routePrefix, int port, Handler handler, Wake wake, Func<string, string, bool> runByHand)
    {
        if (port != 0 && !FreePort.IsFree(port))
        {
            throw new LocalHostException($"Port {port.ToString(CultureInfo.InvariantCulture)} is taken by another program. Name another with --port, or leave --port out.");
        }

        int chosen = port != 0 ? port : FreePort.IsFree(7071) ? 7071 : FreePort.Pick(1)[0];
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, chosen);
        });
        HttpFront front = new(builder.Build(), handler, wake, chosen);
        front._app.UseRouting();
        front.Map(functions, routePrefix, runByHand);
        try
        {
            await front._app.StartAsync();
        }
        catch (IOException) when (port == 0)
        {
            // Another copy took it between the look and the start.
            await front.DisposeAsync();
            return await StartAsync(functions, routePrefix, FreePort.Pick(1)[0], handler, wake, runByHand);
        }

        return front;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private void Map(IEnumerable<FunctionFile> functions, string routePrefix, Func<string, string, bool> runByHand)
    {
        foreach (FunctionFile function in functions)
        {
            if (function is { Disabled: false, Trigger: HttpTrigger trigger })
            {
                string route = $"/{routePrefix.Trim('/')}/{trigger.Route.TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal);
                IEndpointConventionBuilder _ = trigger.Methods.Count == 0
                    ? _app.Map(route, PassOnAsync)
                    : _app.MapMethods(route, trigger.Methods, (RequestDelegate)PassOnAsync);
            }
        }

        _app.MapPost("/admin/functions/{name}", async (HttpContext context) =>
        {
            using StreamReader body = new(context.Request.Body);
            string name = (string)context.Request.RouteValues["name"]!;
            context.Response.StatusCode = runByHand(name, await body.ReadToEndAsync(context.RequestAborted)) ? StatusCodes.Status202Accepted : StatusCodes.Status404NotFound;
        });
    }

    private async Task PassOnAsync(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            Uri handler = await _handler.ReadyAsync(context.RequestAborted);
            using HttpRequestMessage request = Copy(context.Request, handler);
            request.Headers.TryAddWithoutValidation(LocalKey.Header, _handler.Key);
            using HttpResponseMessage response = await _client.SendAsync(request, context.RequestAborted);
            await CopyAsync(response, context);
        }
        catch (HttpRequestException) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The handler died in the middle of its answer; the caller must not take the half for the whole.
            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            if (!HttpMethods.IsGet(context.Request.Method))
            {
                _wake.Everyone();
            }
        }
    }

    private static HttpRequestMessage Copy(HttpRequest from, Uri handler)
    {
        Uri target = new(handler, from.PathBase.ToUriComponent() + from.Path.ToUriComponent() + from.QueryString.ToUriComponent());
        HttpRequestMessage request = new(new HttpMethod(from.Method), target) { Version = HttpVersion.Version11 };
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new PassedOnBody(from.Body, from.HttpContext.RequestAborted);
        }

        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in from.Headers)
        {
            if (!HopByHop.Contains(name) && !string.Equals(name, "Host", StringComparison.OrdinalIgnoreCase)
                && !HostsOwn.Any(own => name.StartsWith(own, StringComparison.OrdinalIgnoreCase))
                && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.TryAddWithoutValidation("X-Forwarded-For", from.HttpContext.Connection.RemoteIpAddress?.ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", from.Host.Value);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", from.Scheme);
        request.Headers.TryAddWithoutValidation("x-ms-invocation-id", Guid.NewGuid().ToString());
        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpContext to)
    {
        to.Response.StatusCode = (int)from.StatusCode;
        foreach ((string name, IEnumerable<string> values) in from.Headers.Concat(from.Content.Headers))
        {
            if (!HopByHop.Contains(name))
            {
                to.Response.Headers[name] = values.ToArray();
            }
        }

        await using Stream body = await from.Content.ReadAsStreamAsync(to.RequestAborted);
        await PassOnAsync(body, to.Response.Body, to.RequestAborted);
    }

    /// <summary>Every piece at once: events and half-written bodies must not wait for a buffer to fill.</summary>
    private static async Task PassOnAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await to.FlushAsync(cancellation);
        }
    }

    private sealed class PassedOnBody(Stream body, CancellationToken aborted) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => PassOnAsync(body, stream, aborted);

        // A caller's Content-Length is copied with the other headers; without one the body travels chunked.
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
