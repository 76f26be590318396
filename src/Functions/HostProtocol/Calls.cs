namespace Clientele.Functions.HostProtocol;

/// <summary>What became of a call.</summary>
/// <param name="Value">Null when it failed.</param>
/// <param name="Failure">A sentence, when it failed.</param>
internal readonly record struct CallResult<T>(T? Value, string? Failure)
    where T : class;

/// <summary>Runs functions inside their time limits and turns what they throw into a sentence: no call brings down the handler.</summary>
internal sealed partial class Calls(TimeLimits limits, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Calls> logger)
{
    /// <param name="function">Its name, for the limit and the log.</param>
    /// <param name="work">The call. It gets a token that fires at the limit, when the caller has gone, and at shutdown.</param>
    /// <param name="callerGone">Fires when nobody waits for the answer.</param>
    public async Task<CallResult<T>> RunAsync<T>(string function, Func<CancellationToken, Task<T>> work, CancellationToken callerGone)
        where T : class
    {
        TimeSpan limit = limits.Of(function);
        long start = time.GetTimestamp();
        using CancellationTokenSource atLimit = new(limit, time);
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(atLimit.Token, callerGone, lifetime.ApplicationStopping);
        try
        {
            T value = await work(any.Token).WaitAsync(limit + limits.Grace, time, callerGone);
            TimeSpan taken = time.GetElapsedTime(start);
            Log.Done(logger, function, taken);
            return new(value, null);
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException && atLimit.IsCancellationRequested)
        {
            Log.OverLimit(logger, function, limit);
            return new(null, $"{function} was stopped at its time limit of {limit}.");
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested)
        {
            Log.CutShort(logger, function);
            return new(null, $"{function} was cut short, because its caller has gone or the app is stopping.");
        }
        catch (Exception error) when (error is Clientele.Runs.MalformedMessageException or InvalidDataException)
        {
            // Ours, and complete in its message; a stack trace would only hide it.
            Log.Refused(logger, function, error.Message);
            return new(null, error.Message);
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, function);
            return new(null, $"{function} failed: {error.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} took {Taken}.")]
        public static partial void Done(ILogger logger, string function, TimeSpan taken);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Function} was stopped at its time limit of {Limit}.")]
        public static partial void OverLimit(ILogger logger, string function, TimeSpan limit);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} was cut short: its caller has gone, or the app is stopping.")]
        public static partial void CutShort(ILogger logger, string function);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Function} refused its call: {Reason}")]
        public static partial void Refused(ILogger logger, string function, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed.")]
        public static partial void Failed(ILogger logger, Exception error, string function);
    }
}
