using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Functions;

/// <summary>
/// <c>POST /api/predict[/{schema}][?asOf=yyyy-MM-dd]</c>: a customer as a JSON object, or a list of them, answered with probability, verdicts and reasons.
/// </summary>
public sealed class Predict(IPredictor predictor)
{
    public const string DefaultSchema = "campaign";
    public const int MostCustomers = 1000;
    public const int MostBytesOfOne = 64 * 1024;
    public const int MostBytesOfList = 4 * 1024 * 1024;

    private const int RetryAfterSeconds = 60;
    private const int MostShown = 60;
    private static readonly DateOnly FirstDay = new(1900, 1, 1);
    private static readonly DateOnly LastDay = new(2199, 12, 31);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        if (!TryReadDay(call.Query.GetValueOrDefault("asOf"), out DateOnly? asOf))
        {
            return HttpAnswer.Problem(400, "Bad request", $"'asOf' is a day as 2026-11-21, from {FirstDay:O} to {LastDay:O}.");
        }

        byte[]? body = await BoundedBody.ReadAsync(call.Body, MostBytesOfList, cancellation);
        if (body is null)
        {
            return TooLarge();
        }

        using JsonDocument? document = Parse(body, out string? fault);
        if (document is null)
        {
            return HttpAnswer.Problem(400, "The request is not JSON", $"The body is not JSON: {fault}");
        }

        (JsonElement[]? customers, bool isList) = Customers(document.RootElement);
        if (customers is null)
        {
            return HttpAnswer.Problem(400, "The request is not a customer", $"Expected a JSON object with a property per column, or a list of them, found {Kind(document.RootElement)}.");
        }

        if (!isList && body.Length > MostBytesOfOne)
        {
            return TooLarge();
        }

        if (customers.Length is 0 or > MostCustomers)
        {
            return customers.Length == 0
                ? HttpAnswer.Problem(400, "The request is not a customer", "The list has no customer.")
                : HttpAnswer.Problem(413, "The request is too large", $"A list has at most {MostCustomers} customers, found {customers.Length}.");
        }

        string schema = call.Route.GetValueOrDefault("schema", DefaultSchema);
        return Answer(await predictor.PredictAsync(new PredictionRequest(schema, customers, isList, asOf), cancellation), schema, isList);
    }

    private static HttpAnswer Answer(PredictionOutcome outcome, string schema, bool isList) => outcome switch
    {
        PredictionOutcome.Scored scored => isList
            ? HttpAnswer.Json(200, new PredictionList(scored.ModelVersion, scored.Predictions), PredictJson.Default.PredictionList)
            : HttpAnswer.Json(200, scored.Predictions[0], PredictJson.Default.Prediction),
        PredictionOutcome.BadFields bad => HttpAnswer.Problem(
            400,
            isList ? "A customer cannot be used" : "The customer cannot be used",
            $"These fields cannot be used: {string.Join(", ", bad.Fields.Select(field => field.Column).Distinct(StringComparer.Ordinal))}.",
            bad.Fields.GroupBy(field => field.Column, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.Select(each => each.Sentence).ToArray(), StringComparer.Ordinal)),
        PredictionOutcome.NotReady not => HttpAnswer.Problem(
            503, "No model yet", not.Sentence, headers: ("Retry-After", RetryAfterSeconds.ToString(CultureInfo.InvariantCulture))),
        PredictionOutcome.UnknownSchema unknown => HttpAnswer.Problem(
            404, "No such schema", $"There is no schema '{Shown(schema)}' of customers. Known: {string.Join(", ", unknown.Known)}."),
        _ => throw new InvalidOperationException($"A prediction came to {outcome.GetType().Name}, which has no answer."),
    };

    private static JsonDocument? Parse(byte[] body, out string? fault)
    {
        try
        {
            fault = null;
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with half a surrogate pair, which cannot be compared with the others.
            fault = error.Message;
            return null;
        }
    }

    /// <summary>Null when it is neither an object nor a list; <c>{"customers":[…]}</c> is a list, since no field's value is one.</summary>
    private static (JsonElement[]? Customers, bool IsList) Customers(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => ([.. root.EnumerateArray()], true),
        JsonValueKind.Object when root.GetPropertyCount() == 1 && root.TryGetProperty("customers", out JsonElement list) && list.ValueKind == JsonValueKind.Array =>
            ([.. list.EnumerateArray()], true),
        JsonValueKind.Object => ([root], false),
        _ => (null, false),
    };

    private static bool TryReadDay(string? text, out DateOnly? day)
    {
        day = null;
        if (text is null)
        {
            return true;
        }

        bool isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly read);
        day = read;
        return isDay && read >= FirstDay && read <= LastDay;
    }

    private static HttpAnswer TooLarge() =>
        HttpAnswer.Problem(413, "The request is too large", $"One customer takes at most {MostBytesOfOne} bytes, a list at most {MostBytesOfList}.");

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "a single value",
    };
}

internal sealed record PredictionList(string ModelVersion, IReadOnlyList<Prediction> Customers);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(PredictionList))]
internal sealed partial class PredictJson : JsonSerializerContext;
