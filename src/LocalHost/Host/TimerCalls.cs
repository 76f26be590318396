namespace Clientele.LocalHost.Host;

/// <summary>Calls one function at its times. A call that is still running when the next time comes delays it: timers never overlap themselves.</summary>
internal sealed class TimerCalls(string function, TimerTrigger trigger, HandlerCalls handler, TimeProvider time)
{
    private TimerStatus? _status;

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (trigger.RunOnStartup)
            {
                await CallAsync(stop);
            }

            while (true)
            {
                DateTimeOffset next = trigger.Schedule.Next(time.GetUtcNow());
                await WaitUntilAsync(next, stop);
                await CallAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>One call with its retries, as at its time or by hand.</summary>
    public async Task<CallResult> CallAsync(CancellationToken stop)
    {
        for (int retry = 0; ; retry++)
        {
            (int, int, string?)? tries = trigger.Retry is { } policy ? (retry, policy.MaxRetryCount, null) : null;
            byte[] body = Payload.OfTimer(trigger.Binding, _status, tries, new SystemFacts(function, time.GetUtcNow(), Guid.NewGuid()));
            using JsonContentOf content = new(body);
            CallResult result = await handler.CallAsync(function, content, stop);
            if (result.Succeeded || retry >= (trigger.Retry?.MaxRetryCount ?? 0))
            {
                DateTimeOffset now = time.GetUtcNow();
                _status = new TimerStatus(now, trigger.Schedule.Next(now));
                return result;
            }

            await Task.Delay(trigger.Retry!.DelayBefore(retry + 1), time, stop);
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset next, CancellationToken stop)
    {
        // A timer takes at most 49 days at once, and the clock may be set in between: look again every hour.
        for (TimeSpan left; (left = next - time.GetUtcNow()) > TimeSpan.Zero;)
        {
            await Task.Delay(left < TimeSpan.FromHours(1) ? left : TimeSpan.FromHours(1), time, stop);
        }
    }
}
