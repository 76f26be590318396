using Clientele.Functions.HostProtocol;
using Microsoft.Extensions.Configuration;

namespace Clientele.Unit.Functions;

public sealed class TimeLimitTests
{
    [Fact]
    public async Task A_call_is_cancelled_at_its_limit_and_fails_while_others_go_on()
    {
        await using RunningApp app = await RunningApp.StartAsync("--TimeLimits:WorkOnPart=00:00:00.200");
        TaskCompletionSource other = new();
        bool cancelled = false;
        app.Engine.Behaviour = async (call, cancellation) =>
        {
            if (call == "watch")
            {
                await other.Task.WaitAsync(cancellation);
                return;
            }

            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                cancelled = cancellation.IsCancellationRequested;
            }
        };

        Task<(int Status, string Body)> watching = app.InvokeAsync("Watch", """{"Data":{"timer":{}},"Metadata":{}}""");
        (int status, string body) = await app.InvokeAsync("WorkOnPart", HostCallTests.Queue("slow")).WaitAsync(TimeSpan.FromSeconds(20));
        other.SetResult();

        status.ShouldBe(500);
        body.ShouldContain("time limit");
        cancelled.ShouldBeTrue();
        (await watching.WaitAsync(TimeSpan.FromSeconds(20))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_call_that_ignores_its_cancellation_is_answered_after_a_grace()
    {
        TaskCompletionSource never = new();
        await using RunningApp app = await RunningApp.StartAsync("--TimeLimits:WorkOnPart=00:00:00.100", "--TimeLimits:Grace=00:00:00.100");
        app.Engine.Behaviour = (_, _) => never.Task;

        (int status, string body) = await app.InvokeAsync("WorkOnPart", HostCallTests.Queue("deaf")).WaitAsync(TimeSpan.FromSeconds(20));

        status.ShouldBe(500);
        body.ShouldContain("time limit");
    }

    [Theory]
    [InlineData("PlanRun")]
    [InlineData("PlanRunOnEvent")]
    [InlineData("WorkOnPart")]
    [InlineData("PartPoisoned")]
    [InlineData("Retrain")]
    [InlineData("Watch")]
    [InlineData("Predict")]
    [InlineData("Runs")]
    public void Every_function_has_a_limit_shorter_than_the_hosts(string function)
    {
        IConfigurationRoot host = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build();
        TimeLimits limits = new(new ConfigurationBuilder().Build());

        (limits.Of(function) + limits.Grace).ShouldBeLessThan(TimeSpan.Parse(host["functionTimeout"]!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("00:29:00")]
    [InlineData("00:00:00")]
    [InlineData("soon")]
    public void A_limit_that_the_host_would_cut_or_that_is_no_time_is_refused_by_name(string value)
    {
        IConfigurationRoot settings = new ConfigurationBuilder().AddInMemoryCollection([new("TimeLimits:Watch", value)]).Build();

        Should.Throw<FormatException>(() => new TimeLimits(settings)).Message.ShouldContain("TimeLimits__Watch");
    }
}
