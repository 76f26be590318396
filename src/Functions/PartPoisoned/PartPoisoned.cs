using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>A part was tried too often: it is queued again or its run fails. A message that names no part is logged and gone; it concerns no run.</summary>
public sealed partial class PartPoisoned(IRunEngine engine, ILogger<PartPoisoned> logger)
{
    public async Task<string> RunAsync(QueueMessage message, CancellationToken cancellation)
    {
        try
        {
            await engine.PoisonedAsync(message.Text, cancellation);
            return "Decided about a part that was tried too often.";
        }
        catch (MalformedMessageException error)
        {
            Log.Dropped(logger, error.Message);
            return error.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A poisoned message is dropped. {Reason}")]
        public static partial void Dropped(ILogger logger, string reason);
    }
}
