using System.Diagnostics;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Clientele.LocalHost.Host;

namespace Clientele.Integration.LocalHost;

[Collection(AzuriteForHost.Name)]
public sealed class QueueTriggerTests(AzuriteForHost azurite)
{
    [Fact]
    public async Task A_message_is_called_for_as_the_real_host_does_and_then_gone()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue).StartAsync();

        await app.SendAsync(queue, "hello");

        await app.UntilAsync("the call", () => app.Calls("OnMessage").Any());
        JsonNode call = app.Calls("OnMessage").Single();
        call["order"]!.GetValue<string>().ShouldBe("hello");
        call["chunked"]!.GetValue<bool>().ShouldBeTrue();
        call["type"]!.GetValue<string>().ShouldBe("application/json; charset=utf-8");
        Guid.TryParse(call["invocation"]!.GetValue<string>(), out _).ShouldBeTrue();
        call["metadata"]!["DequeueCount"]!.GetValue<string>().ShouldBe("1");
        await app.UntilAsync("the message to be deleted", async () => await app.CountAsync(queue) == 0);
        app.Log.ShouldContain("Information OnMessage: done: hello");
        JsonNode started = app.Told.First();
        started["setting"]!.GetValue<string>().ShouldBe("mine");
        Directory.Exists(started["root"]!.GetValue<string>()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("text")]
    public async Task A_message_that_fails_is_tried_five_times_and_goes_to_the_poison_queue(string order)
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue).StartAsync();

        await app.SendAsync(queue, order);

        await app.UntilAsync("the poison message", async () => (await app.PeekAsync(queue + "-poison")).Length > 0);
        (await app.PeekAsync(queue + "-poison")).ShouldBe([order]);
        app.Calls("OnMessage").Select(each => each["metadata"]!["DequeueCount"]!.GetValue<string>()).ShouldBe(["1", "2", "3", "4", "5"]);
        await app.UntilAsync("the message to be deleted", async () => await app.CountAsync(queue) == 0);
    }

    [Fact]
    public async Task A_message_that_is_not_base64_goes_to_the_poison_queue_and_harms_nothing_else()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue).StartAsync();
        QueueClient raw = new(azurite.ConnectionString, queue);
        await raw.CreateAsync();

        await raw.SendMessageAsync("<not base64>");
        await app.SendAsync(queue, "hello");

        await app.UntilAsync("the good message", () => app.Calls("OnMessage").Any());
        QueueClient poison = new(azurite.ConnectionString, queue + "-poison");
        await app.UntilAsync("the poison message", async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync(1)).Value.Length == 1);
        app.Calls("OnMessage").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_fails_in_a_queue_of_poison_stays_in_it()
    {
        string queue = FakeApp.Fresh("q") + "-poison";
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue)
            .WithSetting("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "1").StartAsync();

        await app.SendAsync(queue, "fail");

        await app.UntilAsync("the failure", () => app.Log.Any(line => line.Contains("A message failed 1 times and stays", StringComparison.Ordinal)));
        (await app.CountAsync(queue)).ShouldBe(1);
        (await azurite.Queue(queue + "-poison").ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failed_message_stays_hidden_for_the_visibility_timeout()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue)
            .WithSetting("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "01:00:00").StartAsync();

        await app.SendAsync(queue, "fail", "marker");

        await app.UntilAsync("both calls", () => app.Calls("OnMessage").Count() == 2);
        await app.UntilAsync("one message left", async () => await app.CountAsync(queue) == 1);
        (await app.PeekAsync(queue)).ShouldBeEmpty();
        (await app.PeekAsync(queue + "-poison")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_stays_hidden_for_as_long_as_its_lease_is_kept()
    {
        QueueClient queue = azurite.Queue(FakeApp.Fresh("q"));
        await queue.CreateAsync();
        await queue.SendMessageAsync("hello");
        TimeSpan lease = TimeSpan.FromSeconds(2);
        QueueMessage message = await queue.ReceiveMessageAsync(lease);
        using CancellationTokenSource done = new();
        long since = Stopwatch.GetTimestamp();

        Task kept = new MessageLease(queue, message).KeepAsync(lease, lease / 5, TimeProvider.System, done.Token);
        while (Stopwatch.GetElapsedTime(since) < lease * 2)
        {
            ((QueueMessage?)await queue.ReceiveMessageAsync(lease)).ShouldBeNull();
        }

        await done.CancelAsync();
        await kept;
        QueueMessage? again = null;
        while (again is null && Stopwatch.GetElapsedTime(since) < lease * 20)
        {
            again = await queue.ReceiveMessageAsync(lease);
        }

        again.ShouldNotBeNull().DequeueCount.ShouldBe(2);
    }

    [Fact]
    public async Task No_more_messages_are_worked_on_at_once_than_batch_and_threshold_allow()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue).WithWeb()
            .WithSetting("AzureFunctionsJobHost__extensions__queues__newBatchThreshold", "1").StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };

        await app.SendAsync(queue, [.. Enumerable.Repeat("slow", 9)]);
        for (int done = 0; done < 9; done = app.Log.Count(each => each.Contains("done: slow", StringComparison.Ordinal)))
        {
            int expected = Math.Min(2, 9 - done);
            await app.UntilAsync("a full batch", () => app.Calls("OnMessage").Count() >= done + expected);
            using HttpResponseMessage released = await client.GetAsync("web/release");
            await app.UntilAsync("answers", () => app.Log.Count(each => each.Contains("done: slow", StringComparison.Ordinal)) > done);
        }

        // Two at a time, and two more while one is left: never more than three.
        app.Told.Select(each => each["running"]?.GetValue<int>() ?? 0).Max().ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task A_function_that_is_switched_off_is_not_called()
    {
        string queue = FakeApp.Fresh("q"), other = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("Off", queue).WithQueue("On", other)
            .WithSetting("AzureWebJobs.Off.Disabled", "true").StartAsync();

        await app.SendAsync(queue, "hello");
        await app.SendAsync(other, "hello", "again");

        await app.UntilAsync("the other function's calls", () => app.Calls("On").Count() == 2);
        app.Calls("Off").ShouldBeEmpty();
        (await app.PeekAsync(queue)).ShouldBe(["hello"]);
    }
}
