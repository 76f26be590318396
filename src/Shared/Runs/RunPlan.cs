using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Runs;

/// <summary>A labelled file that a train run reads, in the version it was planned with.</summary>
public sealed record TrainingFile(string Name, string ETag, long Length, DateTimeOffset LastModified);

/// <summary>
/// Everything that the parts of a run must agree on, fixed once by <c>results/&lt;run&gt;/plan.json</c> (create-only):
/// a second planner uses the first one's plan.
/// </summary>
public sealed record RunPlan
{
    /// <summary>Service time at which the planner saw the run.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Parts of the first stage after plan.</summary>
    public required int Parts { get; init; }

    public required string SchemaFingerprint { get; init; }

    /// <summary>The champion when the run was planned; empty for train runs.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>The champion of the segments when the run was planned; empty where there was none, and for train runs.</summary>
    public string SegmentsVersion { get; init; } = "";

    /// <summary>For train runs, the version whose segments the new ones follow in id and name; empty where there is none to follow.</summary>
    public string FollowedSegments { get; init; } = "";

    /// <summary>Of transactions: the file adds to what earlier ones brought, see <see cref="Histories"/>.</summary>
    public bool Appends { get; init; }

    /// <summary>Of transactions: names of the earlier uploads' lines that count, too, oldest first.</summary>
    public IReadOnlyList<string> Histories { get; init; } = [];

    /// <summary>Of transactions: the run of the upload before, after which customers were in the programme or not; empty where there is none.</summary>
    public string PreviousRun { get; init; } = "";

    public bool Demonstration { get; init; }

    /// <summary>The economics and rules that the verdicts use; null for train runs.</summary>
    public Economics? Economics { get; init; }

    public ObjectiveRules Objectives { get; init; } = new();

    /// <summary>The day, as <see cref="DateOnly.DayNumber"/>, on which the file was true: ages and tenures count back from it.</summary>
    public int AsOf { get; init; }

    /// <summary>Larger shares of rejected records fail the run.</summary>
    public double MostRejectedShare { get; init; } = 1;

    /// <summary>Size of the pieces in which labelled files are read.</summary>
    public int ChunkBytes { get; init; }

    public CsvDialect? Dialect { get; init; }
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>What a person said of the columns, see <see cref="ColumnMapping"/>; empty for nothing.</summary>
    public string Columns { get; init; } = "";
    public IReadOnlyList<CsvChunk> Chunks { get; init; } = [];
    public IReadOnlyList<TrainingFile> Training { get; init; } = [];
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How the upload's columns are understood.</summary>
    public HeaderMatch MatchOf(Schema schema) => HeaderMatcher.Match(schema, Header, HeaderPurpose.Score, ColumnMapping.Parse(Columns));

    public BinaryData ToJson() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, RunsJson.Default.RunPlan));

    public static RunPlan FromJson(BinaryData json)
        => JsonSerializer.Deserialize(json, RunsJson.Default.RunPlan) ?? throw new InvalidDataException("plan.json is empty.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = false)]
[JsonSerializable(typeof(PartMessage))]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class RunsJson : JsonSerializerContext;
