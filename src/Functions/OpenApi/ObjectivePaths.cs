using System.Text.Json.Nodes;

namespace Clientele.Functions;

/// <summary>What objectives promise, and the economics that they are chosen by.</summary>
internal static class ObjectivePaths
{
    public static void Add(JsonObject paths, JsonObject components)
    {
        components["ObjectivesList"] = JsonShape.Of(ObjectivesJson.Default.ObjectivesList, "By schema: cut-offs and what they promise.");
        components["ObjectivesChanged"] = JsonShape.Of(ObjectivesJson.Default.ObjectivesChanged, "What a change of the economics came to.");
        JsonObject amount = new() { ["type"] = "number", ["minimum"] = 0, ["description"] = "In the schema's currency." };
        paths["/api/objectives"] = new JsonObject
        {
            ["get"] = Operation.Of("listObjectives", "The cut-offs under the economics in force, what they promise, and whether the published verdicts use them")
                .InQuery("schema", "Only of this kind of customer.", new JsonObject { ["type"] = "string" }, "campaign")
                .Answers(200, "By schema.", JsonShape.Ref("ObjectivesList"))
                .Fails(404, "There is no such schema, or it has no model or no economics yet.")
                .Fails(503, "The model in use cannot be read.").Json,
        };
        paths["/api/objectives/{schema}"] = new JsonObject
        {
            ["post"] = Operation.Of("changeEconomics", "Changes what a contact costs and a response brings")
                .Describes("Cut-offs follow at once, without training. Published verdicts follow when their files are scored again.")
                .InPath("schema", "The kind of customer.", "campaign")
                .Takes(
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray("contactCost", "responseValue"),
                        ["properties"] = new JsonObject
                        {
                            ["contactCost"] = amount,
                            ["responseValue"] = amount.DeepClone(),
                            ["scoreAgain"] = new JsonObject { ["type"] = "boolean", ["default"] = false, ["description"] = "Score the schema's uploads again." },
                        },
                    },
                    required: true,
                    ("economics", new JsonObject { ["contactCost"] = 3, ["responseValue"] = 11, ["scoreAgain"] = true }))
                .Answers(200, "The economics are changed.", JsonShape.Ref("ObjectivesChanged"))
                .Answers(202, "The economics are changed, and runs score again.", JsonShape.Ref("ObjectivesChanged"))
                .Fails(400, "The economics cannot be used.")
                .Fails(404, "There is no such kind of customer.")
                .Fails(413, "The request is too large.").Json,
        };
    }
}
