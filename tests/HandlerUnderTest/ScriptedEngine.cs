using System.Collections.Concurrent;
using Clientele.Runs;

namespace Clientele.HandlerUnderTest;

/// <summary>An engine that writes down what it is asked and does what a test tells it.</summary>
public sealed class ScriptedEngine : IRunEngine
{
    /// <summary>"plan x.csv", "work …": one entry per call, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Runs in every call, after it was written down.</summary>
    public Func<string, CancellationToken, Task> Behaviour { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<RunView> Runs { get; set; } = [];

    public RetryOutcome Retry { get; set; } = new(RetryVerdict.NotFound, null);

    public ScoreAgainOutcome? ScoreAgain { get; set; }

    public Task PlanUploadAsync(string name, CancellationToken cancellation) => CallAsync($"plan {name}", cancellation);

    public Task WorkAsync(string message, CancellationToken cancellation) => CallAsync($"work {message}", cancellation);

    public Task PoisonedAsync(string message, CancellationToken cancellation) => CallAsync($"poisoned {message}", cancellation);

    public Task RetrainAsync(CancellationToken cancellation) => CallAsync("retrain", cancellation);

    public Task WatchAsync(CancellationToken cancellation) => CallAsync("watch", cancellation);

    public async Task<IReadOnlyList<RunView>> ListAsync(int take, CancellationToken cancellation)
    {
        await CallAsync($"list {take}", cancellation);
        return [.. Runs.Take(take)];
    }

    public async Task<RunView?> FindAsync(string id, CancellationToken cancellation)
    {
        await CallAsync($"find {id}", cancellation);
        return Runs.FirstOrDefault(run => run.Id == id);
    }

    public async Task<RetryOutcome> RetryAsync(string id, IReadOnlyDictionary<string, string> overrides, CancellationToken cancellation)
    {
        await CallAsync($"retry {id} {string.Join(',', overrides.Select(each => $"{each.Key}={each.Value}"))}".TrimEnd(), cancellation);
        return Retry;
    }

    public async Task<ScoreAgainOutcome?> ScoreAgainAsync(string schema, CancellationToken cancellation)
    {
        await CallAsync($"score again {schema}", cancellation);
        return ScoreAgain;
    }

    private async Task CallAsync(string call, CancellationToken cancellation)
    {
        Calls.Enqueue(call);
        await Behaviour(call, cancellation);
    }
}
