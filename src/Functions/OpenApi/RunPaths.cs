using System.Text.Json.Nodes;

namespace Clientele.Functions;

/// <summary>Runs: uploads and trainings that were worked through.</summary>
internal static class RunPaths
{
    private const string ExampleId = "20261121T194358Z-0a1b2c3d-01";
    private const string IdMeans = "The run's id.";

    public static void Add(JsonObject paths, JsonObject components)
    {
        components["Run"] = JsonShape.Of(RunsJson.Default.RunView, "An upload, a training or a scoring again that was worked through, or is.");
        components["RunQueued"] = JsonShape.Of(RunsJson.Default.RetryQueued, "The run that will do it.");
        components["ScoreAgain"] = JsonShape.Of(RunsJson.Default.ScoreAgainOutcome, "The runs that score again, and those still at work.");
        paths["/api/runs"] = new JsonObject
        {
            ["get"] = Operation.Of("listRuns", "The newest runs")
                .InQuery("take", "How many at most.", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Runs.MostTaken, ["default"] = Runs.UsuallyTaken }, 10)
                .Answers(200, "The newest first.", new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("runs"),
                    ["properties"] = new JsonObject { ["runs"] = JsonShape.ListOf(JsonShape.Ref("Run")) },
                })
                .Fails(400, "'take' is no such number.").Json,
        };
        paths["/api/runs/score-again"] = new JsonObject
        {
            ["post"] = Operation.Of("scoreAgain", "Scores every upload of a kind of customer again, with the model and economics of now")
                .InQuery("schema", "The kind of customer.", new JsonObject { ["type"] = "string" }, "campaign", required: true)
                .Answers(202, "They are queued.", JsonShape.Ref("ScoreAgain"))
                .Fails(400, "'schema' is missing or names nothing.")
                .Fails(404, "There is no such kind of customer.").Json,
        };
        paths["/api/runs/{id}"] = new JsonObject
        {
            ["get"] = Operation.Of("findRun", "One run")
                .InPath("id", IdMeans, ExampleId)
                .Answers(200, "The run.", JsonShape.Ref("Run"))
                .Fails(404, "There is no such run.").Json,
        };
        paths["/api/runs/{id}/retry"] = new JsonObject
        {
            ["post"] = Operation.Of("retryRun", "Tries a run again, if need be with other ideas of how to read its file")
                .InPath("id", IdMeans, ExampleId)
                .Takes(
                    new JsonObject { ["type"] = "object", ["description"] = "What to read otherwise, by name.", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
                    required: false,
                    ("delimiter", new JsonObject { ["delimiter"] = ";" }),
                    ("columns", new JsonObject { ["columns"] = "Income=3,Town=none" }))
                .Answers(202, "It is queued.", JsonShape.Ref("RunQueued"), ("queued", new JsonObject { ["id"] = "20261121T194358Z-0a1b2c3d-02" }))
                .Fails(400, "An override is unknown or cannot be used.")
                .Fails(404, "There is no such run.")
                .Fails(409, "The run has not ended, or was replaced by a newer one.")
                .Fails(413, "The overrides are too large.").Json,
        };
    }
}
