using Clientele.Runs.Scoring;
using Clientele.Runs.Transactions;

namespace Clientele.Runs;

/// <summary>A run as people and programs outside see it. Fields are added, never removed: scripts read them by name.</summary>
public sealed record RunView
{
    /// <summary>Among the warnings of a run whose model was trained on the shipped samples.</summary>
    public const string DemonstrationWarning = "Scored with the demonstration model, which was trained on made-up customers. Train on your own labelled file before you act on this.";

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

    /// <summary>Of the segments; null where there are none.</summary>
    public string? SegmentsVersion { get; init; }

    /// <summary>Scored with the model that was trained on the shipped samples.</summary>
    public bool Demonstration { get; init; }

    public long Read { get; init; }

    public long Accepted { get; init; }

    /// <summary>Accepted records with at least one repair.</summary>
    public long Repaired { get; init; }

    public long Rejected { get; init; }

    /// <summary>Rejects whose customer stands in a later record of the file; part of <see cref="Rejected"/>.</summary>
    public long Duplicates { get; init; }

    /// <summary>When planning began; null until it is done.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the run was completed or failed, by the store's clock.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>From started to ended; 0 until then.</summary>
    public double Seconds { get; init; }

    public double RowsPerSecond { get; init; }

    /// <summary>The first stage with a part that is not done; null when ended.</summary>
    public string? Stage { get; init; }

    public int PartsDone { get; init; }

    public int PartsTotal { get; init; }

    /// <summary>Of a train run: share of the fit that is done, 0 to 1.</summary>
    public double Progress { get; init; }

    public IReadOnlyList<RepairSummary> Repairs { get; init; } = [];

    public IReadOnlyList<RejectSummary> Rejects { get; init; } = [];

    /// <summary>Customers of the file above each objective's cut-off; empty until completed.</summary>
    public IReadOnlyDictionary<string, long> Objectives { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>What an upload of transactions came to; null until completed, and of other kinds.</summary>
    public TransactionSummary? Programme { get; init; }

    /// <summary>What is worth reading although the run went on; of drift, too.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The largest population stability index of a column of the file against training; 0 where none was compared.</summary>
    public double DriftPsi { get; init; }

    /// <summary>The column of <see cref="DriftPsi"/>; null for none.</summary>
    public string? DriftFeature { get; init; }

    /// <summary>The index of the probabilities; 0 where they were not compared.</summary>
    public double DriftScorePsi { get; init; }
}
