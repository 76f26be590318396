using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Clientele.Runs;
using Clientele.Runs.Scoring;

namespace Clientele.Unit.Functions;

public sealed class HttpFunctionTests
{
    private const string Id = "20261121T194358Z-0a1b2c3d-01";
    private const string Next = "20261121T194358Z-0a1b2c3d-02";

    private static readonly RunView Run = new()
    {
        Id = Id,
        Kind = "score",
        Schema = "campaign",
        Source = "uploads/x.csv",
        State = "completed",
        ModelVersion = "v1",
        Demonstration = true,
        Read = 10,
        Accepted = 9,
        Repaired = 2,
        Rejected = 1,
        Seconds = 0.5,
        RowsPerSecond = 20,
        PartsDone = 4,
        PartsTotal = 4,
        Repairs = [new RepairSummary("Income", "missing", 2, "No value.")],
        Rejects = [new RejectSummary("ID", "missing", 1, 3, "", "The customer has no id.")],
    };

    [Fact]
    public async Task Runs_are_listed_with_the_names_that_scripts_read()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Runs = [Run];

        JsonElement run = JsonElement.Parse(await app.Client.GetStringAsync("/api/runs?take=3")).GetProperty("runs")[0];

        app.Engine.Calls.ShouldBe(["list 3"]);
        run.EnumerateObject().Select(each => each.Name).ShouldBe(
            [
                "id", "kind", "schema", "source", "state", "error", "modelVersion", "segmentsVersion", "demonstration", "read", "accepted", "repaired", "rejected", "duplicates",
                "started", "ended", "seconds", "rowsPerSecond", "stage", "partsDone", "partsTotal", "repairs", "rejects", "objectives", "warnings",
                "driftPsi", "driftFeature", "driftScorePsi", "progress", "programme",
            ],
            ignoreOrder: true);
        run.GetProperty("repairs")[0].GetRawText().ShouldBe("""{"column":"Income","code":"missing","count":2,"sentence":"No value."}""");
        run.GetProperty("rejects")[0].EnumerateObject().Select(each => each.Name).ShouldBe(["column", "code", "count", "line", "example", "sentence"]);
    }

    [Fact]
    public async Task Scoring_again_names_a_schema_and_is_answered_with_its_runs()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.ScoreAgain = new ScoreAgainOutcome([Next], [Id]);

        (int status, JsonElement answer) = await SendAsync(app, HttpMethod.Post, "/api/runs/score-again?schema=campaign");

        status.ShouldBe(202);
        answer.GetRawText().ShouldBe($$"""{"runs":["{{Next}}"],"notEnded":["{{Id}}"]}""");
        app.Engine.Calls.ShouldBe(["score again campaign"]);
        app.Engine.ScoreAgain = null;
        (await SendAsync(app, HttpMethod.Post, "/api/runs/score-again?schema=nobody")).Status.ShouldBe(404);
        (await SendAsync(app, HttpMethod.Post, "/api/runs/score-again?schema=No%2Fbody")).Status.ShouldBe(400);
        (await SendAsync(app, HttpMethod.Post, "/api/runs/score-again")).Status.ShouldBe(400);
        (await SendAsync(app, HttpMethod.Get, "/api/runs/score-again")).Status.ShouldBe(405);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_list_without_a_sensible_bound_is_refused(string take)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (await SendAsync(app, HttpMethod.Get, $"/api/runs?take={take}")).Status.ShouldBe(400);
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_run_is_found_by_its_id_and_another_is_a_problem()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Runs = [Run];

        (await SendAsync(app, HttpMethod.Get, $"/api/runs/{Id}")).Json.GetProperty("id").GetString().ShouldBe(Id);
        (int status, JsonElement problem) = await SendAsync(app, HttpMethod.Get, $"/api/runs/{Next}");

        status.ShouldBe(404);
        problem.GetProperty("detail").GetString()!.ShouldContain(Next);
    }

    [Fact]
    public async Task What_cannot_be_an_id_is_never_asked_for()
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (await SendAsync(app, HttpMethod.Get, "/api/runs/x'%20or%20true")).Status.ShouldBe(404);
        (await SendAsync(app, HttpMethod.Post, "/api/runs/%23/retry")).Status.ShouldBe(404);
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_is_accepted_with_the_new_id_and_the_overrides_of_its_body()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Retry = new RetryOutcome(RetryVerdict.Queued, Next);

        (int status, JsonElement answer) = await SendAsync(app, HttpMethod.Post, $"/api/runs/{Id}/retry", """{"delimiter":";"}""");

        status.ShouldBe(202);
        answer.GetProperty("id").GetString().ShouldBe(Next);
        app.Engine.Calls.ShouldBe([$"retry {Id} delimiter=;"]);
    }

    [Theory]
    [InlineData(RetryVerdict.Queued, 202)]
    [InlineData(RetryVerdict.NotFound, 404)]
    [InlineData(RetryVerdict.NotEnded, 409)]
    [InlineData(RetryVerdict.NotNewest, 409)]
    public async Task Each_verdict_on_a_retry_has_its_status(RetryVerdict verdict, int expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Retry = new RetryOutcome(verdict, verdict == RetryVerdict.Queued ? Next : null);

        (await SendAsync(app, HttpMethod.Post, $"/api/runs/{Id}/retry")).Status.ShouldBe(expected);
        app.Engine.Calls.ShouldBe([$"retry {Id}"]);
    }

    [Theory]
    [InlineData("""["delimiter"]""")]
    [InlineData("""{"delimiter":5}""")]
    [InlineData("delimiter=;")]
    public async Task Overrides_that_are_no_object_of_texts_are_refused(string body)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (await SendAsync(app, HttpMethod.Post, $"/api/runs/{Id}/retry", body)).Status.ShouldBe(400);
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_override_that_the_engine_does_not_know_is_a_bad_request_and_a_fault_is_not()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Behaviour = (_, _) => throw new FormatException("There is no override 'colour'.");
        (int status, JsonElement problem) = await SendAsync(app, HttpMethod.Post, $"/api/runs/{Id}/retry", """{"colour":"red"}""");
        status.ShouldBe(400);
        problem.GetProperty("detail").GetString()!.ShouldContain("colour");

        app.Engine.Behaviour = (_, _) => throw new IOException("The account key is secret.");
        (status, problem) = await SendAsync(app, HttpMethod.Get, "/api/runs");
        status.ShouldBe(500);
        problem.GetRawText().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("POST", "/api/runs", 405)]
    [InlineData("GET", "/api/runs/" + Id + "/retry", 405)]
    [InlineData("POST", "/api/runs/" + Id + "/delete", 404)]
    [InlineData("GET", "/api/predict", 405)]
    [InlineData("GET", "/nowhere", 404)]
    public async Task Other_methods_and_addresses_are_refused(string method, string path, int expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), path);

        using HttpResponseMessage response = await app.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(expected);
    }

    private static async Task<(int Status, JsonElement Json)> SendAsync(RunningApp app, HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        type!.MediaType.ShouldBe(response.IsSuccessStatusCode ? "application/json" : "application/problem+json");
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
