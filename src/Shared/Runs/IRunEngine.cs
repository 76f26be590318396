namespace Clientele.Runs;

/// <summary>
/// Everything that a trigger or a request can ask of runs. Every call may come twice, at once and out of order, and may be cut short anywhere:
/// asking again is always right. A permanent failure of a run is recorded and the call succeeds; what throws may be tried again.
/// </summary>
public interface IRunEngine
{
    /// <summary>Makes sure that a run exists for the upload as it is now, and that its planning is queued if the run has not ended.</summary>
    /// <param name="name">Path inside <c>uploads</c>.</param>
    /// <param name="cancellation">Ends the call early; it may be made again.</param>
    Task PlanUploadAsync(string name, CancellationToken cancellation);

    /// <summary>Does the part that a message of the queue <c>parts</c> names.</summary>
    /// <exception cref="MalformedMessageException">The text names no part.</exception>
    Task WorkAsync(string message, CancellationToken cancellation);

    /// <summary>Decides what becomes of a part whose message was tried too often: queued again, or its run failed.</summary>
    /// <exception cref="MalformedMessageException">The text names no part.</exception>
    Task PoisonedAsync(string message, CancellationToken cancellation);

    /// <summary>Starts a training run for every schema whose labelled files have changed.</summary>
    Task RetrainAsync(CancellationToken cancellation);

    /// <summary>Queues again what has not moved, and plans uploads that have no run.</summary>
    Task WatchAsync(CancellationToken cancellation);

    /// <summary>The newest runs, newest first.</summary>
    /// <param name="take">1 to 1000.</param>
    /// <param name="cancellation">Ends the call early.</param>
    Task<IReadOnlyList<RunView>> ListAsync(int take, CancellationToken cancellation);

    /// <summary>Null when there is no such run.</summary>
    Task<RunView?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Makes the next attempt of an ended run and queues it.</summary>
    /// <param name="id">The run to try again.</param>
    /// <param name="overrides">How to read the file where sniffing got it wrong (delimiter, encoding…); empty to sniff again.</param>
    /// <param name="cancellation">Ends the call early; it may be made again.</param>
    /// <exception cref="FormatException">An override that does not exist, or a value that it cannot take.</exception>
    Task<RetryOutcome> RetryAsync(string id, IReadOnlyDictionary<string, string> overrides, CancellationToken cancellation);

    /// <summary>Makes the next attempt at every upload of a schema that was scored and is still there: with the champion, economics and rules of now.</summary>
    /// <returns>Null when there is no such schema of customers.</returns>
    Task<ScoreAgainOutcome?> ScoreAgainAsync(string schema, CancellationToken cancellation);
}

/// <summary>What a retry came to.</summary>
/// <param name="Verdict">Whether it was queued, or why not.</param>
/// <param name="RunId">The new run; set only when queued.</param>
public sealed record RetryOutcome(RetryVerdict Verdict, string? RunId);

public enum RetryVerdict
{
    Queued,

    /// <summary>There is no such run.</summary>
    NotFound,

    /// <summary>It is still being worked on.</summary>
    NotEnded,

    /// <summary>A newer attempt, or a newer upload, has taken its place.</summary>
    NotNewest,
}
