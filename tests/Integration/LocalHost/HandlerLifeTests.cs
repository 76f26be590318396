using System.Diagnostics;

namespace Clientele.Integration.LocalHost;

[Collection(AzuriteForHost.Name)]
public sealed class HandlerLifeTests(AzuriteForHost azurite)
{
    [Fact]
    public async Task A_handler_that_is_killed_starts_again_and_its_message_comes_again()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue).WithWeb().StartAsync();
        int first = app.Host.HandlerProcess!.Value;
        await app.SendAsync(queue, "slow");
        await app.UntilAsync("the call", () => app.Calls("OnMessage").Any());

        using (Process process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        await app.UntilAsync("the call after the restart", () => app.Calls("OnMessage").Count() == 2);
        app.Host.HandlerProcess.ShouldNotBe(first);
        app.Host.HandlerStarts.ShouldBe(2);
        app.Calls("OnMessage").Last()["metadata"]!["DequeueCount"]!.GetValue<string>().ShouldBe("2");
    }

    [Fact]
    public async Task A_handler_that_exits_with_an_error_starts_again()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue)
            .WithSetting("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "1").StartAsync();

        await app.SendAsync(queue, "exit 3");
        await app.UntilAsync("the restart", () => app.Host.HandlerStarts == 2);
        await app.SendAsync(queue, "hello");

        await app.UntilAsync("a call of the new handler", () => app.Calls("OnMessage").Any(each => each["order"]!.GetValue<string>() == "hello"));
        app.Log.ShouldContain(each => each.Contains("exit code 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_exits_with_0_is_never_started_again_and_messages_burn_their_tries()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue).StartAsync();

        await app.SendAsync(queue, "exit 0");
        await app.UntilAsync("the poison message", async () => (await app.PeekAsync(queue + "-poison")).Length == 1);
        await app.SendAsync(queue, "hello");
        await app.UntilAsync("the second poison message", async () => (await app.PeekAsync(queue + "-poison")).Length == 2);

        app.Host.HandlerStarts.ShouldBe(1);
        app.Host.HandlerProcess.ShouldBeNull();
        app.Log.ShouldContain(each => each.Contains("exit code 0", StringComparison.Ordinal) && each.Contains("never starts such a handler again", StringComparison.Ordinal));
        app.Log.ShouldContain(each => each.Contains("Connection refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_answer_hangs_until_the_function_timeout_which_kills_the_handler()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue)
            .WithSetting("AzureFunctionsJobHost__functionTimeout", "00:00:02")
            .WithSetting("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "1").StartAsync();
        long since = Stopwatch.GetTimestamp();

        await app.SendAsync(queue, "empty");
        await app.UntilAsync("the poison message", async () => (await app.PeekAsync(queue + "-poison")).Length == 1);

        Stopwatch.GetElapsedTime(since).ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
        await app.UntilAsync("the handler's restart", () => app.Host.HandlerStarts == 2);
        app.Log.ShouldContain(each => each.Contains("functionTimeout (00:00:02)", StringComparison.Ordinal));
    }
}
