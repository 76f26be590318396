using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>On its schedule, moves what has come to rest and plans uploads that nobody announced.</summary>
public sealed class Watch(IRunEngine engine)
{
    public async Task<string> RunAsync(TimerFired timer, CancellationToken cancellation)
    {
        await engine.WatchAsync(cancellation);
        return timer.IsPastDue ? "Watched over the runs, later than planned." : "Watched over the runs.";
    }
}
