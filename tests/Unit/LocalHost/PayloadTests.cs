using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Clientele.LocalHost.Host;

namespace Clientele.Unit.LocalHost;

/// <summary>The expected bodies were captured from a real Functions host (4.10xx) against Azurite.</summary>
public sealed class PayloadTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 19, 43, 58, TimeSpan.Zero);
    private static readonly SystemFacts Sys = new("QueueFn", Now, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"));

    [Fact]
    public void A_queue_message_of_plain_text_looks_as_captured()
    {
        string body = Queue("plain msg");

        body.ShouldBe(
            """{"Data":{"msg":"\"plain msg\""},"Metadata":{"DequeueCount":"1","ExpirationTime":"2026-11-28T19:43:58+00:00","Id":"\"2629\"","InsertionTime":"2026-11-21T19:43:58+00:00","NextVisibleTime":"2026-11-21T19:53:58+00:00","PopReceipt":"\"receipt\"","sys":{"MethodName":"QueueFn","UtcNow":"2026-11-21T19:43:58Z","RandGuid":"0f8fad5b-d9cb-469f-a165-70867728950e"}}}""");
    }

    [Fact]
    public void A_queue_message_of_JSON_is_encoded_twice()
    {
        Queue("""{"k":5}""").ShouldContain("""
            "msg":"\"{\\\"k\\\":5}\""
            """.Trim());
    }

    [Fact]
    public void Properties_of_a_JSON_message_overwrite_the_metadata()
    {
        JsonNode metadata = JsonNode.Parse(Queue("""{"Id":"mine","DequeueCount":77,"yes":true,"inner":{"a":1},"list":[1],"nothing":null,"MyTrigger":"x"}"""))!["Metadata"]!;

        metadata["Id"]!.GetValue<string>().ShouldBe("\"mine\"");
        metadata["DequeueCount"]!.GetValue<string>().ShouldBe("\"77\"");
        metadata["yes"]!.GetValue<string>().ShouldBe("\"True\"");
        metadata["inner"]!["a"]!.GetValue<int>().ShouldBe(1);
        metadata.AsObject().ContainsKey("list").ShouldBeFalse();
        metadata.AsObject().ContainsKey("nothing").ShouldBeFalse();
        metadata.AsObject().ContainsKey("MyTrigger").ShouldBeFalse();
        metadata.AsObject().ContainsKey("QueueTrigger").ShouldBeFalse();
    }

    [Fact]
    public void Text_that_only_looks_like_JSON_leaves_the_metadata_alone()
    {
        JsonNode metadata = JsonNode.Parse(Queue("{not json"))!["Metadata"]!;

        metadata["Id"]!.GetValue<string>().ShouldBe("\"2629\"");
    }

    [Fact]
    public void A_timer_call_looks_as_captured()
    {
        byte[] body = Payload.OfTimer("timer", null, (0, 2, null), Sys with { Function = "Tick" });

        Encoding.UTF8.GetString(body).ShouldBe(
            """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"Tick","UtcNow":"2026-11-21T19:43:58Z","RandGuid":"0f8fad5b-d9cb-469f-a165-70867728950e"},"RetryContext":{"RetryCount":0,"MaxRetryCount":2,"Exception":null}}}""");
    }

    [Fact]
    public async Task A_blob_travels_as_base64_with_its_path_tokens_and_without_a_length()
    {
        BlobToRun blob = new(
            "inbox2/hello.txt", new Uri("http://127.0.0.1:1/devstoreaccount1/inbox2/hello.txt"), "\"0x1\"", 5, "text/plain", Now,
            new Dictionary<string, string> { ["owner"] = "me" }, BlobPath.Parse("inbox2/{name}.{ext}").Match("hello.txt")!);
        (byte[] before, byte[] after) = Payload.AroundBlob("blob", blob, Sys);
        using BlobContent content = new(before, () => Task.FromResult<Stream>(new MemoryStream("hello"u8.ToArray())), after);

        content.Headers.ContentLength.ShouldBeNull();

        JsonNode body = JsonNode.Parse(await content.ReadAsStringAsync())!;

        body["Data"]!["blob"]!.GetValue<string>().ShouldBe(Convert.ToBase64String("hello"u8));
        JsonNode metadata = body["Metadata"]!;
        metadata["Uri"]!.GetValue<string>().ShouldBe("\"http://127.0.0.1:1/devstoreaccount1/inbox2/hello.txt\"");
        metadata["Metadata"]!["owner"]!.GetValue<string>().ShouldBe("me");
        metadata["name"]!.GetValue<string>().ShouldBe("\"hello\"");
        metadata["ext"]!.GetValue<string>().ShouldBe("\"txt\"");
        metadata.AsObject().ContainsKey("BlobTrigger").ShouldBeFalse();
        content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(48 * 1024)]
    [InlineData(48 * 1024 + 1)]
    [InlineData(200_000)]
    public async Task A_blob_of_any_length_is_one_base64_text(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using BlobContent content = new("\""u8.ToArray(), () => Task.FromResult<Stream>(new MemoryStream(bytes)), "\""u8.ToArray());

        string text = await content.ReadAsStringAsync();

        Convert.FromBase64String(text.Trim('"')).ShouldBe(bytes);
    }

    private static string Queue(string text)
    {
        QueueMessage message = QueuesModelFactory.QueueMessage("2629", "receipt", text, 1, Now.AddMinutes(10), Now, Now.AddDays(7));
        return Encoding.UTF8.GetString(Payload.OfQueueMessage("msg", message, text, Sys));
    }
}
