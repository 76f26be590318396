using System.Text.Json.Serialization;
using Clientele.Runs;
using Clientele.Runs.Insiders;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/insiders[?schema=transactions&amp;insider=true&amp;cluster=2&amp;change=entered&amp;sort=-revenue&amp;page=1&amp;size=50]</c>: a page of the customers of the loyalty
/// programme, with why each is in or out, and what the selection comes to.
/// </summary>
public sealed class Insiders(InsiderList insiders, SchemaSource schemas)
{
    public const int UsualPage = 50;
    public const int LargestCluster = 9_999;

    public static readonly IReadOnlyList<(string Name, bool Value)> YesNo = [("true", true), ("false", false)];

    /// <summary>As <see cref="InsiderSelection.Change"/> has them.</summary>
    public static readonly IReadOnlyList<string> Changes = ["entered", "left", "new"];

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        var query = new QueryValues(call.Query);
        string? schema = query.Text(AskedSchema.Parameter);
        bool? insider = query.Choice("insider", YesNo);
        int? cluster = query.Number("cluster", 1, LargestCluster);
        int? change = query.Choice("change", Changes.Select((name, i) => (name, i)));
        InsiderSort sort = query.Choice("sort", InsiderList.Sorts) ?? InsiderSort.MostRevenue;
        int page = query.Number("page", 1, int.MaxValue) ?? 1;
        int size = query.Number("size", 1, InsiderList.LargestPage) ?? UsualPage;
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (AskedSchema.OfTransactions(await schemas.CurrentAsync(cancellation), schema, out problem) is not { } asked)
        {
            return problem!;
        }

        var selection = new InsiderSelection(asked, insider, cluster, change is { } at ? Changes[at] : null, sort);
        return await insiders.PageAsync(selection, page, size, cancellation) is { } found
            ? HttpAnswer.Json(200, found, InsidersJson.Default.InsiderPage)
            : NothingYet(asked);
    }

    internal static HttpAnswer NothingYet(Schema schema) =>
        HttpAnswer.Problem(404, "No programme yet", $"No upload of '{schema.Id}' has been worked through yet. Drop a file of invoice lines.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InsiderPage))]
[JsonSerializable(typeof(InsiderView))]
internal sealed partial class InsidersJson : JsonSerializerContext;
