using Clientele.Insiders;
using Clientele.Runs;
using Clientele.Runs.Insiders;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>The loyalty programme: the nine answers, and the same as a document to print.</summary>
internal sealed class InsidersPages(InsiderList insiders, IRunEngine runs, SchemaSource schemas)
{
    public const string Path = "/insiders";
    public const string ReportPath = "/insiders/report";
    public const string ListPath = "/insiders/list";
    public const string CsvPath = "/insiders/list.csv";

    /// <summary>Takes a form: a customer's id is not to stand in an address.</summary>
    public const string SearchPath = "/insiders/search";

    /// <summary>Nothing but the document's own style gets in, whatever the texts of an upload hold.</summary>
    internal static readonly string ReportPolicy =
        $"default-src 'none'; style-src {InsiderReportHtml.StyleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task<PageAnswer> ReadAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = await ChoiceAsync(call, cancellation);
        return choice.Chosen is null ? PageAnswer.NotFound : PageAnswer.Of<InsidersScreen, InsidersModel>(await ModelAsync(choice, call.Language, cancellation));
    }

    /// <summary>A document without anything of the app around it. Without a report the page says why there is none.</summary>
    public async Task<PageAnswer> PrintAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = await ChoiceAsync(call, cancellation);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        if (await insiders.ReportAsync(schema, InsiderReportForm.Data, cancellation) is not { Content: { } content })
        {
            return PageAnswer.Of<InsidersScreen, InsidersModel>(await ModelAsync(choice, call.Language, cancellation), StatusCodes.Status404NotFound);
        }

        return new PageAnswer.File(HttpAnswer.File(
            "text/html; charset=utf-8",
            InsiderReportHtml.Render(InsiderReport.FromJson(content), call.Language),
            ("Content-Security-Policy", ReportPolicy),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store")));
    }

    private async Task<SchemaChoice> ChoiceAsync(PageCall call, CancellationToken cancellation) =>
        SchemaChoice.Of(await schemas.CurrentAsync(cancellation), call.Query.GetValueOrDefault("schema"), Grain.Transaction);

    private async Task<InsidersModel> ModelAsync(SchemaChoice choice, Language language, CancellationToken cancellation)
    {
        var model = new InsidersModel { Schemas = choice, Language = language };
        if (await insiders.ReportAsync(choice.Chosen!, InsiderReportForm.Data, cancellation) is not { } file)
        {
            return model;
        }

        return model with
        {
            HasProgramme = true,
            Report = file.Content is null ? null : InsiderReport.FromJson(file.Content),
            Groups = await insiders.GroupsAsync(choice.Chosen!, cancellation),
            Notes = await runs.FindAsync(file.Run, cancellation) is { } run ? NotesOf(run) : null,
        };
    }

    private static InsiderRunNotes NotesOf(RunView run) => new(
        run.Warnings,
        run.DriftPsi,
        Enum.TryParse(run.DriftFeature, out PurchaseFeature feature) ? feature : null);
}
