using System.Text;
using System.Text.Json;
using Clientele.Functions;
using Clientele.Runs;
using Clientele.Testing;
using Clientele.Unit.Runs.Customers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions;

public sealed class CustomersFunctionTests
{
    [Fact]
    public async Task A_page_has_the_names_that_scripts_read()
    {
        Town town = await Town.CreateAsync(120, seed: 1);
        await using RunningApp app = await StartAsync(town);

        JsonElement page = JsonElement.Parse(await app.Client.GetStringAsync("/api/customers?objective=balanced&segments=3&segment=1&sort=-profit&page=2&size=5&code=key"));

        page.EnumerateObject().Select(each => each.Name).ShouldBe(
            [
                "schema", "segments", "segment", "objective", "sort", "page", "size", "pages", "count", "expectedResponses", "cost", "profit", "contactCost",
                "responseValue", "customers",
            ],
            ignoreOrder: true);
        Citizen[] expected = [.. town.Customers.Where(each => each.Segments.Three == 1 && each.Verdicts.HasFlag(Clientele.Campaign.ObjectiveVerdicts.Balanced))];
        page.GetProperty("count").GetInt32().ShouldBe(expected.Length);
        page.GetProperty("pages").GetInt32().ShouldBe((expected.Length + 4) / 5);
        page.GetProperty("schema").GetString().ShouldBe("town");
        JsonElement customer = page.GetProperty("customers")[0];
        customer.EnumerateObject().Select(each => each.Name).ShouldBe(
            ["id", "probability", "decile", "objectives", "expectedProfit", "segment2", "segment3", "segment", "reasons", "run", "uploaded", "values"], ignoreOrder: true);
        customer.GetProperty("objectives").GetProperty("balanced").GetBoolean().ShouldBeTrue();
        customer.GetProperty("reasons").GetProperty("pt")[0].GetString().ShouldBe("Portuguese first");
        customer.GetProperty("values").GetProperty("Decile").ValueKind.ShouldBe(JsonValueKind.Number);
    }

    [Theory]
    [InlineData("segment=-1", "segment")]
    [InlineData("segment=two", "segment")]
    [InlineData("segment=70000", "segment")]
    [InlineData("segments=4", "segments")]
    [InlineData("objective=cheap", "objective")]
    [InlineData("objective=Balanced", "objective")]
    [InlineData("sort=income", "sort")]
    [InlineData("page=0", "page")]
    [InlineData("page=99999999999", "page")]
    [InlineData("size=201", "size")]
    [InlineData("size=-5", "size")]
    [InlineData("segmnet=2", "segmnet")]
    [InlineData("top=5", "top")]
    [InlineData("page=x&size=y", "page", "size")]
    public async Task Each_bad_parameter_is_named_with_what_is_expected(string query, params string[] bad)
    {
        Town town = await Town.CreateAsync(5, seed: 2);
        await using RunningApp app = await StartAsync(town);
        using HttpResponseMessage answer = await app.Client.GetAsync("/api/customers?" + query);

        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((400, "application/problem+json"));
        JsonElement errors = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("errors");
        errors.EnumerateObject().Select(each => each.Name).ShouldBe(bad);
        errors.EnumerateObject().ShouldAllBe(each => each.Value[0].GetString()!.Length > 20);
    }

