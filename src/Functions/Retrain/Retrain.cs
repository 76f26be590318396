using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>On its schedule, starts training where labelled files have changed.</summary>
public sealed class Retrain(IRunEngine engine)
{
    public async Task<string> RunAsync(TimerFired timer, CancellationToken cancellation)
    {
        await engine.RetrainAsync(cancellation);
        return timer.IsPastDue ? "Looked, later than planned, for labelled files that have changed." : "Looked for labelled files that have changed.";
    }
}
