using System.Text.Json.Serialization;
using Clientele.Runs;
using Clientele.Runs.Customers;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/customers[?schema=campaign&amp;segments=3&amp;segment=2&amp;objective=balanced&amp;sort=-probability&amp;page=1&amp;size=50]</c>: a page of the customers of a segment
/// that are worth contacting, and what contacting all of them comes to.
/// </summary>
public sealed class Customers(CustomerList customers, SchemaSource schemas)
{
    public const int UsualPage = 50;

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        var query = new QueryValues(call.Query);
        string? schema = query.Text(AskedSchema.Parameter);
        Func<Schema, CustomerSelection> selection = AskedSelection.Read(query);
        int page = query.Number("page", 1, int.MaxValue) ?? 1;
        int size = query.Number("size", 1, CustomerList.LargestPage) ?? UsualPage;
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        return AskedSchema.Of(await schemas.CurrentAsync(cancellation), schema, out problem) is { } asked
            ? HttpAnswer.Json(200, await customers.PageAsync(selection(asked), page, size, cancellation), CustomersJson.Default.CustomerPage)
            : problem!;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CustomerPage))]
// What a customer's own columns hold.
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
internal sealed partial class CustomersJson : JsonSerializerContext;
