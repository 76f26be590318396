using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Functions;

/// <summary><c>POST /api/predict[?schema=campaign]</c>: one customer as a JSON object, answered with probability, verdicts and what was repaired.</summary>
public sealed class Predict(IPredictor predictor)
{
    private const int MostBytes = 64 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        byte[]? body = await BoundedBody.ReadAsync(call.Body, MostBytes, cancellation);
        if (body is null)
        {
            return HttpAnswer.Problem(413, "The request is too large", $"One customer takes at most {MostBytes} bytes.");
        }

        JsonElement customer;
        try
        {
            customer = JsonElement.Parse(body, Strict);
        }
        catch (JsonException error)
        {
            return HttpAnswer.Problem(400, "The request is not JSON", $"The body is not JSON: {error.Message}");
        }

        if (customer.ValueKind != JsonValueKind.Object)
        {
            return HttpAnswer.Problem(400, "The request is not a customer", $"Expected one JSON object with a property per column, found {Kind(customer)}.");
        }

        string schema = call.Query.GetValueOrDefault("schema", "campaign");
        return Answer(await predictor.PredictAsync(customer, schema, cancellation), schema);
    }

    private static HttpAnswer Answer(PredictionOutcome outcome, string schema) => outcome switch
    {
        PredictionOutcome.Scored scored => HttpAnswer.Json(200, scored.Prediction, PredictJson.Default.Prediction),
        PredictionOutcome.BadFields bad => HttpAnswer.Problem(
            400,
            "The customer cannot be used",
            $"These fields cannot be used: {string.Join(", ", bad.Fields.Select(field => field.Column))}.",
            bad.Fields.GroupBy(field => field.Column, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.Select(each => each.Sentence).ToArray(), StringComparer.Ordinal)),
        PredictionOutcome.NoChampion => HttpAnswer.Problem(503, "No model yet", $"No model is in use for '{schema}' yet. Train one, then ask again."),
        PredictionOutcome.UnknownSchema => HttpAnswer.Problem(404, "No such schema", $"There is no schema '{schema}'."),
        _ => throw new InvalidOperationException($"A prediction came to {outcome.GetType().Name}, which has no answer."),
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "a single value",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Prediction))]
internal sealed partial class PredictJson : JsonSerializerContext;
