using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Runs.Customers;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>The list of customers, and the same as a file.</summary>
internal static class CustomerPaths
{
    private const string Refused = "A parameter is unknown or cannot be used; each is named.";
    private const string NoSchema = "There is no such kind of customer.";

    public static void Add(JsonObject paths, JsonObject components)
    {
        components["CustomerPage"] = JsonShape.Of(CustomersJson.Default.CustomerPage, "A page of the customers of a selection, and what contacting the whole selection comes to by the economics in force.");
        paths["/api/customers"] = new JsonObject
        {
            ["get"] = Selecting(Operation.Of("listCustomers", "A page of the customers of a segment that are worth contacting"))
                .Describes("Selection, order and totals come from the index of the newest results; a customer whose row was erased since is left out of the page.")
                .InQuery("page", "From 1.", Whole(1, 1), 1)
                .InQuery("size", "Customers of a page.", Whole(1, Customers.UsualPage, CustomerList.LargestPage), Customers.UsualPage)
                .Answers(200, "The page.", JsonShape.Ref("CustomerPage"), ("page", ExamplePage()))
                .Fails(400, Refused)
                .Fails(404, NoSchema).Json,
        };
        paths["/api/customers.csv"] = new JsonObject
        {
            ["get"] = Selecting(Operation.Of("downloadCustomers", "The whole selection as a CSV, with what a mailing needs"))
                .Describes("UTF-8 with a byte order mark. Rows come in the order of the tables; the column Rank is the place in the order that was asked for. Cells of text columns that a spreadsheet would run as a formula begin with an apostrophe. A connection that breaks means that the file is not whole.")
                .InQuery("top", "Only so many, the first of the order.", Whole(1), 500)
                .InQuery("language", "Of the reasons.", JsonShape.Choice(CustomersCsv.Languages.Select(each => each.Name), "en"), "es")
                .InQuery("delimiter", "Between cells; as %3B in an address.", JsonShape.Choice(CustomersCsv.Delimiters.Select(each => each.Name), ","), ";")
                .AnswersFile(200, "The file.", "text/csv")
                .Fails(400, Refused)
                .Fails(404, NoSchema).Json,
        };
    }

    private static Operation Selecting(Operation operation) => operation
        .InQuery(AskedSchema.Parameter, $"The kind of customer; without it the only one there is, or {Predict.DefaultSchema}.", new JsonObject { ["type"] = "string" }, Predict.DefaultSchema)
        .InQuery(AskedSelection.ProposalParameter, "Of which proposal the segment is.", JsonShape.Choice(SegmentModel.Keys, SegmentModel.Keys[^1]), "3")
        .InQuery(AskedSelection.SegmentParameter, "Only customers of this segment; 0: those that are not segmented.", Whole(0, most: AskedSelection.LargestSegment), 2)
        .InQuery(AskedSelection.ObjectiveParameter, "Only customers that are worth contacting under it.", JsonShape.Choice(VerdictNames.All.Select(each => each.Name)), "balanced")
        .InQuery(AskedSelection.SortParameter, "The order; equals come by their ids. A minus: the highest first.", JsonShape.Choice(CustomerList.Sorts.Select(each => each.Name), CustomerList.Sorts[0].Name), "-profit");

    private static JsonObject Whole(int least, int? usual = null, int? most = null)
    {
        var shape = new JsonObject { ["type"] = "integer", ["minimum"] = least };
        if (most is { } bound)
        {
            shape["maximum"] = bound;
        }

        if (usual is { } value)
        {
            shape["default"] = value;
        }

        return shape;
    }

    private static JsonNode ExamplePage() => System.Text.Json.JsonSerializer.SerializeToNode(
        new CustomerPage
        {
            Schema = "campaign",
            Segments = "recommended",
            Segment = 2,
            Objective = "balanced",
            Sort = "-probability",
            Page = 1,
            Size = Customers.UsualPage,
            Pages = 4,
            Count = 183,
            ExpectedResponses = 91.5,
            Cost = 549,
            Profit = 457.5,
            ContactCost = 3,
            ResponseValue = 11,
            Customers =
            [
                new CustomerView
                {
                    Id = "1001",
                    Probability = 0.92,
                    Decile = 1,
                    Objectives = VerdictNames.Of(ObjectiveVerdicts.Aggressive | ObjectiveVerdicts.Moderate | ObjectiveVerdicts.Balanced | ObjectiveVerdicts.Frugal),
                    ExpectedProfit = 7.12,
                    Segment2 = 1,
                    Segment3 = 3,
                    Segment = 2,
                    Reasons = new CustomerReasons(["▲ accepted 3 earlier campaigns"], ["▲ aceptó 3 campañas anteriores"], ["▲ aceitou 3 campanhas anteriores"]),
                    Run = "20261121T194358Z-0a1b2c3d-01",
                    Uploaded = new DateTimeOffset(2026, 11, 21, 19, 43, 58, TimeSpan.Zero),
                    Values = new Dictionary<string, object>(StringComparer.Ordinal) { ["Income"] = 58138d, ["Kidhome"] = 0L, ["Education"] = "Graduation", ["Dt_Customer"] = "2012-09-04" },
                },
            ],
        },
        CustomersJson.Default.CustomerPage)!;
}
