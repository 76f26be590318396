using System.Text.Json.Nodes;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>The whole document.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Of(SchemaCatalog catalog)
    {
        var paths = new JsonObject();
        var components = new JsonObject();
        PredictPaths.Add(catalog, paths, components);
        ModelPaths.Add(paths, components);
        ObjectivePaths.Add(paths, components);
        SegmentPaths.Add(paths, components);
        CustomerPaths.Add(paths, components);
        InsiderPaths.Add(paths, components);
        RunPaths.Add(paths, components);
        AddItself(paths);
        components["Problem"] = JsonShape.Of(ProblemJson.Default.ProblemBody, "What went wrong, as RFC 9457 has it.");
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Clientele",
                ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
                ["description"] = "Scores customers with the model in use. Predictions take a function key; every other address takes the sign-in of App Service Authentication, and answers 401 without one and 403 without the role, with a Problem.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["signIn"] = new JsonArray() }, new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = components,
                ["securitySchemes"] = new JsonObject
                {
                    ["signIn"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "AppServiceAuthSession" },
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                    ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                },
            },
        };
    }

    private static void AddItself(JsonObject paths) => paths["/api/openapi.json"] = new JsonObject
    {
        ["get"] = Operation.Of("openapi", "This document").Answers(200, "The document.", new JsonObject { ["type"] = "object" }).Json,
    };
}
