using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/runs[?take=50]</c>: the newest runs. <c>GET /api/runs/{id}</c>: one. <c>POST /api/runs/{id}/retry</c>: its next attempt; the body may say
/// how to read the file, as a JSON object of texts. <c>POST /api/runs/score-again?schema=campaign</c>: the next attempt at every upload of the schema.
/// </summary>
public sealed partial class Runs(IRunEngine engine)
{
    private const string ScoreAgainId = "score-again";
    public const int MostTaken = 1000;
    public const int UsuallyTaken = 50;

    private const int MostBytes = 8 * 1024;

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        string? id = call.Route.GetValueOrDefault("id");
        string? action = call.Route.GetValueOrDefault("action");
        return (call.Method, id, action) switch
        {
            ("GET", null, null) => await ListAsync(call.Query.GetValueOrDefault("take"), cancellation),
            ("GET", { } one and not ScoreAgainId, null) => await FindAsync(one, cancellation),
            ("POST", { } one, "retry") => await RetryAsync(one, call.Body, cancellation),
            ("POST", ScoreAgainId, null) => await ScoreAgainAsync(call.Query.GetValueOrDefault("schema"), cancellation),
            ("GET", ScoreAgainId, null) => WrongMethod("POST"),
            ("GET", _, "retry") => WrongMethod("POST"),
            ("POST", _, null) => WrongMethod("GET"),
            _ => HttpAnswer.Problem(404, "Not found", $"A run can be looked at or tried again ('retry'), not '{action}'."),
        };
    }

    private async Task<HttpAnswer> ListAsync(string? take, CancellationToken cancellation)
    {
        int count = UsuallyTaken;
        if (take is not null && (!int.TryParse(take, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MostTaken))
        {
            return HttpAnswer.Problem(400, "Bad request", $"'take' is a number from 1 to {MostTaken}, found '{take}'.");
        }

        return HttpAnswer.Json(200, new RunList(await engine.ListAsync(count, cancellation)), RunsJson.Default.RunList);
    }

    private async Task<HttpAnswer> FindAsync(string id, CancellationToken cancellation) =>
        RunId().IsMatch(id) && await engine.FindAsync(id, cancellation) is { } run
            ? HttpAnswer.Json(200, run, RunsJson.Default.RunView)
            : NoSuchRun(id);

    private async Task<HttpAnswer> RetryAsync(string id, Stream body, CancellationToken cancellation)
    {
        if (!RunId().IsMatch(id))
        {
            return NoSuchRun(id);
        }

        if (await BoundedBody.ReadAsync(body, MostBytes, cancellation) is not { } bytes)
        {
            return HttpAnswer.Problem(413, "The request is too large", $"Overrides take at most {MostBytes} bytes.");
        }

        try
        {
            Dictionary<string, string> overrides = bytes.Length == 0 ? [] : JsonSerializer.Deserialize(bytes, RunsJson.Default.DictionaryStringString) ?? [];
            return Answer(id, await engine.RetryAsync(id, overrides, cancellation));
        }
        catch (JsonException error)
        {
            return HttpAnswer.Problem(400, "Bad request", $"Overrides are a JSON object of texts: {error.Message}");
        }
        catch (FormatException error)
        {
            return HttpAnswer.Problem(400, "Bad request", error.Message);
        }
    }

    private async Task<HttpAnswer> ScoreAgainAsync(string? schema, CancellationToken cancellation)
    {
        if (schema is null || !SchemaId.IsValid(schema))
        {
            return HttpAnswer.Problem(400, "Bad request", $"'schema' names the kind of customers: {SchemaId.Rule}.");
        }

        return await engine.ScoreAgainAsync(schema, cancellation) is { } outcome
            ? HttpAnswer.Json(202, outcome, RunsJson.Default.ScoreAgainOutcome)
            : HttpAnswer.Problem(404, "No such schema", $"There is no schema '{schema}' of customers.");
    }

    private static HttpAnswer Answer(string id, RetryOutcome outcome) => outcome.Verdict switch
    {
        RetryVerdict.Queued => HttpAnswer.Json(202, new RetryQueued(outcome.RunId!), RunsJson.Default.RetryQueued, ("Location", $"/api/runs/{outcome.RunId}")),
        RetryVerdict.NotEnded => HttpAnswer.Problem(409, "Still running", $"The run '{id}' has not ended; it can be tried again when it has."),
        RetryVerdict.NotNewest => HttpAnswer.Problem(409, "Not the newest", $"The run '{id}' has been replaced by a newer attempt or a newer upload."),
        _ => NoSuchRun(id),
    };

    private static HttpAnswer NoSuchRun(string id) => HttpAnswer.Problem(404, "No such run", $"There is no run '{id}'.");

    private static HttpAnswer WrongMethod(string right) =>
        HttpAnswer.Problem(405, "Wrong method", $"This address takes {right}.", headers: ("Allow", right));

    /// <summary>Anything else cannot be a key of ours, and is not asked for.</summary>
    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}-[0-9]{2,4}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RunId();
}

internal sealed record RetryQueued(string Id);

/// <summary>An object around the list, so that fields can be added beside it.</summary>
internal sealed record RunList(IReadOnlyList<RunView> Runs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RetryQueued))]
[JsonSerializable(typeof(ScoreAgainOutcome))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class RunsJson : JsonSerializerContext;
