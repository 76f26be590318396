using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Clientele.Functions;

namespace Clientele.Unit.Functions;

/// <summary>What a caller of <c>/api/predict</c> sees, whatever the predictor says.</summary>
public sealed class PredictFunctionTests
{
    private static readonly Prediction Scored = new()
    {
        Id = "7",
        Probability = 0.42,
        Interval = new PredictionInterval(0.36, 0.49),
        Decile = 2,
        Verdicts = new Dictionary<string, bool> { ["aggressive"] = true, ["frugal"] = false },
        ExpectedProfit = 1.62,
        Reasons = [new PredictionReason("accepted 3 earlier campaigns", "aceptó 3 campañas", "aceitou 3 campanhas", 0.8, "accepted")],
        Model = "full",
        ModelVersion = "v1",
        Demonstration = true,
        SeenInTraining = false,
        Repairs = [new PredictionRepair("Kidhome", "rounded")],
        Missing = ["Income"],
    };

    [Fact]
    public async Task A_customer_is_answered_with_everything_that_a_caller_acts_on()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.Scored("v1", [Scored]);

        (int status, JsonElement answer, _) = await PostAsync(app, "/api/predict", """{"Income":null,"Recency":3}""");

        status.ShouldBe(200);
        JsonElement.DeepEquals(answer, JsonElement.Parse("""
            {
              "id": "7", "probability": 0.42, "interval": { "low": 0.36, "high": 0.49 }, "decile": 2, "verdicts": { "aggressive": true, "frugal": false },
              "expectedProfit": 1.62,
              "reasons": [ { "en": "accepted 3 earlier campaigns", "es": "aceptó 3 campañas", "pt": "aceitou 3 campanhas", "contribution": 0.8, "field": "accepted" } ],
              "model": "full", "modelVersion": "v1", "demonstration": true, "seenInTraining": false,
              "repairs": [ { "column": "Kidhome", "code": "rounded" } ], "missing": [ "Income" ]
            }
            """)).ShouldBeTrue(answer.GetRawText());
        app.Predictor.Asked!.Schema.ShouldBe("campaign");
        app.Predictor.Asked.IsList.ShouldBeFalse();
        app.Predictor.Asked.AsOf.ShouldBeNull();
        app.Predictor.Asked.Customers.ShouldHaveSingleItem().GetProperty("Recency").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task What_is_not_known_is_left_out()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.Scored("v1", [Scored with { Id = null, Interval = null }]);

        JsonElement answer = (await PostAsync(app, "/api/predict", "{}")).Json;

        answer.TryGetProperty("id", out _).ShouldBeFalse();
        answer.TryGetProperty("interval", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""[{"Recency":3},{"Recency":4}]""")]
    [InlineData(""" {"customers":[{"Recency":3},{"Recency":4}]}""")]
    public async Task A_list_is_answered_in_its_order(string body)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.Scored("v1", [Scored, Scored with { Id = "8" }]);

        (int status, JsonElement answer, _) = await PostAsync(app, "/api/predict/loyalty?asOf=2014-06-30", body);

        status.ShouldBe(200);
        answer.EnumerateObject().Select(each => each.Name).ShouldBe(["modelVersion", "customers"]);
        answer.GetProperty("customers").EnumerateArray().Select(each => each.GetProperty("id").GetString()).ShouldBe(["7", "8"]);
        app.Predictor.Asked!.Schema.ShouldBe("loyalty");
        app.Predictor.Asked.IsList.ShouldBeTrue();
        app.Predictor.Asked.AsOf.ShouldBe(new DateOnly(2014, 6, 30));
        app.Predictor.Asked.Customers.Select(each => each.GetProperty("Recency").GetInt32()).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Each_bad_field_is_named()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.BadFields([new BadField("Income", "Income is a number."), new BadField("Recency", "Recency is at least 0.")]);

        (int status, JsonElement problem, _) = await PostAsync(app, "/api/predict/loyalty", "{}");

        status.ShouldBe(400);
        problem.GetProperty("errors").GetProperty("Income")[0].GetString().ShouldBe("Income is a number.");
        problem.GetProperty("errors").GetProperty("Recency")[0].GetString().ShouldBe("Recency is at least 0.");
        problem.GetProperty("detail").GetString().ShouldBe("These fields cannot be used: Income, Recency.");
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("nonsense", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"customers":[]}""", 400)]
    [InlineData("5", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"Income":1,"Income":2}""", 400)]
    [InlineData("""{"\ud800":1,"\ud800":2}""", 400)]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", 400)]
    public async Task What_is_no_customer_is_refused_before_anyone_is_asked(string body, int expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (await PostAsync(app, "/api/predict", body)).Status.ShouldBe(expected);
        app.Predictor.Asked.ShouldBeNull();
    }

    [Theory]
    [InlineData("2014-6-30")]
    [InlineData("30/06/2014")]
    [InlineData("1899-12-31")]
    [InlineData("2200-01-01")]
    [InlineData("")]
    public async Task A_day_that_is_none_is_refused(string day)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (int status, JsonElement problem, _) = await PostAsync(app, $"/api/predict?asOf={day}", "{}");

        status.ShouldBe(400);
        problem.GetProperty("detail").GetString()!.ShouldContain("asOf");
        app.Predictor.Asked.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_model_the_caller_is_told_why_and_when_to_come_back()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.NotReady("No model is in use for 'campaign' yet.");

        (int status, JsonElement problem, HttpResponseHeaders headers) = await PostAsync(app, "/api/predict", "{}");

        status.ShouldBe(503);
        problem.GetProperty("detail").GetString().ShouldBe("No model is in use for 'campaign' yet.");
        headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_unknown_schema_is_answered_with_the_known_ones()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.UnknownSchema(["campaign", "gym"]);

        (int status, JsonElement problem, _) = await PostAsync(app, "/api/predict/nothing", "{}");

        status.ShouldBe(404);
        problem.GetProperty("detail").GetString().ShouldBe("There is no schema 'nothing' of customers. Known: campaign, gym.");
    }

    [Fact]
    public async Task One_customer_has_at_most_64_KiB_and_a_list_has_more_room()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.Scored("v1", [Scored]);
        string customer = $$"""{"a":"{{new string('x', 64 * 1024)}}"}""";

        (await PostAsync(app, "/api/predict", customer)).Status.ShouldBe(413);
        (await PostAsync(app, "/api/predict", $"[{customer}]")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_list_has_at_most_4_MiB_and_1000_customers()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Predictor.Outcome = new PredictionOutcome.Scored("v1", [Scored]);

        (await PostAsync(app, "/api/predict", $$"""[{"a":"{{new string('x', 4 * 1024 * 1024)}}"}]""")).Status.ShouldBe(413);
        app.Predictor.Asked.ShouldBeNull();
        (await PostAsync(app, "/api/predict", $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]")).Status.ShouldBe(413);
        app.Predictor.Asked.ShouldBeNull();
        (await PostAsync(app, "/api/predict", $"[{string.Join(',', Enumerable.Repeat("{}", 1000))}]")).Status.ShouldBe(200);
        app.Predictor.Asked!.Customers.Count.ShouldBe(1000);
    }

    private static async Task<(int Status, JsonElement Json, HttpResponseHeaders Headers)> PostAsync(RunningApp app, string path, string body)
    {
        using HttpResponseMessage response = await app.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe(response.IsSuccessStatusCode ? "application/json" : "application/problem+json");
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()), response.Headers);
    }
}
