using System.Collections.Concurrent;
using Clientele.Models;
using Clientele.Runs;

namespace Clientele.HandlerUnderTest;

/// <summary>A registry that writes down what it is asked and answers what a test tells it.</summary>
public sealed class ScriptedRegistry : IModelRegistry
{
    public ConcurrentQueue<string> Calls { get; } = new();

    public IReadOnlyList<ModelFamily> Families { get; set; } = [];

    public ModelChange Change { get; set; } = new(AliasOutcome.NoChampion, "There is no champion.", null);

    public Task<IReadOnlyList<ModelFamily>> ListAsync(string? schema, string? kind, CancellationToken cancellation)
    {
        Calls.Enqueue($"list {schema} {kind}".TrimEnd());
        return Task.FromResult(Families);
    }

    public Task<ModelChange> PromoteAsync(string schema, string kind, string version, CancellationToken cancellation) => Answer($"promote {schema} {kind} {version}");

    public Task<ModelChange> RollbackAsync(string schema, string kind, string? version, CancellationToken cancellation) => Answer($"rollback {schema} {kind} {version}");

    public Task<ModelChange> ReleaseAsync(string schema, string kind, string? version, CancellationToken cancellation) => Answer($"release {schema} {kind} {version}");

    private Task<ModelChange> Answer(string call)
    {
        Calls.Enqueue(call.TrimEnd());
        return Task.FromResult(Change);
    }
}
