using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary><c>GET /api/openapi.json</c>: every address of the app in OpenAPI 3.1, with a component for each kind of customer that there is now.</summary>
public sealed class OpenApi(SchemaSource schemas)
{
    private volatile Written? _last;

    public async Task<HttpAnswer> RunAsync(CancellationToken cancellation)
    {
        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        if (_last is not { } written || !ReferenceEquals(written.Catalog, catalog))
        {
            written = new Written(catalog, HttpAnswer.Json(200, OpenApiDocument.Of(catalog), OpenApiJson.Default.JsonObject));
            _last = written;
        }

        return written.Answer;
    }

    private sealed record Written(SchemaCatalog Catalog, HttpAnswer Answer);
}

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class OpenApiJson : JsonSerializerContext;
