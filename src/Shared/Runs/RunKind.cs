namespace Clientele.Runs;

/// <summary>What planning came to.</summary>
public abstract record PlanOutcome
{
    private PlanOutcome()
    {
    }

    public sealed record Planned(RunPlan Plan) : PlanOutcome;

    /// <summary>Nothing to score with yet.</summary>
    public sealed record NoChampion : PlanOutcome;

    /// <summary>Too early to tell one version of the upload from the next; plan again after the delay.</summary>
    public sealed record TooEarly(TimeSpan Delay) : PlanOutcome;
}

/// <summary>A stage after plan.</summary>
/// <param name="Name">Lowercase; part of keys, blocks and messages.</param>
/// <param name="Parts">Null: as many as the plan says.</param>
public sealed record Stage(string Name, int? Parts);

/// <summary>
/// What a kind of run does; the engine knows how and when. Every method may run twice, side by side with itself, or be cut off anywhere,
/// and must come to the same outputs.
/// </summary>
public abstract class RunKind
{
    public const string PlanStage = "plan";

    public abstract string Name { get; }

    /// <summary>In order, without plan.</summary>
    public abstract IReadOnlyList<Stage> Stages { get; }

    /// <exception cref="RunFailedException">The run can't succeed.</exception>
    public abstract Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation);

    /// <exception cref="RunFailedException">The run can't succeed.</exception>
    public abstract Task<PartResult> WorkAsync(RunRow run, RunPlan plan, string stage, int part, CancellationToken cancellation);

    /// <summary>Asked once a stage is complete, before the next is queued. Returns the sentence the run fails with, or null. Depends on the rows alone.</summary>
    public virtual Task<string?> JudgeAsync(RunRow run, RunPlan plan, string stage, IReadOnlyList<PartRow> rows, CancellationToken cancellation)
        => Task.FromResult<string?>(null);

    /// <summary>The totals of a run whose stages are complete.</summary>
    public abstract Task<RunRow> TotalAsync(RunRow run, CancellationToken cancellation);

    /// <summary>All stages in order, plan first, with their sizes.</summary>
    public IEnumerable<(string Name, int Parts)> StagesOf(int plannedParts)
        => Stages.Select(stage => (stage.Name, stage.Parts ?? plannedParts)).Prepend((PlanStage, 1));
}
