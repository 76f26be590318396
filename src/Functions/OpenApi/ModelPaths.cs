using System.Text.Json.Nodes;

namespace Clientele.Functions;

/// <summary>Model versions, and which of them is in use.</summary>
internal static class ModelPaths
{
    public static void Add(JsonObject paths, JsonObject components)
    {
        components["ModelList"] = JsonShape.Of(ModelsJson.Default.ModelList, "The versions by schema and kind, and which is champion.");
        components["ChampionAnswer"] = JsonShape.Of(ModelsJson.Default.ChampionAnswer, "What a change of the champion came to.");
        paths["/api/models"] = new JsonObject
        {
            ["get"] = Operation.Of("listModels", "The model versions, their figures and which is in use")
                .InQuery("schema", "Only of this kind of customer.", Text(), "campaign")
                .InQuery("kind", "Only models for this.", Text(), "response")
                .Answers(200, "By schema and kind.", JsonShape.Ref("ModelList"))
                .Fails(404, "There is no such model.").Json,
        };
        paths["/api/models/{schema}/{kind}/{version}/promote"] = Post(
            Change("promoteModel", "Makes a version the champion, and pins it").InPath("version", "The version.", "4be0643f1d98573b"));
        paths["/api/models/{schema}/{kind}/{version}/rollback"] = Post(
            Change("rollBackModel", "Puts the champion before this one back, and pins it").InPath("version", "The champion that is to go.", "4be0643f1d98573b"));
        paths["/api/models/{schema}/{kind}/{version}/release"] = Post(
            Change("releaseModel", "Lets later trainings replace the champion again").InPath("version", "The pinned champion.", "4be0643f1d98573b"));
        paths["/api/models/{schema}/{kind}/rollback"] = Post(Change("rollBackChampion", "Puts the champion before the present one back, whichever that is, and pins it"));
        paths["/api/models/{schema}/{kind}/release"] = Post(Change("releaseChampion", "Lets later trainings replace the champion again, whichever it is"));
    }

    private static JsonObject Post(Operation operation) => new() { ["post"] = operation.Json };

    private static Operation Change(string id, string summary) => Operation.Of(id, summary)
        .InPath("schema", "The kind of customer.", "campaign")
        .InPath("kind", "What the model is for.", "response")
        .Answers(200, "It is so now, or was before.", JsonShape.Ref("ChampionAnswer"))
        .Fails(404, "There is no such version, or no champion.")
        .Fails(409, "The version cannot become champion, or others changed the champion at the same time.");

    private static JsonObject Text() => new() { ["type"] = "string" };
}
