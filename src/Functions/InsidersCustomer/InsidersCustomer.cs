using System.Text.Json;
using Clientele.Runs;
using Clientele.Runs.Insiders;

namespace Clientele.Functions;

/// <summary>
/// <c>POST /api/insiders/customer</c> with <c>{"customer":"14646"}</c>, and <c>"schema"</c> where there are several: one customer of the programme. The id is in the
/// body, not in the address, because addresses are logged.
/// </summary>
public sealed class InsidersCustomer(InsiderList insiders, SchemaSource schemas)
{
    private const int MostBytes = 4 * 1024;
    private const int LongestId = 256;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        if (new QueryValues(call.Query).Problem() is { } unknown)
        {
            return unknown;
        }

        if (await BoundedBody.ReadAsync(call.Body, MostBytes, cancellation) is not { } body)
        {
            return HttpAnswer.Problem(413, "The request is too large", $"A customer's id takes at most {LongestId} bytes.");
        }

        if (Read(body, out string? schema) is not { } id)
        {
            return HttpAnswer.Problem(400, "The request cannot be used", "Expected an object such as {\"customer\":\"14646\"}, and \"schema\" where there are several.");
        }

        if (AskedSchema.OfTransactions(await schemas.CurrentAsync(cancellation), schema, out HttpAnswer? problem) is not { } asked)
        {
            return problem!;
        }

        return await insiders.FindAsync(asked, id, cancellation) is { } found
            ? HttpAnswer.Json(200, found, InsidersJson.Default.InsiderView, ("Cache-Control", "no-store"))
            : HttpAnswer.Problem(404, "No such customer", $"'{asked.Id}' has no such customer who bought something.");
    }

    /// <summary>Null where the body is none of ours.</summary>
    private static string? Read(byte[] body, out string? schema)
    {
        schema = null;
        try
        {
            JsonElement asked = JsonElement.Parse(body, Strict);
            if (asked.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            string? id = null;
            foreach (JsonProperty property in asked.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "customer" when property.Value.ValueKind == JsonValueKind.String:
                        id = property.Value.GetString();
                        break;
                    case "customer" when property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out long number):
                        id = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                        break;
                    case "schema" when property.Value.ValueKind == JsonValueKind.String:
                        schema = property.Value.GetString();
                        break;
                    default:
                        return null;
                }
            }

            return id is { Length: > 0 } && System.Text.Encoding.UTF8.GetByteCount(id) <= LongestId ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
