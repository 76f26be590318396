using System.Text.Json.Nodes;
using Clientele.LocalHost;
using Clientele.LocalHost.Host;

namespace Clientele.Unit.LocalHost;

public sealed class HostFileTests
{
    private static readonly AppSettings None = new([]);

    [Fact]
    public void What_host_json_leaves_out_is_as_on_the_real_host()
    {
        HostFile file = HostFile.Parse(Minimal(), None);

        file.Queues.ShouldBe(new QueueSettings { BatchSize = 16, NewBatchThreshold = 8, MaxDequeueCount = 5, VisibilityTimeout = TimeSpan.Zero, Base64 = true });
        file.Blobs.PoisonBlobThreshold.ShouldBe(5);
        file.RoutePrefix.ShouldBe("api");
        file.FunctionTimeout.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void What_host_json_says_is_read()
    {
        JsonObject host = Minimal();
        host["functionTimeout"] = "00:10:00";
        host["extensions"] = JsonNode.Parse("""
            {"http":{"routePrefix":""},"blobs":{"maxDegreeOfParallelism":3,"poisonBlobThreshold":2},
             "queues":{"batchSize":4,"maxDequeueCount":3,"visibilityTimeout":"00:00:07","messageEncoding":"none"}}
            """);

        HostFile file = HostFile.Parse(host, None);

        file.FunctionTimeout.ShouldBe(TimeSpan.FromMinutes(10));
        file.RoutePrefix.ShouldBe("");
        file.Blobs.ShouldBe(new BlobSettings { MaxDegreeOfParallelism = 3, PoisonBlobThreshold = 2 });
        file.Queues.ShouldBe(new QueueSettings { BatchSize = 4, NewBatchThreshold = 2, MaxDequeueCount = 3, VisibilityTimeout = TimeSpan.FromSeconds(7), Base64 = false });
    }

    [Fact]
    public void App_settings_replace_values_of_host_json()
    {
        AppSettings settings = new([KeyValuePair.Create("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01")]);

        HostFile.Parse(Minimal(), settings).Queues.VisibilityTimeout.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_functionTimeout_of_minus_one_means_none()
    {
        JsonObject host = Minimal();
        host["functionTimeout"] = "-1";

        HostFile.Parse(host, None).FunctionTimeout.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"customHandler":{"enableProxyingHttpRequest":true}}""", "defaultExecutablePath")]
    [InlineData("""{"customHandler":{"description":{"defaultExecutablePath":"x"}}}""", "enableProxyingHttpRequest")]
    [InlineData("""{"customHandler":{"description":{"defaultExecutablePath":"x"},"enableProxyingHttpRequest":true},"extensions":{"queues":{"batchSize":33}}}""", "1 to 32")]
    [InlineData("""{"customHandler":{"description":{"defaultExecutablePath":"x"},"enableProxyingHttpRequest":true},"functionTimeout":"soon"}""", "'soon'")]
    public void What_cannot_work_is_refused_in_a_sentence(string host, string names)
    {
        Should.Throw<LocalHostException>(() => HostFile.Parse(JsonNode.Parse(host)!.AsObject(), None)).Message.ShouldContain(names);
    }

    private static JsonObject Minimal() =>
        JsonNode.Parse("""{"version":"2.0","customHandler":{"description":{"defaultExecutablePath":"app"},"enableProxyingHttpRequest":true}}""")!.AsObject();
}
