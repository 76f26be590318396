using System.Text.Json;

namespace Clientele.Unit.Functions;

public sealed class PlanRunOnEventTests
{
    private static string Event(
        string api = "PutBlob",
        string subject = "/blobServices/default/containers/uploads/blobs/2026/may/customers.csv",
        string type = "Microsoft.Storage.BlobCreated",
        string typeName = "eventType") =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["topic"] = "/subscriptions/0/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
            ["subject"] = subject,
            [typeName] = type,
            ["id"] = "831e1650-001e-001b-66ab-eeb76e069631",
            ["data"] = new Dictionary<string, object> { ["api"] = api, ["contentLength"] = 524_288, ["blobType"] = "BlockBlob", ["url"] = "https://a.blob.core.windows.net/x" },
            ["eventTime"] = "2026-06-26T18:41:00.9584103Z",
        });

    [Theory]
    [InlineData("PutBlob")]
    [InlineData("PutBlockList")]
    [InlineData("CopyBlob")]
    [InlineData("FlushWithClose")]
    public async Task A_whole_blob_in_uploads_is_planned(string api) =>
        (await CallsAsync(Event(api))).ShouldBe(["plan 2026/may/customers.csv"]);

    [Fact]
    public async Task A_cloud_event_is_understood_as_well() =>
        (await CallsAsync(Event(typeName: "type"))).ShouldBe(["plan 2026/may/customers.csv"]);

    [Fact]
    public async Task Several_events_in_one_message_plan_each_upload_once() =>
        (await CallsAsync($"[{Event()},{Event("PutBlockList")},{Event(subject: "/blobServices/default/containers/uploads/blobs/b.csv")},{Event("PutBlock")}]"))
            .ShouldBe(["plan 2026/may/customers.csv", "plan b.csv"]);

    [Fact]
    public async Task Names_are_decoded() =>
        (await CallsAsync(Event(subject: "/blobServices/default/containers/uploads/blobs/a%20b/Espa%C3%B1a.csv"))).ShouldBe(["plan a b/España.csv"]);

    public static TheoryData<string> OtherMessages =>
    [
        Event("PutBlock"),
        Event("SetBlobTier"),
        Event(type: "Microsoft.Storage.BlobDeleted"),
        Event(subject: "/blobServices/default/containers/results/blobs/x.csv"),
        Event(subject: "/blobServices/default/containers/uploads2/blobs/x.csv"),
        Event(subject: "/blobServices/default/containers/uploads/blobs/"),
        "not json",
        "7",
        "[]",
        "[1,null]",
        "{}",
        """{"eventType":"Microsoft.Storage.BlobCreated","data":7,"subject":"/blobServices/default/containers/uploads/blobs/x.csv"}""",
        """{"eventType":"Microsoft.Storage.BlobCreated","data":{"api":null},"subject":7}""",
    ];

    [Theory]
    [MemberData(nameof(OtherMessages))]
    public async Task Anything_else_is_consumed_and_plans_nothing(string message) => (await CallsAsync(message)).ShouldBeEmpty();

    [Fact]
    public async Task A_fault_while_planning_fails_the_call_so_that_the_event_comes_again()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Engine.Behaviour = (_, _) => throw new IOException("Storage is away.");

        (await app.InvokeAsync("PlanRunOnEvent", HostCallTests.Queue(Event()))).Status.ShouldBe(500);
    }

    private static async Task<string[]> CallsAsync(string message)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        (int status, string body) = await app.InvokeAsync("PlanRunOnEvent", HostCallTests.Queue(message));
        status.ShouldBe(200);
        HostCallTests.ShouldBeAnAnswer(body).ShouldNotBeEmpty();
        return [.. app.Engine.Calls];
    }
}
