using System.Globalization;
using Clientele.Runs;
using Clientele.Runs.Insiders;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>The customers of the loyalty programme: who is in, who is out and what is missing, as a list, as a file, and one by one.</summary>
internal sealed class InsiderListPages(InsiderList insiders, SchemaSource schemas)
{
    public async Task<PageAnswer> ListAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = await ChoiceAsync(call.Query.GetValueOrDefault("schema"), cancellation);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        InsiderListModel model = await FiltersAsync(choice, schema, call, cancellation);
        InsiderPage? page = await insiders.PageAsync(Selection(schema, model), model.Page, InsiderListModel.PageSize, cancellation);
        return PageAnswer.Of<InsiderListScreen, InsiderListModel>(model with { List = page });
    }

    public async Task<PageAnswer> SearchAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = await ChoiceAsync(call.Form["schema"], cancellation);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        InsiderListModel model = await FiltersAsync(choice, schema, call, cancellation);
        string asked = call.Form["id"] ?? "";
        return PageAnswer.Of<InsiderListScreen, InsiderListModel>(model with { Asked = asked, Found = await insiders.FindAsync(schema, asked, cancellation) });
    }

    /// <summary>Written as spreadsheets of the reader's country take it.</summary>
    public async Task<PageAnswer> CsvAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = await ChoiceAsync(call.Query.GetValueOrDefault("schema"), cancellation);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        InsiderListModel model = await FiltersAsync(choice, schema, call, cancellation);
        InsiderSelection selection = Selection(schema, model);
        Language language = call.Language;
        char delimiter = CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator == "," ? ';' : ',';
        return new PageAnswer.File(HttpAnswer.Stream(
            "text/csv; charset=utf-8",
            (body, stop) => insiders.WriteCsvAsync(selection, language, delimiter, body, stop),
            ("Content-Disposition", $"attachment; filename=\"{FileName(schema, model)}\""),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store")));
    }

    /// <summary>Such as <c>transactions-insiders-left-group-3.csv</c>.</summary>
    private static string FileName(Schema schema, InsiderListModel model) => string.Create(
        CultureInfo.InvariantCulture,
        $"{schema.Id}-insiders{(model.Who is null ? "" : "-" + model.Who)}{(model.Group is null ? "" : string.Create(CultureInfo.InvariantCulture, $"-group-{model.Group.Id}"))}.csv");

    private async Task<SchemaChoice> ChoiceAsync(string? asked, CancellationToken cancellation) =>
        SchemaChoice.Of(await schemas.CurrentAsync(cancellation), asked, Grain.Transaction);

    /// <summary>A filter that is no longer there, such as a group of an earlier version, becomes none: the page shows which hold.</summary>
    private async Task<InsiderListModel> FiltersAsync(SchemaChoice choice, Schema schema, PageCall call, CancellationToken cancellation)
    {
        IReadOnlyList<InsiderGroup> groups = await insiders.GroupsAsync(schema, cancellation);
        return new InsiderListModel
        {
            Schemas = choice,
            Language = call.Language,
            Groups = groups,
            Who = InsiderListModel.WhoChoices.Select(each => each.Name).FirstOrDefault(name => name == call.Query.GetValueOrDefault("who")),
            Group = Number(call, "cluster") is { } cluster ? groups.FirstOrDefault(group => group.Id == cluster) : null,
            Sort = InsiderList.Sorts.Select(each => each.Name).FirstOrDefault(name => name == call.Query.GetValueOrDefault("sort")) ?? InsiderList.Sorts[0].Name,
            Page = Number(call, "page") is { } page ? Math.Max(1, page) : 1,
        };
    }

    private static int? Number(PageCall call, string name) =>
        int.TryParse(call.Query.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static InsiderSelection Selection(Schema schema, InsiderListModel model)
    {
        (_, bool? insider, string? change) = InsiderListModel.WhoChoices.FirstOrDefault(each => each.Name == model.Who);
        return new InsiderSelection(schema, insider, model.Group?.Id, change, InsiderList.Sorts.First(each => each.Name == model.Sort).Sort);
    }
}
