using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Functions.Access;

namespace Clientele.Functions.HostProtocol;

/// <summary>
/// Maps functions to the calls that the Functions host makes: <c>POST /&lt;function&gt;</c> for queues, blobs and timers, the route itself for HTTP.
/// A function is the class of that name; what it says it did goes into the invocation's log.
/// </summary>
internal static class Triggers
{
    private const string InvocationPolicy = "The host's calls come over loopback and are never forwarded.";

    public static void MapBlob<TFunction>(this IEndpointRouteBuilder app, string container, Func<TFunction, BlobDropped, CancellationToken, Task<string>> run)
        where TFunction : class =>
        app.MapInvocation<TFunction>(
            ["Metadata.name", "Metadata.Uri"],
            (function, call, cancellation) => run(function, new BlobDropped(container, BlobPath.Name(container, call)), cancellation));

    /// <summary>Only Data is looked at: properties of a JSON message overwrite those of Metadata.</summary>
    public static void MapQueue<TFunction>(this IEndpointRouteBuilder app, Func<TFunction, QueueMessage, CancellationToken, Task<string>> run)
        where TFunction : class =>
        app.MapInvocation<TFunction>(
            ["Data.message"],
            (function, call, cancellation) => run(function, new QueueMessage(call.Text("Data.message") ?? ""), cancellation));

    public static void MapTimer<TFunction>(this IEndpointRouteBuilder app, Func<TFunction, TimerFired, CancellationToken, Task<string>> run)
        where TFunction : class =>
        app.MapInvocation<TFunction>(
            ["Data.timer"],
            (function, call, cancellation) => run(function, new TimerFired(call.Flag("Data.timer", "IsPastDue")), cancellation));

    public static IEndpointConventionBuilder MapHttp<TFunction>(
        this IEndpointRouteBuilder app,
        string route,
        string[] methods,
        Func<TFunction, HttpCall, CancellationToken, Task<HttpAnswer>> run)
        where TFunction : class =>
        app.MapMethods(route, methods, async (HttpContext http, TFunction function, Calls calls) =>
        {
            HttpCall call = new(
                http.Request.Method,
                http.Request.RouteValues.Where(each => each.Value is string).ToDictionary(each => each.Key, each => (string)each.Value!, StringComparer.Ordinal),
                http.Request.Query.ToDictionary(each => each.Key, each => each.Value[0] ?? "", StringComparer.OrdinalIgnoreCase),
                http.Request.Body);
            CallResult<HttpAnswer> result = await calls.RunAsync(typeof(TFunction).Name, cancellation => run(function, call, cancellation), http.RequestAborted);

            // What went wrong inside stays in the log.
            HttpAnswer answer = result.Value ?? HttpAnswer.Problem(500, "The request failed", "Something went wrong here; trying again later may help.");
            await WriteAsync(typeof(TFunction).Name, http, answer, calls);
        });

    /// <param name="function">Whose answer it is, for the time limit of one that is written as it is made.</param>
    public static Task WriteAsync(string function, HttpContext http, HttpAnswer answer, Calls calls) =>
        answer.Streamed is { } write ? StreamAsync(function, http, answer, write, calls) : WriteAsync(http.Response, answer);

    private static void MapInvocation<TFunction>(
        this IEndpointRouteBuilder app,
        string[] wanted,
        Func<TFunction, Invocation, CancellationToken, Task<string>> run)
        where TFunction : class =>
        app.MapPost("/" + typeof(TFunction).Name, async (HttpContext http, TFunction function, Calls calls) =>
        {
            // Without this, a catch-all HTTP function would let anyone reach the other functions.
            if (Forwarding.Of(http))
            {
                await WriteAsync(http.Response, HttpAnswer.Problem(404, "Not found", InvocationPolicy));
                return;
            }

            CallResult<string> result = await calls.RunAsync(
                typeof(TFunction).Name,
                async cancellation => await run(function, await Invocation.ReadAsync(http.Request.BodyReader, wanted, cancellation), cancellation),
                http.RequestAborted);
            await WriteAsync(
                http.Response,
                result.Value is { } said
                    ? HttpAnswer.Json(200, new InvocationAnswer(new Dictionary<string, JsonElement>(StringComparer.Ordinal), [said], null), InvocationJson.Default.InvocationAnswer)
                    : HttpAnswer.Problem(500, "The call failed", result.Failure!));
        }).AllowAnonymous();

    public static async Task WriteAsync(HttpResponse response, HttpAnswer answer)
    {
        if (response.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        WriteHead(response, answer);
        await response.Body.WriteAsync(answer.Body, response.HttpContext.RequestAborted);
    }

    private static async Task StreamAsync(string function, HttpContext http, HttpAnswer answer, Func<Stream, CancellationToken, Task> write, Calls calls)
    {
        WriteHead(http.Response, answer);
        CallResult<HttpAnswer> written = await calls.RunAsync(
            function,
            async cancellation =>
            {
                await write(http.Response.Body, cancellation);
                return answer;
            },
            http.RequestAborted);
        if (written.Value is null)
        {
            // The status has gone out: only a broken connection still tells that this is not all.
            http.Abort();
        }
    }

    private static void WriteHead(HttpResponse response, HttpAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
    }
}

/// <summary>What the host expects of a call that succeeded. An empty answer would leave it waiting until functionTimeout.</summary>
internal sealed record InvocationAnswer(Dictionary<string, JsonElement> Outputs, string[] Logs, string? ReturnValue);

[JsonSerializable(typeof(InvocationAnswer))]
internal sealed partial class InvocationJson : JsonSerializerContext;
