namespace Clientele.Runs;

/// <summary>A run as people and programs outside see it. Fields are added, never removed: scripts read them by name.</summary>
public sealed record RunView
{
    public required string Id { get; init; }

    /// <summary><c>score</c>, <c>transactions</c> or <c>train</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null until the header was matched.</summary>
    public string? Schema { get; init; }

    /// <summary>Container and path of the file.</summary>
    public required string Source { get; init; }

    /// <summary><c>planned</c>, <c>running</c>, <c>waiting</c>, <c>completed</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>A sentence for people; only when failed.</summary>
    public string? Error { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>Scored with the model that was trained on the shipped samples.</summary>
    public bool Demonstration { get; init; }

    public long Read { get; init; }

    public long Accepted { get; init; }

    /// <summary>Accepted records with at least one repair.</summary>
    public long Repaired { get; init; }

    public long Rejected { get; init; }

    /// <summary>Rejects whose customer stands in a later record of the file; part of <see cref="Rejected"/>.</summary>
    public long Duplicates { get; init; }

    public double Seconds { get; init; }

    public double RowsPerSecond { get; init; }

    /// <summary>The first stage with a part that is not done; null when ended.</summary>
    public string? Stage { get; init; }

    public int PartsDone { get; init; }

    public int PartsTotal { get; init; }

    public IReadOnlyList<RepairCount> Repairs { get; init; } = [];

    public IReadOnlyList<RejectCount> Rejects { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How often a column was repaired for one reason.</summary>
public sealed record RepairCount(string Column, string Code, long Count);

/// <summary>How often records were rejected for one reason.</summary>
/// <param name="Column">Empty where the reason concerns the whole record.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Count">Records.</param>
/// <param name="Example">A value that was found.</param>
/// <param name="Sentence">The reason, for people.</param>
public sealed record RejectCount(string Column, string Code, long Count, string? Example, string Sentence);
