using System.Text.Json.Nodes;
using Clientele.Insiders;
using Clientele.Runs.Insiders;

namespace Clientele.Functions;

/// <summary>The loyalty programme: its customers, its report, and one customer.</summary>
internal static class InsiderPaths
{
    private const string Refused = "A parameter is unknown or cannot be used; each is named.";
    private const string NoReport = "There is no such schema of transactions, no upload of it has been worked through yet, or the report is no longer kept; the detail says which, and what to do.";
    private const string Nothing = "There is no such schema of transactions, or no upload of it has been worked through yet.";

    public static void Add(JsonObject paths, JsonObject components)
    {
        components["InsiderPage"] = JsonShape.Of(InsidersJson.Default.InsiderPage, "A page of the customers of a selection as of the newest upload, and what the whole selection comes to.");
        components["Insider"] = JsonShape.Of(InsidersJson.Default.InsiderView, "A customer: what their purchases come to, in or out and why, and what is expected of them with 80% intervals.");
        components["InsiderReport"] = JsonShape.Of(InsiderReport.JsonType, "The answers to the nine questions about the programme, with evidence, hypotheses, a plan for a test, and actions.");
        paths["/api/insiders"] = new JsonObject
        {
            ["get"] = Schema(Operation.Of("listInsiders", "A page of the customers of the loyalty programme"))
                .InQuery("insider", "Only those in the programme, or only those who are not.", JsonShape.Choice(Insiders.YesNo.Select(each => each.Name)), "true")
                .InQuery("cluster", "Only those of this cluster.", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Insiders.LargestCluster }, 2)
                .InQuery("change", "Only those who came into the programme or fell out of it since the upload before, or are new customers in it.", JsonShape.Choice(Insiders.Changes), "entered")
                .InQuery("sort", "The order. A minus: the highest first.", JsonShape.Choice(InsiderList.Sorts.Select(each => each.Name), InsiderList.Sorts[0].Name), "-expected")
                .InQuery("page", "From 1.", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["default"] = 1 }, 1)
                .InQuery("size", "Customers of a page.", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = InsiderList.LargestPage, ["default"] = Insiders.UsualPage }, Insiders.UsualPage)
                .Answers(200, "The page.", JsonShape.Ref("InsiderPage"))
                .Fails(400, Refused)
                .Fails(404, Nothing).Json,
        };
        paths["/api/insiders/report"] = new JsonObject
        {
            ["get"] = Schema(Operation.Of("insiderReport", "The answers to the nine questions about the programme"))
                .Describes("As JSON; with format=html as a page to print, in English, Spanish and Portuguese; with format=md as text.")
                .InQuery("format", "Of the answer.", JsonShape.Choice(InsidersReport.Formats.Select(each => each.Name), InsidersReport.Formats[0].Name), "html")
                .Answers(200, "The report.", JsonShape.Ref("InsiderReport"))
                .Fails(400, Refused)
                .Fails(404, NoReport).Json,
        };
        paths["/api/insiders/customer"] = new JsonObject
        {
            ["post"] = Operation.Of("insider", "One customer of the programme")
                .Describes("The id is in the body, not in the address, because addresses are logged.")
                .Takes(
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray("customer"),
                        ["additionalProperties"] = false,
                        ["properties"] = new JsonObject
                        {
                            ["customer"] = new JsonObject { ["type"] = new JsonArray("string", "integer"), ["description"] = "The id as in the file." },
                            ["schema"] = new JsonObject { ["type"] = "string", ["description"] = $"Without it the only schema of transactions there is, or {AskedSchema.DefaultTransactions}." },
                        },
                    },
                    required: true,
                    ("customer", new JsonObject { ["customer"] = "14646" }))
                .Answers(200, "The customer.", JsonShape.Ref("Insider"))
                .Fails(400, "The request is none of that form.")
                .Fails(404, "There is no such schema or customer.")
                .Fails(413, "The request is too large.").Json,
        };
    }

    private static Operation Schema(Operation operation) => operation.InQuery(
        AskedSchema.Parameter,
        $"Of transactions; without it the only one there is, or {AskedSchema.DefaultTransactions}.",
        new JsonObject { ["type"] = "string" },
        AskedSchema.DefaultTransactions);
}
