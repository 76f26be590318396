using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>
/// Event Grid announced a file in <c>uploads</c>: plans its run. The other way is <see cref="PlanRun"/>; a deployment switches one of them off.
/// What announces no upload is logged and gone: trying it again would change nothing.
/// </summary>
public sealed partial class PlanRunOnEvent(IRunEngine engine, ILogger<PlanRunOnEvent> logger)
{
    public async Task<string> RunAsync(QueueMessage message, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = BlobCreatedEvents.Names(message.Text, "uploads");
        if (names.Count == 0)
        {
            Log.Passed(logger);
            return "The event announces no upload.";
        }

        foreach (string name in names)
        {
            await engine.PlanUploadAsync(name, cancellation);
        }

        return $"Planned {string.Join(", ", names.Select(name => "uploads/" + name))}.";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "An event that announces no upload was passed over.")]
        public static partial void Passed(ILogger logger);
    }
}
