using System.Text.Json.Nodes;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>The groups that customers fall into.</summary>
internal static class SegmentPaths
{
    public static void Add(JsonObject paths, JsonObject components)
    {
        components["SegmentsList"] = JsonShape.Of(SegmentsApiJson.Default.SegmentsList, "By schema: the proposals, their segments, and how they were chosen.");
        components["SegmentAnswer"] = JsonShape.Of(SegmentsApiJson.Default.SegmentAnswer, "One segment with its profile and what it buys.");
        JsonObject proposal = new() { ["type"] = "string", ["enum"] = new JsonArray([.. SegmentModel.Keys.Select(key => (JsonNode)key)]), ["default"] = SegmentModel.Keys[^1] };
        paths["/api/segments"] = new JsonObject
        {
            ["get"] = Operation.Of("listSegments", "The segments, how they were chosen, and who is in them")
                .InQuery("schema", "Only of this kind of customer.", new JsonObject { ["type"] = "string" }, "campaign")
                .Answers(200, "By schema.", JsonShape.Ref("SegmentsList"))
                .Fails(404, "There is no such schema, or it has no segments yet.")
                .Fails(503, "The segments in use cannot be read.").Json,
        };
        paths["/api/segments/{id}"] = new JsonObject
        {
            ["get"] = Operation.Of("segment", "One segment: profile, products and channels, responses and profit")
                .InPath("id", "The segment's id.", "1")
                .InQuery("schema", "The kind of customer.", new JsonObject { ["type"] = "string" }, "campaign")
                .InQuery("segments", "Of which proposal.", proposal, SegmentModel.Keys[^1])
                .Answers(200, "The segment.", JsonShape.Ref("SegmentAnswer"))
                .Fails(400, "There is no such proposal.")
                .Fails(404, "There is no such schema or segment.")
                .Fails(503, "The segments in use cannot be read.").Json,
            ["post"] = Operation.Of("nameSegment", "Gives a segment a name")
                .Describes("A language that is left out is told in English. Null takes the name away: then the generated one holds.")
                .InPath("id", "The segment's id.", "1")
                .InQuery("schema", "The kind of customer.", new JsonObject { ["type"] = "string" }, "campaign")
                .InQuery("segments", "Of which proposal.", (JsonObject)proposal.DeepClone(), SegmentModel.Keys[^1])
                .Takes(
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray("name"),
                        ["properties"] = new JsonObject
                        {
                            ["name"] = new JsonObject
                            {
                                ["type"] = new JsonArray("object", "null"),
                                ["required"] = new JsonArray("en"),
                                ["properties"] = new JsonObject { ["en"] = Text(), ["es"] = Text(), ["pt"] = Text() },
                            },
                        },
                    },
                    required: true,
                    ("name", new JsonObject { ["name"] = new JsonObject { ["en"] = "Wine lovers", ["es"] = "Amantes del vino", ["pt"] = "Amantes do vinho" } }))
                .Answers(200, "The segment under its name.", JsonShape.Ref("SegmentAnswer"))
                .Fails(400, "The name cannot be used, or there is no such proposal.")
                .Fails(404, "There is no such schema or segment.")
                .Fails(413, "The request is too large.")
                .Fails(503, "The segments in use cannot be read.").Json,
        };
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
