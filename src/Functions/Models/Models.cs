using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Models;
using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/models[?schema=&amp;kind=]</c>: the versions and who is champion. <c>POST /api/models/{schema}/{kind}/{version}/promote</c>,
/// <c>…/rollback</c> and <c>…/release</c>, the last two also without a version: the champion as it is then.
/// </summary>
public sealed class Models(IModelRegistry registry)
{
    private const int LongestName = 64;
    private static readonly string[] Parts = ["schema", "kind", "version", "action"];

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        string?[] path = [.. Parts.Select(name => call.Route.GetValueOrDefault(name))];
        if (path.Any(part => part?.Length > LongestName))
        {
            return HttpAnswer.Problem(404, "Not found", $"Schemas, kinds and versions have at most {LongestName} characters.");
        }

        return (call.Method, path) switch
        {
            ("GET", [null, ..]) => await ListAsync(call.Query.GetValueOrDefault("schema"), call.Query.GetValueOrDefault("kind"), cancellation),
            ("POST", [{ } schema, { } kind, { } version, "promote"]) => Answer(await registry.PromoteAsync(schema, kind, version, cancellation)),
            ("POST", [{ } schema, { } kind, { } version, "rollback"]) => Answer(await registry.RollbackAsync(schema, kind, version, cancellation)),
            ("POST", [{ } schema, { } kind, "rollback", null]) => Answer(await registry.RollbackAsync(schema, kind, null, cancellation)),
            ("POST", [{ } schema, { } kind, { } version, "release"]) => Answer(await registry.ReleaseAsync(schema, kind, version, cancellation)),
            ("POST", [{ } schema, { } kind, "release", null]) => Answer(await registry.ReleaseAsync(schema, kind, null, cancellation)),
            ("POST", [null, ..]) => WrongMethod("GET"),
            ("GET", [.., "promote" or "rollback" or "release"] or [_, _, "rollback" or "release", null]) => WrongMethod("POST"),
            _ => HttpAnswer.Problem(404, "Not found", "Models are listed at /api/models; a version is promoted, rolled back or released at /api/models/{schema}/{kind}/{version}/{promote, rollback or release}."),
        };
    }

    private async Task<HttpAnswer> ListAsync(string? schema, string? kind, CancellationToken cancellation)
    {
        IReadOnlyList<ModelFamily> families = await registry.ListAsync(schema, kind, cancellation);
        return families.Count > 0 || (schema is null && kind is null)
            ? HttpAnswer.Json(200, new ModelList(families), ModelsJson.Default.ModelList)
            : HttpAnswer.Problem(404, "No such model", $"There is no model of schema '{schema ?? "any"}' and kind '{kind ?? "any"}'.");
    }

    private static HttpAnswer Answer(ModelChange change) => change.Outcome switch
    {
        AliasOutcome.NoSuchVersion or AliasOutcome.NoChampion => HttpAnswer.Problem(404, "No such model", change.Sentence),
        AliasOutcome.NotChampion => HttpAnswer.Problem(409, "Not the champion", change.Sentence),
        AliasOutcome.NoEarlierChampion => HttpAnswer.Problem(409, "No earlier champion", change.Sentence),
        AliasOutcome.Refused => HttpAnswer.Problem(409, "The model is refused", change.Sentence),
        AliasOutcome.Conflict => HttpAnswer.Problem(409, "Changed by others", change.Sentence),

        // What was wished for is so, whoever made it so.
        _ => HttpAnswer.Json(200, new ChampionAnswer(JsonNamingPolicy.CamelCase.ConvertName(change.Outcome.ToString()), change.Sentence, change.Alias!), ModelsJson.Default.ChampionAnswer),
    };

    private static HttpAnswer WrongMethod(string right) =>
        HttpAnswer.Problem(405, "Wrong method", $"This address takes {right}.", headers: ("Allow", right));
}

/// <summary>An object around the list, so that fields can be added beside it.</summary>
internal sealed record ModelList(IReadOnlyList<ModelFamily> Models);

/// <param name="Outcome"><c>promoted</c>, <c>rolledBack</c>, <c>released</c>, <c>alreadyChampion</c> or <c>notPinned</c>.</param>
/// <param name="Champion">The alias as it is now.</param>
internal sealed record ChampionAnswer(string Outcome, string Sentence, ChampionAlias Champion);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ChampionAnswer))]
internal sealed partial class ModelsJson : JsonSerializerContext;
