using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Clientele.Runs;

/// <summary>What a part leaves behind: counts, and what later stages need to find its output. Never from a clock or a table.</summary>
public sealed record PartResult
{
    /// <summary>For plan: how many parts the next stage has. Otherwise 1.</summary>
    public int Size { get; init; } = 1;

    public long Read { get; init; }
    public long Accepted { get; init; }
    public long Repaired { get; init; }
    public long Rejected { get; init; }

    /// <summary>Records set aside because a later one has the same id.</summary>
    public long Duplicates { get; init; }

    /// <summary>Blocks staged for <c>scores.csv</c>.</summary>
    public int ScoreBlocks { get; init; }

    /// <summary>Blocks staged for <c>rejects.csv</c>.</summary>
    public int RejectBlocks { get; init; }

    /// <summary>What the stage that comes next needs, in the stage's own form (see the stage); at most 30,000 characters.</summary>
    public string Output { get; init; } = "";
}

/// <summary>A row of the table <c>runparts</c>. Once done it is final.</summary>
public sealed record PartRow
{
    public required string Run { get; init; }
    public required string Stage { get; init; }
    public required int Part { get; init; }
    public bool Done { get; init; }
    public int Faults { get; init; }
    public string Error { get; init; } = "";
    public PartResult Result { get; init; } = new();
    public ETag ETag { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    public static string Key(string stage, int part) => string.Create(CultureInfo.InvariantCulture, $"{stage}-{part:D6}");

    public TableEntity ToEntity() => new(Run, Key(Stage, Part))
    {
        ["Done"] = Done,
        ["Faults"] = Faults,
        ["Error"] = Error.Length <= 2_000 ? Error : Error[..2_000],
        ["Size"] = Result.Size,
        ["Read"] = Result.Read,
        ["Accepted"] = Result.Accepted,
        ["Repaired"] = Result.Repaired,
        ["Rejected"] = Result.Rejected,
        ["Duplicates"] = Result.Duplicates,
        ["ScoreBlocks"] = Result.ScoreBlocks,
        ["RejectBlocks"] = Result.RejectBlocks,
        ["Output"] = Result.Output,
    };

    public static PartRow From(TableEntity entity)
    {
        int dash = entity.RowKey.LastIndexOf('-');
        return new PartRow
        {
            Run = entity.PartitionKey,
            Stage = entity.RowKey[..dash],
            Part = int.Parse(entity.RowKey.AsSpan(dash + 1), CultureInfo.InvariantCulture),
            Done = entity.GetBoolean("Done") ?? false,
            Faults = entity.GetInt32("Faults") ?? 0,
            Error = entity.Text("Error"),
            Result = new PartResult
            {
                Size = entity.GetInt32("Size") ?? 1,
                Read = entity.GetInt64("Read") ?? 0,
                Accepted = entity.GetInt64("Accepted") ?? 0,
                Repaired = entity.GetInt64("Repaired") ?? 0,
                Rejected = entity.GetInt64("Rejected") ?? 0,
                Duplicates = entity.GetInt64("Duplicates") ?? 0,
                ScoreBlocks = entity.GetInt32("ScoreBlocks") ?? 0,
                RejectBlocks = entity.GetInt32("RejectBlocks") ?? 0,
                Output = entity.Text("Output"),
            },
            ETag = entity.ETag,
            Timestamp = entity.Timestamp,
        };
    }
}
