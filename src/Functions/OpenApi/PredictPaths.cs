using System.Text.Json;
using System.Text.Json.Nodes;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>Predictions: an address for each kind of customer, so that clients know its fields.</summary>
internal static class PredictPaths
{
    public static void Add(SchemaCatalog catalog, JsonObject paths, JsonObject components)
    {
        components["Prediction"] = JsonShape.Of(PredictJson.Default.Prediction, "What the model in use says of a customer.")
            .With("probability", ("minimum", 0), ("maximum", 1), ("description", "Of accepting the next campaign."))
            .With("decile", ("minimum", 1), ("maximum", 10), ("description", "1 is the most probable tenth of the customers that the model learnt from."))
            .With("interval", ("description", "Where the share of acceptances lies among customers of a similar probability."))
            .With("verdicts", ("description", "By objective: whether to contact."))
            .With("expectedProfit", ("description", "Of contacting, in the schema's currency; negative is a loss."))
            .With("reasons", ("description", "What pushes the probability most, the heaviest first. Contributions add to the log-odds."))
            .With("model", ("enum", new JsonArray("full", "compact")), ("description", "Which model of the version was asked: the compact one needs fewer values."))
            .With("seenInTraining", ("description", "The model learnt from the customer of this id."))
            .With("repairs", ("description", "Values that were put right."))
            .With("missing", ("description", "Features neither given nor within a total that is; typical values stood in."));
        components["PredictionList"] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "In the order of the request.",
            ["required"] = new JsonArray("modelVersion", "customers"),
            ["properties"] = new JsonObject
            {
                ["modelVersion"] = new JsonObject { ["type"] = "string" },
                ["customers"] = JsonShape.ListOf(JsonShape.Ref("Prediction")),
            },
        };
        foreach (Schema schema in catalog.Where(schema => schema.Grain == Grain.Customer))
        {
            string component = schema.Id + "Customer";
            components[component] = CustomerShape.Of(schema);
            string id = "predict" + char.ToUpperInvariant(schema.Id[0]) + schema.Id[1..];
            paths["/api/predict/" + schema.Id] = Path(id, schema, component);
            if (schema.Id == Predict.DefaultSchema)
            {
                paths["/api/predict"] = Path("predict", schema, component);
            }
        }
    }

    private static JsonObject Path(string id, Schema schema, string component) => new()
    {
        ["post"] = Operation.Of(id, $"{schema.Title}: how probable is it that they accept the next campaign?")
            .Describes($"With at least {SingleScorer.PercentForFull}% of the features the full model answers, else the compact one; what that asks stands in /api/models. One customer, or up to {Predict.MostCustomers} in a list. If any value cannot be used, nobody is scored, and every bad field is named: in a list as [3].Income, counted from 0.")
            .TakesFunctionKey()
            .InQuery("asOf", "The day on which the values are true.", new JsonObject { ["type"] = "string", ["format"] = "date" }, "2014-06-30")
            .Takes(
                new JsonObject
                {
                    ["anyOf"] = new JsonArray(
                        JsonShape.Ref(component),
                        JsonShape.ListOf(JsonShape.Ref(component), Predict.MostCustomers),
                        new JsonObject
                        {
                            ["type"] = "object",
                            ["required"] = new JsonArray("customers"),
                            ["properties"] = new JsonObject { ["customers"] = JsonShape.ListOf(JsonShape.Ref(component), Predict.MostCustomers) },
                        }),
                },
                required: true,
                ("one", CustomerShape.Example(schema)),
                ("few", CustomerShape.ShortExample(schema)),
                ("list", new JsonArray(CustomerShape.Example(schema))))
            .Answers(
                200,
                "What the model in use says; a list for a list.",
                new JsonObject { ["anyOf"] = new JsonArray(JsonShape.Ref("Prediction"), JsonShape.Ref("PredictionList")) },
                ("one", Answer(ExamplePrediction, PredictJson.Default.Prediction)),
                ("list", Answer(new PredictionList(ExamplePrediction.ModelVersion, [ExamplePrediction]), PredictJson.Default.PredictionList)))
            .Fails(400, "A value cannot be used, or the body is no customer.", ExampleProblem(schema))
            .Fails(404, "There is no such kind of customer.")
            .Fails(413, $"One customer takes at most {Predict.MostBytesOfOne} bytes, a list at most {Predict.MostBytesOfList} and {Predict.MostCustomers} customers.")
            .Fails(503, "No model is in use yet; the header Retry-After says when to ask again.").Json,
    };

    private static readonly Prediction ExamplePrediction = new()
    {
        Id = "1001",
        Probability = 0.42,
        Interval = new PredictionInterval(0.36, 0.49),
        Decile = 1,
        Verdicts = new Dictionary<string, bool>(StringComparer.Ordinal) { ["aggressive"] = true, ["moderate"] = true, ["balanced"] = true, ["frugal"] = false },
        ExpectedProfit = 1.62,
        Reasons = [new PredictionReason("accepted 3 earlier campaigns", "aceptó 3 campañas anteriores", "aceitou 3 campanhas anteriores", 1.25, "accepted")],
        Model = "full",
        ModelVersion = "4be0643f1d98573b",
        Demonstration = false,
        SeenInTraining = false,
        Repairs = [new PredictionRepair("Kidhome", "rounded")],
        Missing = ["Income"],
    };

    private static JsonNode Answer<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;

    private static JsonObject ExampleProblem(Schema schema)
    {
        string field = (schema.Fields.FirstOrDefault(field => field.Type == FieldType.Number && field.Role == FieldRole.Feature) ?? schema.Fields[0]).Name;
        return new JsonObject
        {
            ["title"] = "The customer cannot be used",
            ["status"] = 400,
            ["detail"] = $"These fields cannot be used: {field}.",
            ["errors"] = new JsonObject { [field] = new JsonArray($"'lots' in {field} is not a number.") },
        };
    }
}
