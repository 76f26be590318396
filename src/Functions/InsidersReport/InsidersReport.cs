using Clientele.Runs;
using Clientele.Runs.Insiders;

namespace Clientele.Functions;

/// <summary><c>GET /api/insiders/report[?schema=transactions&amp;format=json]</c>: the answers to the nine questions, with evidence and actions; <c>format=html</c> to print, <c>format=md</c> as text.</summary>
public sealed class InsidersReport(InsiderList insiders, SchemaSource schemas)
{
    public static readonly IReadOnlyList<(string Name, InsiderReportForm Form)> Formats = [("json", InsiderReportForm.Data), ("html", InsiderReportForm.Page), ("md", InsiderReportForm.Text)];

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        var query = new QueryValues(call.Query);
        string? schema = query.Text(AskedSchema.Parameter);
        InsiderReportForm form = query.Choice("format", Formats) ?? InsiderReportForm.Data;
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (AskedSchema.OfTransactions(await schemas.CurrentAsync(cancellation), schema, out problem) is not { } asked)
        {
            return problem!;
        }

        return await insiders.ReportAsync(asked, form, cancellation) switch
        {
            { Content: { } report } => HttpAnswer.File(TypeOf(form), report, HeadersOf(form)),
            { Run: var run } => NoLongerKept(run),
            null => Insiders.NothingYet(asked),
        };
    }

    private static HttpAnswer NoLongerKept(string run) => HttpAnswer.Problem(
        404,
        "No longer kept",
        $"Files of results are removed after some days, and with them the report of run '{run}'. Try the run again (POST /api/runs/{run}/retry): it writes the report anew.");

    private static string TypeOf(InsiderReportForm form) => form switch
    {
        InsiderReportForm.Page => "text/html; charset=utf-8",
        InsiderReportForm.Text => "text/markdown; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    /// <summary>The page has styles of its own and nothing else: whatever else got into it stays dead.</summary>
    private static (string Name, string Value)[] HeadersOf(InsiderReportForm form) => form == InsiderReportForm.Page
        ? [("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"), ("X-Content-Type-Options", "nosniff")]
        : [("X-Content-Type-Options", "nosniff")];
}
