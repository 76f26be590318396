using Clientele.Campaign;
using Clientele.Runs;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions.Web;

/// <summary>The target list: who to contact under a goal, in a segment, and what it comes to.</summary>
internal sealed class CustomersPages(CustomerList customers, CampaignSegments segments, SchemaSource schemas)
{
    public const string Path = "/customers";

    /// <summary>Takes a form: a customer's id is not to stand in an address.</summary>
    public const string SearchPath = "/customers/search";

    public async Task<PageAnswer> ListAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = SchemaChoice.Of(await schemas.CurrentAsync(cancellation), call.Query.GetValueOrDefault("schema"), Grain.Customer);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        CustomersModel model = await FiltersAsync(choice, schema, call, cancellation);
        CustomerPage page = await customers.PageAsync(Selection(schema, model), model.Page, CustomersModel.PageSize, cancellation);
        return PageAnswer.Of<CustomersScreen, CustomersModel>(model with { List = page });
    }

    public async Task<PageAnswer> SearchAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = SchemaChoice.Of(await schemas.CurrentAsync(cancellation), call.Form["schema"], Grain.Customer);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        CustomersModel model = await FiltersAsync(choice, schema, call, cancellation);
        string asked = call.Form["id"] ?? "";
        return PageAnswer.Of<CustomersScreen, CustomersModel>(model with { Asked = asked, Found = await customers.FindAsync(schema, asked, cancellation) });
    }

    /// <summary>A filter that is no longer there, such as a segment of an earlier version, becomes none: the page shows which hold.</summary>
    private async Task<CustomersModel> FiltersAsync(SchemaChoice choice, Schema schema, PageCall call, CancellationToken cancellation)
    {
        var names = new List<SegmentOption>();
        for (int proposal = SegmentModel.Keys.Count - 1; proposal >= 0; proposal--)
        {
            foreach ((int id, LocalText name) in (await segments.NamesAsync(schema, proposal, cancellation)).OrderBy(each => each.Key))
            {
                names.Add(new SegmentOption(proposal, id, name.In(call.Language)));
            }
        }

        return new CustomersModel
        {
            Schemas = choice,
            Language = call.Language,
            SegmentOptions = names,
            Segment = names.Find(option => option.Value == call.Query.GetValueOrDefault("segment")),
            Objective = VerdictNames.All.Select(each => each.Name).FirstOrDefault(name => name == call.Query.GetValueOrDefault("objective")),
            Sort = CustomerList.Sorts.Select(each => each.Name).FirstOrDefault(name => name == call.Query.GetValueOrDefault("sort")) ?? CustomerList.Sorts[0].Name,
            Page = int.TryParse(call.Query.GetValueOrDefault("page"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int page) ? Math.Max(1, page) : 1,
        };
    }

    private static CustomerSelection Selection(Schema schema, CustomersModel model) => new()
    {
        Schema = schema,
        Proposal = model.Segment?.Proposal ?? SegmentModel.Keys.Count - 1,
        Segment = model.Segment?.Id,
        Objectives = VerdictNames.All.FirstOrDefault(each => each.Name == model.Objective).Verdict,
        Sort = CustomerList.Sorts.First(each => each.Name == model.Sort).Sort,
    };
}
