using System.Text.Json;
using Clientele.Runs;

namespace Clientele.Unit.Functions;

/// <summary>Payloads as a real host sent them, against the running app.</summary>
public sealed class HostCallTests
{
    private const string QueueMetadata =
        """
        "Metadata":{"DequeueCount":"1","ExpirationTime":"2026-11-28T19:43:58+00:00","Id":"\"26292b6e-0b7a-4ad5-95f0-0cfa8a8a3a8e\"","InsertionTime":"2026-11-21T19:43:58+00:00","NextVisibleTime":"2026-11-21T19:53:58+00:00","PopReceipt":"\"MjFOb3YyMDI2\"","sys":{"MethodName":"WorkOnPart","UtcNow":"2026-11-21T19:43:58.9Z","RandGuid":"53b9"}}
        """;

    public static TheoryData<string, string> QueueValues => new()
    {
        { """ "\"plain msg\"" """, "plain msg" },
        { """ "\"{\\\"run\\\":\\\"r-01\\\",\\\"stage\\\":\\\"read\\\",\\\"part\\\":3,\\\"again\\\":0}\"" """, """{"run":"r-01","stage":"read","part":3,"again":0}""" },
        { """ "{\"run\":\"r-01\"}" """, """{"run":"r-01"}""" },
        { """ {"run":"r-01"} """, """{"run":"r-01"}""" },
        { """ "1" """, "1" },
        { """ 1 """, "1" },
        { """ "plain, encoded once" """, "plain, encoded once" },
        { """ "\"says \\\"hello\\\" {[\\\\ \"" """, """says "hello" {[\ """ },
        { """ "\"año £ \\u20ac\"" """, "año £ €" },
        { """ "" """, "" },
    };

    [Theory]
    [MemberData(nameof(QueueValues))]
    public async Task A_queue_message_arrives_as_it_was_sent_however_often_it_was_encoded(string value, string expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (int status, string body) = await app.InvokeAsync("WorkOnPart", $$$"""{"Data":{"message":{{{value}}} },{{{QueueMetadata}}} }""");

        status.ShouldBe(200);
        ShouldBeAnAnswer(body);
        app.Engine.Calls.ShouldBe([$"work {expected}"]);
    }

    [Fact]
    public async Task Properties_of_a_message_that_overwrite_the_metadata_change_nothing()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        const string Payload =
            """
            {"Metadata":{"DequeueCount":"99","Id":"7","message":"\"forged\"","Data":{"message":"\"forged\""},"Uri":"\"http://evil/uploads/x.csv\""},
             "Data":{"message":"\"{\\\"Id\\\":7,\\\"DequeueCount\\\":99}\""}}
            """;

        (int status, _) = await app.InvokeAsync("WorkOnPart", Payload);

