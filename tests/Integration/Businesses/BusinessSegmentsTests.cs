using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Clientele.Integration.Spine;
using Clientele.Testing.Businesses;

namespace Clientele.Integration.Businesses;

/// <summary>Segments of businesses that no code knows, as the API and the tables tell of them.</summary>
[Collection(ThreeBusinesses.Name)]
public sealed class BusinessSegmentsTests(ThreeBusinesses businesses)
{
    [Theory]
    [InlineData("subscription")]
    [InlineData("banco")]
    [InlineData("gym")]
    public async Task Every_scored_customer_is_in_a_segment_of_each_proposal_that_the_api_tells_of(string schema)
    {
        using HttpClient client = Client();
        JsonNode view = JsonNode.Parse(await client.GetStringAsync($"api/segments?schema={schema}"))!["segments"]!.AsArray().ShouldHaveSingleItem()!;
        List<TableEntity> scores = await ScoresAsync(schema);

        view["version"]!.GetValue<string>().ShouldBe(businesses.Trainings[schema].SegmentsVersion);
        view["recommendation"]!["es"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        view["comparison"]!.AsArray().Count.ShouldBe(4 * 9);
        foreach ((string key, string column) in new[] { ("2", "Segment2"), ("3", "Segment3"), ("recommended", "Segment") })
        {
            JsonNode proposal = view["proposals"]!.AsArray().Single(each => each!["key"]!.GetValue<string>() == key)!;
            proposal["customersInNone"]!.GetValue<long>().ShouldBe(0);
            proposal["segments"]!.AsArray().Select(each => (each!["id"]!.GetValue<int>(), each["customers"]!.GetValue<long>())).Where(each => each.Item2 > 0)
                .ShouldBe(scores.GroupBy(row => row.GetInt32(column)!.Value).OrderBy(group => group.Key).Select(group => (group.Key, (long)group.Count())));
        }
    }

    [Theory]
    [InlineData("subscription", "account")]
    [InlineData("banco", "Núm_Cliente")]
    public async Task One_customer_of_whom_all_is_told_is_in_the_segments_that_they_are_in_in_the_file(string schema, string id)
    {
        Business business = businesses.Of(schema);
        Dictionary<string, TableEntity> batch = (await ScoresAsync(schema)).ToDictionary(row => row.GetString("Customer")!, StringComparer.Ordinal);
        using HttpClient client = Client();
        await businesses.App.UntilAsync("the predictor's segments", async () => (await PredictAsync(client, business, ThreeBusinesses.Trained, id)).Prediction["segments"] is not null);
        int placed = 0;
        for (int number = ThreeBusinesses.Trained; number < ThreeBusinesses.Trained + 25; number++)
        {
            (JsonNode prediction, string customer) = await PredictAsync(client, business, number, id);
            if (prediction["segments"] is { } segments)
            {
                TableEntity row = batch[customer];
                (segments["two"]!["id"]!.GetValue<int>(), segments["three"]!["id"]!.GetValue<int>(), segments["recommended"]!["id"]!.GetValue<int>())
                    .ShouldBe((row.GetInt32("Segment2")!.Value, row.GetInt32("Segment3")!.Value, row.GetInt32("Segment")!.Value));
                placed++;
            }
        }

        placed.ShouldBeGreaterThan(10);
        using HttpResponseMessage little = await client.PostAsync($"api/predict/{schema}", new StringContent("{}", Encoding.UTF8, "application/json"));
        JsonNode.Parse(await little.Content.ReadAsStringAsync())!["segments"].ShouldBeNull();
    }

    [Fact]
    public async Task A_segment_is_given_a_name_that_pages_tables_and_files_show_and_loses_it_again()
    {
        using HttpClient client = Client();
        const string Address = "api/segments/1?schema=banco&segments=2";
        JsonNode before = JsonNode.Parse(await client.GetStringAsync(Address))!["segment"]!;
        before["profile"]!.AsArray().Count.ShouldBeGreaterThan(5);
        string generated = before["generatedName"]!["es"]!.GetValue<string>();

        JsonNode named = JsonNode.Parse(await SendAsync(client, Address, """{"name":{"en":"Savers","es":"Ahorradores"}}""", HttpStatusCode.OK))!["segment"]!;
        (named["name"]!["es"]!.GetValue<string>(), named["name"]!["pt"]!.GetValue<string>(), named["generatedName"]!["es"]!.GetValue<string>()).ShouldBe(("Ahorradores", "Savers", generated));
        (await RowAsync()).GetString("NameEs").ShouldBe("Ahorradores");

        await SendAsync(client, Address, """{"name":null}""", HttpStatusCode.OK);
        (await RowAsync()).GetString("NameEs").ShouldBe(generated);

        async Task<TableEntity> RowAsync() => (await StorageImage.EntitiesAsync(businesses.App, "segments")).Single(row => row.PartitionKey == "banco-2" && row.GetInt32("Segment") == 1);
    }

    [Theory]
    [InlineData("api/segments/1?schema=banco", """{"name":"Savers"}""", HttpStatusCode.BadRequest)]
    [InlineData("api/segments/1?schema=banco", """{"name":{"es":"Ahorradores"}}""", HttpStatusCode.BadRequest)]
    [InlineData("api/segments/1?schema=banco", """{"name":{"en":"A\nB"}}""", HttpStatusCode.BadRequest)]
    [InlineData("api/segments/1?schema=banco", """{"name":{"en":"A","fr":"B"}}""", HttpStatusCode.BadRequest)]
    [InlineData("api/segments/1?schema=banco", "name", HttpStatusCode.BadRequest)]
    [InlineData("api/segments/1?schema=banco&segments=5", """{"name":null}""", HttpStatusCode.BadRequest)]
    [InlineData("api/segments/99?schema=banco", """{"name":null}""", HttpStatusCode.NotFound)]
    [InlineData("api/segments/x?schema=banco", """{"name":null}""", HttpStatusCode.NotFound)]
    [InlineData("api/segments/1?schema=nobody", """{"name":null}""", HttpStatusCode.NotFound)]
    [InlineData("api/segments", """{"name":null}""", HttpStatusCode.MethodNotAllowed)]
    public async Task What_cannot_be_named_is_refused_with_a_sentence(string address, string body, HttpStatusCode expected)
    {
        using HttpClient client = Client();

        JsonNode problem = JsonNode.Parse(await SendAsync(client, address, body, expected))!;

        problem["detail"]!.GetValue<string>().ShouldEndWith(".");
    }

    private HttpClient Client() => new() { BaseAddress = businesses.App.Host.Address };

    private async Task<List<TableEntity>> ScoresAsync(string schema)
        => [.. (await StorageImage.EntitiesAsync(businesses.App, "customerscores")).Where(row => row.PartitionKey.StartsWith(schema + "-", StringComparison.Ordinal))];

    private async Task<(JsonNode Prediction, string Customer)> PredictAsync(HttpClient client, Business business, int number, string id)
    {
        Runs.RunPlan plan = await businesses.PlanAsync(businesses.Scorings[business.Schema.Id]);
        using HttpResponseMessage answer = await client.PostAsync(
            $"api/predict/{business.Schema.Id}?asOf={DateOnly.FromDayNumber(plan.AsOf):O}",
            new StringContent(ThreeBusinesses.JsonOf(business, number, plan.Dialect!).GetRawText(), Encoding.UTF8, "application/json"));
        return (JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, business.Values(number)[id]);
    }

    private static async Task<string> SendAsync(HttpClient client, string address, string body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return text;
    }
}
