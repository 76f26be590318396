using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/objectives[?schema=campaign]</c>: cut-offs and what they promise under the economics in force, and whether the published verdicts use these.
/// <c>POST /api/objectives/{schema}</c> with <c>{"contactCost":3,"responseValue":11,"scoreAgain":true}</c>: changes the economics and, if asked, scores again.
/// </summary>
public sealed class Objectives(CampaignObjectives objectives, IRunEngine engine)
{
    private const int MostBytes = 4 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        string? schema = call.Route.GetValueOrDefault("schema");
        try
        {
            return (call.Method, schema) switch
            {
                ("GET", _) => await ListAsync(schema ?? call.Query.GetValueOrDefault("schema"), cancellation),
                ("POST", { } one) => await ChangeAsync(one, call.Body, cancellation),
                _ => HttpAnswer.Problem(405, "Wrong method", "Without a schema this address takes GET.", headers: ("Allow", "GET")),
            };
        }
        catch (ModelRefusedException error)
        {
            return HttpAnswer.Problem(503, "The model in use cannot be read", error.Message);
        }
    }

    private async Task<HttpAnswer> ListAsync(string? schema, CancellationToken cancellation)
    {
        IReadOnlyList<ObjectivesView> found = await objectives.ListAsync(schema, cancellation);
        return schema is not null && found.Count == 0
            ? HttpAnswer.Problem(404, "No objectives", $"There is no schema '{schema}' of customers, or it has no model or no economics yet.")
            : HttpAnswer.Json(200, new ObjectivesList(found), ObjectivesJson.Default.ObjectivesList);
    }

    private async Task<HttpAnswer> ChangeAsync(string schema, Stream body, CancellationToken cancellation)
    {
        if (await BoundedBody.ReadAsync(body, MostBytes, cancellation) is not { } bytes)
        {
            return HttpAnswer.Problem(413, "The request is too large", $"Economics take at most {MostBytes} bytes.");
        }

        JsonElement asked;
        try
        {
            asked = JsonElement.Parse(bytes, Strict);
        }
        catch (JsonException error)
        {
            return HttpAnswer.Problem(400, "The request is not JSON", $"The body is not JSON: {error.Message}");
        }

        var problems = new List<(string Field, string Sentence)>();
        (Economics economics, bool scoreAgain) = Read(asked, problems);
        if (problems.Count > 0)
        {
            return HttpAnswer.Problem(
                400,
                "The economics cannot be used",
                "Expected an object such as {\"contactCost\":3,\"responseValue\":11,\"scoreAgain\":true} with 0 < contactCost < responseValue.",
                problems.GroupBy(each => each.Field, StringComparer.Ordinal).ToDictionary(field => field.Key, field => field.Select(each => each.Sentence).ToArray(), StringComparer.Ordinal));
        }

        if (!await objectives.ChangeAsync(schema, economics, cancellation))
        {
            return HttpAnswer.Problem(404, "No such schema", $"There is no schema '{schema}' of customers.");
        }

        ScoreAgainOutcome? again = scoreAgain ? await engine.ScoreAgainAsync(schema, cancellation) : null;
        var changed = new ObjectivesChanged(
            (await objectives.ListAsync(schema, cancellation)).SingleOrDefault(), again?.Runs ?? [], again?.NotEnded ?? []);
        return HttpAnswer.Json(changed.Runs.Count > 0 ? 202 : 200, changed, ObjectivesJson.Default.ObjectivesChanged);
    }

    private static (Economics Economics, bool ScoreAgain) Read(JsonElement asked, List<(string Field, string Sentence)> problems)
    {
        double? cost = null;
        double? value = null;
        bool scoreAgain = false;
        foreach (JsonProperty property in asked.ValueKind == JsonValueKind.Object ? asked.EnumerateObject().ToArray() : [])
        {
            switch (property.Name)
            {
                case "contactCost":
                    cost = Amount(property, problems);
                    break;
                case "responseValue":
                    value = Amount(property, problems);
                    break;
                case "scoreAgain" when property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    scoreAgain = property.Value.GetBoolean();
                    break;
                case "scoreAgain":
                    problems.Add((property.Name, "scoreAgain is true or false."));
                    break;
                default:
                    problems.Add((property.Name, "There is no such field; expected contactCost, responseValue and scoreAgain."));
                    break;
            }
        }

        if (problems.Count == 0)
        {
            Require("contactCost", cost);
            Require("responseValue", value);
        }

        if (problems.Count == 0)
        {
            problems.AddRange(EconomicsFile.ProblemsOf(cost!.Value, value!.Value));
        }

        return (new Economics(cost ?? 0, value ?? 0), scoreAgain);

        void Require(string field, double? amount)
        {
            if (amount is null)
            {
                problems.Add((field, $"{field} is missing."));
            }
        }
    }

    private static double? Amount(JsonProperty property, List<(string Field, string Sentence)> problems)
    {
        if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out double amount))
        {
            return amount;
        }

        problems.Add((property.Name, $"{property.Name} is a number."));
        return null;
    }
}

/// <summary>An object around the list, so that fields can be added beside it.</summary>
internal sealed record ObjectivesList(IReadOnlyList<ObjectivesView> Objectives);

/// <summary>What a change came to.</summary>
/// <param name="Objectives">Under the new economics; null while the schema has no model.</param>
/// <param name="Runs">Runs that score again.</param>
/// <param name="NotEnded">Runs still at work with what held when they were planned.</param>
internal sealed record ObjectivesChanged(ObjectivesView? Objectives, IReadOnlyList<string> Runs, IReadOnlyList<string> NotEnded);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ObjectivesList))]
[JsonSerializable(typeof(ObjectivesChanged))]
internal sealed partial class ObjectivesJson : JsonSerializerContext;