        status.ShouldBe(200);
        app.Engine.Calls.ShouldBe(["""work {"Id":7,"DequeueCount":99}"""]);
    }

    [Theory]
    [InlineData(""" "name":"\"2026/may/customers.csv\"" """, "2026/may/customers.csv")]
    [InlineData(""" "name":"\"2026\"" """, "2026")]
    [InlineData(""" "name":"plain.csv" """, "plain.csv")]
    [InlineData(""" "Uri":"\"http://127.0.0.1:10000/devstoreaccount1/uploads/a%20b/c.csv\"" """, "a b/c.csv")]
    [InlineData(""" "Uri":"\"https://account.blob.core.windows.net/uploads/uploads/c.csv\"" """, "uploads/c.csv")]
    public async Task A_blob_is_known_by_its_path_and_its_content_is_left_alone(string metadata, string expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        string payload =
            $$$"""{"Data":{"blob":"SUQ7WWVhcl9CaXJ0aAo="},"Metadata":{ {{{metadata}}},"Properties":{"ContentLength":15,"name":"wrong"},"Metadata":{"owner":"me","name":"wrong"},"sys":{"MethodName":"PlanRun"} } }""";

        (int status, string body) = await app.InvokeAsync("PlanRun", payload);

        status.ShouldBe(200);
        ShouldBeAnAnswer(body).ShouldContain(expected);
        app.Engine.Calls.ShouldBe([$"plan {expected}"]);
    }

    [Theory]
    [InlineData("Retrain", "false", "retrain", false)]
    [InlineData("Watch", "true", "watch", true)]
    public async Task A_timer_fires_its_function_and_says_when_it_is_late(string function, string pastDue, string call, bool late)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        string payload =
            $$$"""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":{{{pastDue}}} }},"Metadata":{"sys":{"MethodName":"T"},"RetryContext":{"RetryCount":0,"MaxRetryCount":2,"Exception":null} } }""";

        (int status, string body) = await app.InvokeAsync(function, payload);

        status.ShouldBe(200);
        ShouldBeAnAnswer(body).Contains("later than planned", StringComparison.Ordinal).ShouldBe(late);
        app.Engine.Calls.ShouldBe([call]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("{\"Data\":{\"message\":\"\\\"cut")]
    public async Task What_is_not_a_call_fails_and_reaches_no_engine(string payload)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (int status, _) = await app.InvokeAsync("WorkOnPart", payload);

        status.ShouldBe(500);
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_beyond_its_bound_is_refused_and_not_kept()
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (int status, string body) = await app.InvokeAsync("WorkOnPart", $$$"""{"Data":{"message":"{{{new string('x', 2_000_000)}}}"},"Metadata":{}}""");

        status.ShouldBe(500);
        body.ShouldContain("larger than");
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_engine_throws_fails_the_call_and_the_next_one_works()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Behaviour = (call, _) => call == "work a" ? throw new IOException("Storage is away.") : Task.CompletedTask;

        (await app.InvokeAsync("WorkOnPart", Queue("a"))).Status.ShouldBe(500);
        (await app.InvokeAsync("WorkOnPart", Queue("b"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_malformed_message_fails_as_work_so_that_it_is_poisoned_and_as_poison_so_that_it_stays()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Behaviour = (call, _) => throw new MalformedMessageException(call);

        (await app.InvokeAsync("WorkOnPart", Queue("nonsense"))).Status.ShouldBe(500);
        (int status, string body) = await app.InvokeAsync("PartPoisoned", Queue("nonsense"));

        status.ShouldBe(500);
        body.ShouldContain("nonsense");
    }

    [Fact]
    public async Task Storage_that_fails_under_a_poisoned_part_fails_the_call_so_that_it_is_tried_again()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Behaviour = (_, _) => throw new IOException("Storage is away.");

        (await app.InvokeAsync("PartPoisoned", Queue("x"))).Status.ShouldBe(500);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "shop.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-Host", "shop.example")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("x-ms-invocation-id", "8f1c3f0e-7f0d-4c55-9d53-2b0a3c3f5d11")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_call_that_was_forwarded_from_outside_or_comes_from_a_browser_reaches_no_function(string header, string value)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/WorkOnPart") { Content = new StringContent(Queue("x")) };
        request.Headers.Add(header, value);
        request.Headers.Add("X-Azure-Functions-InvocationId", "forged");

        using HttpResponseMessage response = await app.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(404);
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_root_answers_when_the_app_is_ready()
    {
        await using RunningApp app = await RunningApp.StartAsync();

        using HttpResponseMessage answer = await app.Client.GetAsync(new Uri("/", UriKind.Relative));

        ((int)answer.StatusCode, answer.Headers.Location?.ToString()).ShouldBe((302, "/customers"));
    }

    internal static string Queue(string text) =>
        $$$"""{"Data":{"message":{{{JsonSerializer.Serialize(JsonSerializer.Serialize(text))}}} },{{{QueueMetadata}}} }""";

    /// <summary>The host waits until functionTimeout for anything less. Returns the log.</summary>
    internal static string ShouldBeAnAnswer(string body)
    {
        JsonElement answer = JsonElement.Parse(body);
        answer.EnumerateObject().Select(each => each.Name).ShouldBe(["Outputs", "Logs", "ReturnValue"]);
        answer.GetProperty("Outputs").ValueKind.ShouldBe(JsonValueKind.Object);
        answer.GetProperty("ReturnValue").ValueKind.ShouldBe(JsonValueKind.Null);
        return string.Join('\n', answer.GetProperty("Logs").EnumerateArray().Select(each => each.GetString()));
    }
}
