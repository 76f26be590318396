using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>A part of a run is to be done. Its message goes to the poison queue after five tries, see <see cref="PartPoisoned"/>.</summary>
public sealed class WorkOnPart(IRunEngine engine)
{
    public async Task<string> RunAsync(QueueMessage message, CancellationToken cancellation)
    {
        await engine.WorkAsync(message.Text, cancellation);
        return "Worked on a part.";
    }
}
