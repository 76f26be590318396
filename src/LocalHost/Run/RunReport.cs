using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.LocalHost.Run;

/// <summary>One run as <c>GET /api/runs</c> tells it. Counts are null until they are known.</summary>
internal sealed record RunReport
{
    public required string Id { get; init; }
    public string? Kind { get; init; }
    public string? Schema { get; init; }

    /// <summary>Container and name of what is worked on; <c>training/&lt;schema&gt;</c> for training.</summary>
    public string? Source { get; init; }

    public string? State { get; init; }
    public string? Error { get; init; }
    public string? ModelVersion { get; init; }
    public long? Read { get; init; }
    public long? Accepted { get; init; }
    public long? Repaired { get; init; }
    public long? Rejected { get; init; }
    public double? Seconds { get; init; }
    public double? RowsPerSecond { get; init; }
    public int? PartsDone { get; init; }
    public int? PartsTotal { get; init; }
    public string? Stage { get; init; }

    /// <summary>Of training: share of the fit that is done, 0 to 1.</summary>
    public double? Progress { get; init; }

    /// <summary>What is worth reading although the run went on.</summary>
    public IReadOnlyList<string> Warnings
    {
        get;

        // An answer without the property gives null here.
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<RepairCount> Repairs { get; init; } = [];

    [JsonIgnore]
    public bool HasEnded => State is "completed" or "failed";

    [JsonIgnore]
    public bool Completed => State == "completed";
}

internal sealed record RepairCount(string Column, string Code, long Count);

internal sealed record RunList(IReadOnlyList<RunReport> Runs);

internal sealed record StorageReport(string ConnectionString);

/// <summary>What <c>--json</c> prints.</summary>
internal sealed record OutcomeReport(
    IReadOnlyList<RunReport> Runs,
    IReadOnlyList<RunReport> Training,
    IReadOnlyDictionary<string, long> Tables,
    IReadOnlyDictionary<string, long> Objectives,
    IReadOnlyList<string> Files,
    StorageReport Storage,
    string App);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(OutcomeReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
