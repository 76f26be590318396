namespace Clientele.LocalHost.Host;

/// <summary>
/// Lets everything that polls look again at once. Polling alone would have to be wasteful to be fast: what a function just queued is found
/// without a pause, and an idle host asks rarely.
/// </summary>
internal sealed class Wake(TimeProvider time)
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The signal to wait for; take it before looking, so that none is lost between looking and waiting.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Everyone() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Returns true when woken, false when <paramref name="limit"/> has passed.</summary>
    public async Task<bool> WaitAsync(Task next, TimeSpan limit, CancellationToken cancellation)
    {
        using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task delay = Task.Delay(limit, time, pause.Token);
        bool woken = await Task.WhenAny(next, delay) == next;
        await pause.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return woken;
    }
}
