using System.Text.Json;
using Clientele.Functions;
using Clientele.Functions.Web;
using Clientele.Runs;
using Clientele.Testing;
using Clientele.Unit.Architecture;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions;

public sealed class OpenApiTests
{
    private static readonly JsonElement Document = Make();

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (path.Name, method.Name, method.Value);

    [Fact]
    public void Every_reference_leads_to_a_component()
    {
        List<string> references = [];
        Collect(Document, references);

        references.Count.ShouldBeGreaterThan(10);
        references.Where(reference => SchemaCheck.Resolve(Document, reference) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Every_placeholder_of_a_path_is_declared_and_nothing_else_is()
    {
        foreach ((string path, string method, JsonElement operation) in Operations)
        {
            string[] declared = [.. operation.GetProperty("parameters").EnumerateArray().Where(each => each.GetProperty("in").GetString() == "path").Select(each => each.GetProperty("name").GetString()!)];
            declared.Order(StringComparer.Ordinal).ShouldBe(Segments(path).Where(segment => segment[0] == '{').Select(segment => segment.Trim('{', '}')).Order(StringComparer.Ordinal), $"{method} {path}");
        }
    }

    [Fact]
    public void Operations_have_names_of_their_own_a_summary_and_an_answer()
    {
        Operations.Select(each => each.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        Operations.ShouldAllBe(each => each.Operation.GetProperty("summary").GetString()!.Length > 0 && each.Operation.GetProperty("responses").EnumerateObject().Any(answer => answer.Name[0] == '2'));
    }

    [Fact]
    public void Examples_fit_what_they_are_examples_of()
    {
        int examples = 0;
        foreach ((string path, string method, JsonElement operation) in Operations)
        {
            IEnumerable<JsonElement> contents = operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Value.GetProperty("content"));
            contents = operation.TryGetProperty("requestBody", out JsonElement body) ? contents.Append(body.GetProperty("content")) : contents;
            foreach (JsonElement media in contents.SelectMany(content => content.EnumerateObject()).Select(each => each.Value).Where(media => media.TryGetProperty("examples", out _)))
            {
                foreach (JsonProperty example in media.GetProperty("examples").EnumerateObject())
                {
                    examples++;
                    SchemaCheck.Faults(Document, media.GetProperty("schema"), example.Value.GetProperty("value")).ShouldBeEmpty($"{method} {path} {example.Name}");
                }
            }

            foreach (JsonElement parameter in operation.GetProperty("parameters").EnumerateArray())
            {
                SchemaCheck.Faults(Document, parameter.GetProperty("schema"), parameter.GetProperty("example")).ShouldBeEmpty($"{method} {path}");
            }
        }

        examples.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Every_address_that_the_host_opens_is_described_with_its_methods_and_no_other_is()
    {
        List<(string Function, string[] Route, string Method)> open = [];
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "function.json", SearchOption.AllDirectories))
        {
            JsonElement trigger = JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("bindings")[0];
            string function = Path.GetFileName(Path.GetDirectoryName(file)!);

            // Pages are for people.
            if (trigger.GetProperty("type").GetString() == "httpTrigger" && function != PageRoutes.Function)
            {
                string[] route = Segments(trigger.GetProperty("route").GetString()!);
                open.AddRange(trigger.GetProperty("methods").EnumerateArray().Select(method => (function, route, method.GetString()!)));
            }
        }

        Operations.Where(each => !open.Exists(function => function.Method == each.Method && Leads(function.Route, Segments(each.Path))))
            .Select(each => $"{each.Method} {each.Path}").ShouldBeEmpty("described, but no function's");
        open.Where(function => !Operations.Any(each => function.Method == each.Method && Leads(function.Route, Segments(each.Path))))
            .Select(function => $"{function.Method} {function.Function}").ShouldBeEmpty("a function's, but not described");
    }

    [Fact]
    public void A_kind_of_customer_is_described_field_by_field()
    {
        JsonElement gym = Document.GetProperty("components").GetProperty("schemas").GetProperty("gymCustomer");
        JsonElement properties = gym.GetProperty("properties");

        properties.EnumerateObject().Select(each => each.Name).ShouldBe(["Code", "Income", "Visits", "Since", "Plan"]);
        JsonElement.DeepEquals(properties.GetProperty("Visits"), JsonElement.Parse(
            """{"type":["integer","null"],"description":"Visits in the last month.","minimum":0,"maximum":1000,"examples":[3]}""")).ShouldBeTrue(properties.GetProperty("Visits").GetRawText());
        properties.GetProperty("Since").GetProperty("format").GetString().ShouldBe("date");
        properties.GetProperty("Plan").GetProperty("enum").GetRawText().ShouldBe("""["Basic","Plus","Gold",null]""");
        Document.GetProperty("paths").TryGetProperty("/api/predict/gym", out _).ShouldBeTrue();
        Document.GetProperty("paths").TryGetProperty("/api/predict", out _).ShouldBeTrue();
        Document.GetProperty("paths").TryGetProperty("/api/predict/transactions", out _).ShouldBeFalse();
    }

    [Fact]
    public void Totals_of_groups_are_described_and_stand_in_an_example_of_the_little_that_is_known()
    {
        JsonElement accepted = Document.GetProperty("components").GetProperty("schemas").GetProperty("campaignCustomer").GetProperty("properties").GetProperty("accepted_total");
        JsonElement few = Document.GetProperty("paths").GetProperty("/api/predict").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("examples").GetProperty("few").GetProperty("value");

        (accepted.GetProperty("type")[0].GetString(), accepted.GetProperty("minimum").GetInt32(), accepted.GetProperty("maximum").GetInt32()).ShouldBe(("integer", 0, 5));
        few.EnumerateObject().Count().ShouldBe(9);
        few.GetProperty("accepted_total").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_document_is_written_once_for_a_catalog()
    {
        OpenApi function = Function();

        HttpAnswer first = await function.RunAsync(CancellationToken.None);

        (await function.RunAsync(CancellationToken.None)).ShouldBeSameAs(first);
    }

    private static OpenApi Function() => new(new SchemaSource(
        [
            .. new[] { "campaign.json", "transactions.json" }.Select(name => (name, BinaryData.FromBytes(File.ReadAllBytes(Path.Combine(SourceTree.Root, "src", "Shared", "Schemas", name))))),
            ("gym.json", BinaryData.FromString(GymModel.SchemaJson)),
        ],
        new MemoryStorage().Open().Schemas,
        TimeProvider.System,
        NullLogger<SchemaSource>.Instance));

    private static JsonElement Make()
    {
        HttpAnswer answer = Function().RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        answer.Status.ShouldBe(200);
        return JsonElement.Parse(answer.Body.Span);
    }

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a request to such a path comes to the route.</summary>
    private static bool Leads(string[] route, string[] path) =>
        path.Length <= route.Length
        && route.Skip(path.Length).All(segment => segment.EndsWith("?}", StringComparison.Ordinal))
        && path.Zip(route).All(pair => pair.Second[0] == '{' || pair.First == pair.Second);

    private static void Collect(JsonElement node, List<string> references)
    {
        if (node.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in node.EnumerateObject())
            {
                if (property.Name == "$ref")
                {
                    references.Add(property.Value.GetString()!);
                }

                Collect(property.Value, references);
            }
        }
        else if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in node.EnumerateArray())
            {
                Collect(item, references);
            }
        }
    }
}
