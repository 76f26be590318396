using Azure;
using Azure.Data.Tables;

namespace Clientele.Runs;

/// <summary>States of a run, as stored.</summary>
public static class RunState
{
    public const string Planned = "planned";
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Failed = "failed";
}

/// <summary>Kinds of runs, as stored.</summary>
public static class RunKindName
{
    public const string Score = "score";
    public const string Transactions = "transactions";
    public const string Train = "train";
}

/// <summary>A row of the table <c>runs</c>. Every update replaces the row If-Match.</summary>
public sealed record RunRow
{
    /// <summary>Partition for files that no schema claims.</summary>
    public const string UnknownSchema = "unknown";

    private const int LongestText = 8_000;

    public required string Schema { get; init; }
    public required RunId Id { get; init; }
    public required string Kind { get; init; }

    /// <summary>Container and path of the upload; for training <c>training/&lt;schema&gt;</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The version of the upload that this run works on.</summary>
    public required string SourceETag { get; init; }

    public required string State { get; init; }
    public string Error { get; init; } = "";
    public string ModelVersion { get; init; } = "";

    /// <summary>The version of the segments; empty where there was none. Of a train run the one that it fitted.</summary>
    public string SegmentsVersion { get; init; } = "";
    public bool Demonstration { get; init; }

    /// <summary>When the row was first seen by the planner, by the service's clock.</summary>
    public DateTimeOffset? Started { get; init; }

    public long Read { get; init; }
    public long Accepted { get; init; }
    public long Repaired { get; init; }
    public long Rejected { get; init; }
    public long Duplicates { get; init; }

    /// <summary>How the file was understood, in words.</summary>
    public string Dialect { get; init; } = "";

    /// <summary>What the retry call said of the dialect, as JSON; empty for none.</summary>
    public string Overrides { get; init; } = "";

    /// <summary>Sentences worth reading although the run goes on; one a line.</summary>
    public string Warnings { get; init; } = "";

    /// <summary>The largest population stability index of a column of the file against training; 0 where none was compared.</summary>
    public double DriftPsi { get; init; }

    /// <summary>The column of <see cref="DriftPsi"/>; empty for none.</summary>
    public string DriftFeature { get; init; } = "";

    /// <summary>The index of the probabilities; 0 where they were not compared.</summary>
    public double DriftScorePsi { get; init; }

    /// <summary>Share of a fit that is done, 0 to 1; of train runs only.</summary>
    public double Progress { get; init; }

    /// <summary>How often Watch queued the run again since it last moved by itself.</summary>
    public int Nudges { get; init; }

    public ETag ETag { get; init; }

    /// <summary>When the service last wrote the row.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    public bool HasEnded => State is RunState.Completed or RunState.Failed;

    /// <summary>Path inside the container of the source.</summary>
    public string SourceName => Source[(Source.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public TableEntity ToEntity() => new(Schema, Id.Value)
    {
        ["Kind"] = Kind,
        ["Source"] = Source,
        ["SourceETag"] = SourceETag,
        ["Uploaded"] = Id.Uploaded,
        ["State"] = State,
        ["Error"] = Bounded(Error),
        ["ModelVersion"] = ModelVersion,
        ["SegmentsVersion"] = SegmentsVersion,
        ["Demonstration"] = Demonstration,
        ["Started"] = Started ?? Id.Uploaded,
        ["Read"] = Read,
        ["Accepted"] = Accepted,
        ["Repaired"] = Repaired,
        ["Rejected"] = Rejected,
        ["Duplicates"] = Duplicates,
        ["Dialect"] = Dialect,
        ["Overrides"] = Overrides,
        ["Warnings"] = Bounded(Warnings),
        ["DriftPsi"] = DriftPsi,
        ["DriftFeature"] = DriftFeature,
        ["DriftScorePsi"] = DriftScorePsi,
        ["Progress"] = Progress,
        ["Nudges"] = Nudges,
    };

    // A cell takes 32,768 characters, and nobody reads as many.
    private static string Bounded(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

    public static RunRow From(TableEntity entity) => new()
    {
        Schema = entity.PartitionKey,
        Id = RunId.TryParse(entity.RowKey, out RunId id) ? id : throw new InvalidDataException($"The table runs holds a row '{entity.RowKey}' that is no run id."),
        Kind = entity.Text("Kind"),
        Source = entity.Text("Source"),
        SourceETag = entity.Text("SourceETag"),
        State = entity.Text("State"),
        Error = entity.Text("Error"),
        ModelVersion = entity.Text("ModelVersion"),
        SegmentsVersion = entity.Text("SegmentsVersion"),
        Demonstration = entity.GetBoolean("Demonstration") ?? false,
        Started = entity.GetDateTimeOffset("Started"),
        Read = entity.GetInt64("Read") ?? 0,
        Accepted = entity.GetInt64("Accepted") ?? 0,
        Repaired = entity.GetInt64("Repaired") ?? 0,
        Rejected = entity.GetInt64("Rejected") ?? 0,
        Duplicates = entity.GetInt64("Duplicates") ?? 0,
        Dialect = entity.Text("Dialect"),
        Overrides = entity.Text("Overrides"),
        Warnings = entity.Text("Warnings"),
        DriftPsi = entity.GetDouble("DriftPsi") ?? 0,
        DriftFeature = entity.Text("DriftFeature"),
        DriftScorePsi = entity.GetDouble("DriftScorePsi") ?? 0,
        Progress = entity.GetDouble("Progress") ?? 0,
        Nudges = entity.GetInt32("Nudges") ?? 0,
        ETag = entity.ETag,
        Timestamp = entity.Timestamp,
    };
}
