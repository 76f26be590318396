using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Features.Drift;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

public sealed record RepairSummary(string Column, string Code, long Count, string Sentence);

public sealed record RejectSummary(string Column, string Code, long Count, long Line, string Example, string Sentence);

/// <summary><c>results/&lt;run&gt;/summary.json</c>: what a run came to. Depends on the upload and the plan alone.</summary>
public sealed record RunSummary
{
    public required string Run { get; init; }
    public required string Schema { get; init; }
    public required string Source { get; init; }
    public required string Dialect { get; init; }
    public required string ModelVersion { get; init; }

    /// <summary>Of the segments; empty where there are none.</summary>
    public string SegmentsVersion { get; init; } = "";

    public required bool Demonstration { get; init; }
    public required long Read { get; init; }
    public required long Accepted { get; init; }
    public required long Repaired { get; init; }
    public required long Rejected { get; init; }
    public required long Duplicates { get; init; }

    /// <summary>Customers of this file above each cut-off.</summary>
    public required IReadOnlyDictionary<string, long> Objectives { get; init; }

    /// <summary>Sum of the probabilities.</summary>
    public required double ExpectedResponses { get; init; }

    public required IReadOnlyList<RepairSummary> Repairs { get; init; }
    public required IReadOnlyList<RejectSummary> Rejects { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The file beside what the model learnt from; null in summaries of runs before there was such a comparison.</summary>
    public DriftReport? Drift { get; init; }

    internal static RunSummary Of(RunRow run, RunPlan plan, Schema schema, RunCounts counts, IReadOnlyList<PublishTotals> totals, RejectCounts rejects, DriftReport drift) => new()
    {
        Run = run.Id.Value,
        Schema = schema.Id,
        Source = run.Source,
        Dialect = plan.Dialect?.ToString() ?? "",
        ModelVersion = plan.ModelVersion,
        SegmentsVersion = plan.SegmentsVersion,
        Demonstration = plan.Demonstration,
        Read = counts.Read,
        Accepted = counts.Accepted,
        Repaired = counts.Repaired,
        Rejected = counts.Rejected,
        Duplicates = counts.Duplicates,
        Objectives = ScoreFiles.Verdicts.Select((verdict, i) => (Name: verdict.ToString().ToLowerInvariant(), Count: totals.Sum(total => total.Objectives[i])))
            .ToDictionary(pair => pair.Name, pair => pair.Count, StringComparer.Ordinal),
        ExpectedResponses = totals.Sum(total => total.Probability),
        Repairs = RepairsOf(schema, totals),
        Rejects = rejects.Summaries(),
        Warnings = drift.Sentence is { } sentence ? [.. plan.Warnings, sentence] : plan.Warnings,
        Drift = drift,
    };

    public BinaryData ToJson() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, SummaryJson.Default.RunSummary));

    public static RunSummary FromJson(BinaryData json)
        => JsonSerializer.Deserialize(json, SummaryJson.Default.RunSummary) ?? throw new InvalidDataException("summary.json is empty.");

    private static List<RepairSummary> RepairsOf(Schema schema, IEnumerable<PublishTotals> totals)
        => totals.SelectMany(total => total.Repairs)
            .GroupBy(repair => (Field: (int)repair[0], Code: (RepairCode)repair[1]))
            .OrderBy(group => group.Key.Field).ThenBy(group => group.Key.Code)
            .Select(group => new RepairSummary(
                schema.Fields[group.Key.Field].Name, RepairText.Code(group.Key.Code), group.Sum(repair => repair[2]), RepairText.Sentence(schema, new Repair(group.Key.Field, group.Key.Code))))
            .ToList();
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
