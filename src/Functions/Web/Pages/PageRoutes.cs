using Clientele.Functions.Access;
using Clientele.Functions.HostProtocol;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Clientele.Functions.Web;

/// <summary>Maps pages to addresses: time limit, anti-forgery, bounded forms, and an error page in the visitor's language.</summary>
internal static class PageRoutes
{
    /// <summary>The name of the function that all pages are part of, for its time limit and the log.</summary>
    public const string Function = "Web";

    /// <summary>Set by app.js where it changes a page in place: wrong input is no fault of the request then, and browsers would tell of one.</summary>
    private const string InPlace = "X-In-Place";

    public static RouteHandlerBuilder MapPage<TPage>(this IEndpointRouteBuilder app, string route, Func<TPage, PageCall, CancellationToken, Task<PageAnswer>> visit)
        where TPage : class =>
        app.MapGet(route, (HttpContext http, TPage page, Calls calls) => AnswerAsync(http, calls, PageForm.Empty, (call, stop) => visit(page, call, stop)))
            .RequireAuthorization(Roles.Marketer);

    /// <summary>A form. It is taken only with the token that its page was given.</summary>
    public static RouteHandlerBuilder MapForm<TPage>(this IEndpointRouteBuilder app, string route, Func<TPage, PageCall, CancellationToken, Task<PageAnswer>> send)
        where TPage : class =>
        app.MapPost(route, async (HttpContext http, TPage page, Calls calls, IAntiforgery antiforgery) =>
        {
            if (http.Request.ContentLength > PageForm.MostBytes || !http.Request.HasFormContentType)
            {
                return Page(new Problem(StatusCodes.Status413PayloadTooLarge));
            }

            if (!await antiforgery.IsRequestValidAsync(http))
            {
                return Page(new Problem(StatusCodes.Status400BadRequest));
            }

            IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
            return await AnswerAsync(
                http,
                calls,
                new PageForm(form.Select(each => KeyValuePair.Create(each.Key, each.Value.Select(value => value ?? "").ToArray()))),
                (call, stop) => send(page, call, stop));
        }).RequireAuthorization(Roles.Marketer);

    /// <summary>Where there is no page, or not for this method: a page that says so. Not for the API, where programs want no HTML.</summary>
    public static Task WriteProblemAsync(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        ? Task.CompletedTask
        : Page(new Problem(http.Response.StatusCode)).ExecuteAsync(http);

    /// <summary>Says in the visitor's language why a request was refused.</summary>
    public static Task WriteRefusalAsync(HttpContext http, Refusal refusal) => Page(new Problem(http.Response.StatusCode, Refused: refusal.Reason, Role: refusal.Role)).ExecuteAsync(http);

    private static async Task<IResult> AnswerAsync(HttpContext http, Calls calls, PageForm form, Func<PageCall, CancellationToken, Task<PageAnswer>> run)
    {
        PageCall call = new(
            http.Request.Path,
            http.Request.RouteValues.Where(each => each.Value is string).ToDictionary(each => each.Key, each => (string)each.Value!, StringComparer.Ordinal),
            http.Request.Query.ToDictionary(each => each.Key, each => each.Value[0] ?? "", StringComparer.OrdinalIgnoreCase),
            form,
            Visitors.Of(http.User),
            Languages.Current);
        CallResult<PageAnswer> result = await calls.RunAsync(Function, stop => run(call, stop), http.RequestAborted);
        return result.Value switch
        {
            PageAnswer.View { Status: StatusCodes.Status400BadRequest } wrong when http.Request.Headers.ContainsKey(InPlace) => Page(wrong with { Status = StatusCodes.Status200OK }),
            PageAnswer.View view => Page(view),
            PageAnswer.Redirect redirect => Results.LocalRedirect(redirect.Path),
            PageAnswer.File file => new AnswerResult(file.Answer, calls),
            PageAnswer.Missing => Page(new Problem(StatusCodes.Status404NotFound)),
            _ => Page(new Problem(StatusCodes.Status500InternalServerError)),
        };
    }

    private static RazorComponentResult Page(PageAnswer.View view) =>
        new(view.Component, new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Screen<>.Model)] = view.Model })
        {
            StatusCode = view.Status,
            PreventStreamingRendering = true,
        };

    private static RazorComponentResult Page(Problem problem) => Page(new PageAnswer.View(typeof(ProblemScreen), problem, problem.Status));

    /// <summary>An answer as functions give it.</summary>
    private sealed class AnswerResult(HttpAnswer answer, Calls calls) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Triggers.WriteAsync(Function, httpContext, answer, calls);
    }
}
