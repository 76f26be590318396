using System.Text.Json.Nodes;
using Clientele.LocalHost;
using Clientele.LocalHost.Host;

namespace Clientele.Unit.LocalHost;

public sealed class FunctionFileTests
{
    [Fact]
    public void A_queue_trigger_is_read_and_its_queue_resolved_from_the_settings()
    {
        FunctionFile function = Parse("""{"bindings":[{"type":"queueTrigger","name":"msg","queueName":"%Q%-x","connection":"Other"}]}""", ("Q", "parts"));

        function.Trigger.ShouldBe(new QueueTrigger("msg", "parts-x", "Other"));
        function.Disabled.ShouldBeFalse();
    }

    [Fact]
    public void An_http_trigger_keeps_its_route_and_methods()
    {
        HttpTrigger trigger = Parse("""{"bindings":[{"type":"httpTrigger","name":"req","methods":["get","post"],"route":"api/runs/{id?}"},{"type":"http","direction":"out","name":"$return"}]}""")
            .Trigger.ShouldBeOfType<HttpTrigger>();

        trigger.Route.ShouldBe("api/runs/{id?}");
        trigger.Methods.ShouldBe(["GET", "POST"]);
    }

    [Fact]
    public void A_timer_takes_its_schedule_and_retries()
    {
        TimerTrigger trigger = Parse(
            """{"bindings":[{"type":"timerTrigger","name":"timer","schedule":"%When%"}],"retry":{"strategy":"exponentialBackoff","maxRetryCount":4,"minimumInterval":"00:00:02","maximumInterval":"00:00:05"}}""",
            ("When", "0 */5 * * * *")).Trigger.ShouldBeOfType<TimerTrigger>();

        trigger.Schedule.Next(new DateTimeOffset(2026, 1, 1, 10, 2, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 1, 1, 10, 5, 0, TimeSpan.Zero));
        new[] { 1, 2, 3 }.Select(trigger.Retry!.DelayBefore).ShouldBe([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)]);
    }

    [Theory]
    [InlineData("""{"disabled":true,"bindings":[{"type":"queueTrigger","name":"m","queueName":"q"}]}""", "x", "", true)]
    [InlineData("""{"disabled":"Off","bindings":[{"type":"queueTrigger","name":"m","queueName":"q"}]}""", "Off", "true", true)]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"m","queueName":"q"}]}""", "AzureWebJobs.F.Disabled", "true", true)]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"m","queueName":"q"}]}""", "AzureWebJobs.F.Disabled", "false", false)]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"m","queueName":"q"}]}""", "AzureWebJobs.G.Disabled", "true", false)]
    public void A_function_can_be_switched_off_in_its_file_and_by_a_setting(string json, string setting, string value, bool disabled)
    {
        Parse(json, (setting, value)).Disabled.ShouldBe(disabled);
    }

    [Theory]
    [InlineData("""{"bindings":[]}""", "0 triggers")]
    [InlineData("""{"bindings":[{"type":"queueTrigger","name":"m"}]}""", "queueName")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","name":"t","schedule":"%Nope%"}]}""", "Nope")]
    [InlineData("""{"bindings":[{"type":"timerTrigger","name":"t","schedule":"daily"}]}""", "'daily'")]
    [InlineData("""{"bindings":[{"type":"eventHubTrigger","name":"t"}]}""", "EVENTHUBTRIGGER")]
    public void A_wrong_file_is_refused_in_a_sentence(string json, string names)
    {
        Should.Throw<LocalHostException>(() => Parse(json)).Message.ShouldContain(names);
    }

    private static FunctionFile Parse(string json, params (string Name, string Value)[] settings) =>
        FunctionFile.Parse("F", JsonNode.Parse(json)!.AsObject(), new AppSettings(settings.Select(each => KeyValuePair.Create(each.Name, each.Value))));
}
