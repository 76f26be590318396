using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>
/// A part was tried too often: it is queued again or its run fails. A message that names no part concerns no run; it fails the call, too,
/// so that it stays in the poison queue, where someone can look at it, until the queue's time limit removes it.
/// </summary>
public sealed class PartPoisoned(IRunEngine engine)
{
    /// <exception cref="MalformedMessageException">The message names no part.</exception>
    public async Task<string> RunAsync(QueueMessage message, CancellationToken cancellation)
    {
        await engine.PoisonedAsync(message.Text, cancellation);
        return "Decided about a part that was tried too often.";
    }
}