    [Theory]
    [InlineData("top=0", "top")]
    [InlineData("language=fr", "language")]
    [InlineData("delimiter=tab", "delimiter")]
    [InlineData("page=2", "page")]
    public async Task A_bad_parameter_of_the_file_is_a_problem_and_no_file(string query, string bad)
    {
        Town town = await Town.CreateAsync(5, seed: 3);
        await using RunningApp app = await StartAsync(town);
        using HttpResponseMessage answer = await app.Client.GetAsync("/api/customers.csv?" + query);

        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((400, "application/problem+json"));
        JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("errors").GetProperty(bad).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_schema_the_only_one_of_customers_is_meant_or_campaign_and_another_must_exist()
    {
        string one = Json("gym");
        (await StatusAsync([one], "")).ShouldBe(200);
        (await StatusAsync([one, Json("campaign")], "")).ShouldBe(200);
        (await StatusAsync([one, Json("bank")], "")).ShouldBe(400);
        (await StatusAsync([one, Json("bank")], "bank")).ShouldBe(200);
        (await StatusAsync([one, Json("bank")], "nobody")).ShouldBe(404);
        (await StatusAsync([one, Json("bank")], "../x")).ShouldBe(404);
        (await StatusAsync([one, Json("sales", "transaction")], "")).ShouldBe(200);
        (await StatusAsync([one, Json("sales", "transaction")], "sales")).ShouldBe(404);
    }

    [Theory]
    [InlineData("objective=balanced&segment=3", "town-balanced-segment-3.csv")]
    [InlineData("segments=2&segment=1&top=5", "town-segment-1-of-2-top-5.csv")]
    [InlineData("", "town.csv")]
    public async Task The_file_comes_as_a_download_with_a_name_that_says_what_it_holds(string query, string name)
    {
        Town town = await Town.CreateAsync(60, seed: 4);
        await using RunningApp app = await StartAsync(town);
        using HttpResponseMessage answer = await app.Client.GetAsync("/api/customers.csv?delimiter=%3B&language=es&" + query);

        byte[] body = await answer.Content.ReadAsByteArrayAsync();

        answer.Content.Headers.ContentDisposition!.ToString().ShouldBe($"attachment; filename=\"{name}\"");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        body.AsSpan().StartsWith(Encoding.UTF8.Preamble).ShouldBeTrue();
        Encoding.UTF8.GetString(body).ShouldStartWith("\uFEFFRank;Customer;");
        Encoding.UTF8.GetString(body).Contains("Spanish first", StringComparison.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_cut_by_a_fault_is_a_broken_connection_and_the_app_goes_on()
    {
        Town town = await Town.CreateAsync(60, seed: 5);
        await using RunningApp app = await StartAsync(town);
        var begun = new TaskCompletionSource();
        town.Storage.Before = async operation =>
        {
            if (operation.Kind == StorageOperationKind.ReadRows)
            {
                // A connection that breaks at once may take along what was sent before.
                await begun.Task;
                throw new IOException("The line is dead.");
            }
        };

        using HttpResponseMessage answer = await app.Client.GetAsync("/api/customers.csv", HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        byte[] head = new byte[8];
        await body.ReadExactlyAsync(head);
        Encoding.UTF8.GetString(head).ShouldBe("\uFEFFRank,");
        begun.SetResult();
        await Should.ThrowAsync<IOException>(body.CopyToAsync(Stream.Null));

        town.Storage.Before = null;
        (await app.Client.GetStringAsync("/api/customers.csv")).Split("\r\n").Length.ShouldBe(62);
    }

    [Fact]
    public async Task A_file_that_takes_longer_than_its_limit_is_cut()
    {
        Town town = await Town.CreateAsync(60, seed: 6);
        var never = new TaskCompletionSource();
        await using RunningApp app = await StartAsync(town, "--TimeLimits:CustomersCsv=00:00:01", "--TimeLimits:Grace=00:00:00.1");
        town.Storage.Before = async operation => await (operation.Kind == StorageOperationKind.ReadRows ? never.Task : Task.CompletedTask);

        await Should.ThrowAsync<HttpRequestException>(app.Client.GetStringAsync("/api/customers.csv"));
        never.SetResult();
    }

    private static Task<RunningApp> StartAsync(Town town, params string[] settings) => RunningApp.StartAsync(services => services.AddSingleton(town.List).AddSingleton(town.Segments).AddSingleton(town.Schemas), settings);

    private static async Task<int> StatusAsync(string[] schemas, string schema)
    {
        var storage = new MemoryStorage();
        var source = new SchemaSource(
            [.. schemas.Select((json, i) => ($"{i}.json", BinaryData.FromString(json)))], storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);
        using var index = new Clientele.Runs.Customers.CustomerIndex(storage.Open());
        var function = new Customers(new Clientele.Runs.Customers.CustomerList(storage.Open(), source, index), source);
        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["schema"] = schema };
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        return (await function.RunAsync(new HttpCall("GET", none, query, Stream.Null), default)).Status;
    }

    private static string Json(string name, string grain = "customer") =>
        $$"""
        { "name": "{{name}}", "title": "T", "grain": "{{grain}}", "fields": [ { "name": "id", "type": "integer", "role": "id" }, { "name": "x", "type": "number" },
          { "name": "i", "type": "string", "group": "invoice", "constraints": { "required": true } }, { "name": "p", "type": "string", "group": "product", "constraints": { "required": true } },
          { "name": "q", "type": "integer", "group": "quantity", "constraints": { "required": true } }, { "name": "d", "type": "date", "group": "date", "constraints": { "required": true } },
          { "name": "m", "type": "number", "group": "price", "constraints": { "required": true } } ] }
        """;
}
