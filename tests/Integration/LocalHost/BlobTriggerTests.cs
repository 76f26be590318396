using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Clientele.LocalHost.Host;

namespace Clientele.Integration.LocalHost;

[Collection(AzuriteForHost.Name)]
public sealed class BlobTriggerTests(AzuriteForHost azurite)
{
    [Fact]
    public async Task A_new_version_of_a_blob_is_called_for_once_even_after_a_restart_of_the_host()
    {
        string container = FakeApp.Fresh("c");
        BlobContainerClient blobs = await ContainerAsync(container);
        await blobs.GetBlobClient("in/x.csv").UploadAsync(BinaryData.FromString("one"));
        await using (FakeApp app = await App(container).StartAsync())
        {
            await app.UntilAsync("the call", () => app.Calls("OnBlob").Any());
            JsonNode call = app.Calls("OnBlob").Single();
            call["order"]!.GetValue<string>().ShouldBe("one");
            call["chunked"]!.GetValue<bool>().ShouldBeTrue();
            call["metadata"]!["name"]!.GetValue<string>().ShouldBe("\"in/x.csv\"");
            call["metadata"]!["Uri"]!.GetValue<string>().ShouldEndWith($"/{container}/in/x.csv\"");
            await app.UntilAsync("the message to be deleted", async () => await app.CountAsync(BlobCalls.QueueName) == 0);
        }

        await using FakeApp again = await App(container).StartAsync();
        await blobs.GetBlobClient("in/x.csv").UploadAsync(BinaryData.FromString("two"), overwrite: true);
        await again.UntilAsync("the call for the new version", () => again.Calls("OnBlob").Any());

        again.Calls("OnBlob").Select(each => each["order"]!.GetValue<string>()).ShouldBe(["two"]);
    }

    [Fact]
    public async Task A_blob_that_fails_is_tried_five_times_and_goes_to_the_hosts_poison_queue()
    {
        string container = FakeApp.Fresh("c");
        BlobContainerClient blobs = await ContainerAsync(container);
        await using FakeApp app = await App(container).StartAsync();

        await blobs.GetBlobClient("bad.csv").UploadAsync(BinaryData.FromString("fail"));
        string[] mine = [];
        await app.UntilAsync("the poison message", async () =>
            (mine = [.. (await app.PeekAsync(BlobCalls.PoisonQueueName)).Where(each => each.Contains(container, StringComparison.Ordinal))]).Length > 0);

        JsonNode message = JsonNode.Parse(mine.ShouldHaveSingleItem())!;
        message["Type"]!.GetValue<string>().ShouldBe("BlobTrigger");
        message["FunctionId"]!.GetValue<string>().ShouldBe("Host.Functions.OnBlob");
        message["BlobType"]!.GetValue<string>().ShouldBe("BlockBlob");
        message["ContainerName"]!.GetValue<string>().ShouldBe(container);
        message["BlobName"]!.GetValue<string>().ShouldBe("bad.csv");
        message["ETag"]!.GetValue<string>().ShouldBe((await blobs.GetBlobClient("bad.csv").GetPropertiesAsync()).Value.ETag.ToString("H"));
        app.Calls("OnBlob").Count().ShouldBe(5);
    }

    [Fact]
    public async Task A_large_blob_arrives_whole()
    {
        string container = FakeApp.Fresh("c");
        BlobContainerClient blobs = await ContainerAsync(container);
        await using FakeApp app = await App(container).StartAsync();

        await blobs.GetBlobClient("large.csv").UploadAsync(BinaryData.FromString(new string('x', 9_000_001)));

        await app.UntilAsync("the call", () => app.Calls("OnBlob").Any());
        app.Calls("OnBlob").First()["order"]!.GetValue<string>().ShouldBe(new string('x', 2000));
        await app.UntilAsync("its success", () => app.Log.Any(each => each.StartsWith("Information OnBlob: done: xxx", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task On_request_a_new_blob_becomes_an_event_in_a_queue_instead()
    {
        string container = FakeApp.Fresh("c"), queue = FakeApp.Fresh("events");
        BlobContainerClient blobs = await ContainerAsync(container);
        await using FakeApp app = await App(container).WithQueue("OnEvent", queue)
            .WithSetting("AzureWebJobs.OnBlob.Disabled", "true").StartAsync(container, queue);

        await blobs.GetBlobClient("a b.csv").UploadAsync(BinaryData.FromString("one"));

        await app.UntilAsync("the event", () => app.Calls("OnEvent").Any());
        JsonNode message = JsonNode.Parse(app.Calls("OnEvent").Single()["order"]!.GetValue<string>())!;
        message["eventType"]!.GetValue<string>().ShouldBe("Microsoft.Storage.BlobCreated");
        message["subject"]!.GetValue<string>().ShouldBe($"/blobServices/default/containers/{container}/blobs/a b.csv");
        message["data"]!["url"]!.GetValue<string>().ShouldEndWith($"/devstoreaccount1/{container}/a%20b.csv");
        message["data"]!["eTag"]!.GetValue<string>().ShouldBe((await blobs.GetBlobClient("a b.csv").GetPropertiesAsync()).Value.ETag.ToString("G").Trim('"'));
        app.Calls("OnBlob").ShouldBeEmpty();
    }

    private FakeApp App(string container) =>
        new FakeApp(azurite).With("OnBlob", $$"""{"type":"blobTrigger","name":"blob","path":"{{container}}/{name}"}""");

    private async Task<BlobContainerClient> ContainerAsync(string name)
    {
        BlobContainerClient container = azurite.Container(name);
        await container.CreateAsync();
        return container;
    }
}
