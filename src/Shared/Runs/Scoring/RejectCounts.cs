using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>How many records were rejected for one reason, and the first of them.</summary>
/// <param name="Field">Index into the schema's fields; −1 for the record as a whole.</param>
/// <param name="Line">Line of the first one.</param>
/// <param name="Example">The value that could not be used, cut to a readable length.</param>
internal sealed record RejectCount(int Field, RejectCode Code, long Count, long Line, string Example);

/// <summary>Rejected records by column and reason. Merging in file order keeps the first example.</summary>
internal sealed class RejectCounts(Schema schema)
{
    private readonly SortedDictionary<(int Field, RejectCode Code), RejectCount> _counts = [];

    public IEnumerable<RejectCount> All => _counts.Values;

    public void Add(in Reject reject, long line, string example) => Merge(new RejectCount(reject.Field, reject.Code, 1, line, example));

    public void Merge(RejectCount more)
    {
        (int Field, RejectCode Code) key = (more.Field, more.Code);
        if (!_counts.TryGetValue(key, out RejectCount? sum))
        {
            _counts[key] = more;
            return;
        }

        RejectCount first = more.Line < sum.Line ? more : sum;
        _counts[key] = first with { Count = sum.Count + more.Count };
    }

    public string ColumnOf(RejectCount count) => count.Field < 0 ? "" : schema.Fields[count.Field].Name;

    public string SentenceOf(RejectCount count) => RejectText.Sentence(schema, new Reject(count.Field, count.Code), count.Example);

    public IReadOnlyList<RejectSummary> Summaries()
        => [.. All.Select(count => new RejectSummary(ColumnOf(count), RejectText.Code(count.Code), count.Count, count.Line, count.Example, SentenceOf(count)))];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes([.. _counts.Values], ScoringJson.Default.RejectCountArray);

    public void MergeJson(ReadOnlySpan<byte> json)
    {
        foreach (RejectCount count in JsonSerializer.Deserialize(json, ScoringJson.Default.RejectCountArray) ?? [])
        {
            Merge(count);
        }
    }
}

/// <summary>What a publish part counted over the customers it kept.</summary>
internal sealed record PublishTotals
{
    /// <summary>Kept customers with a repair, by field and code: <c>[field, code, count]</c>.</summary>
    public IReadOnlyList<long[]> Repairs { get; init; } = [];

    /// <summary>Customers above the cut-off: aggressive, moderate, balanced, frugal.</summary>
    public long[] Objectives { get; init; } = new long[4];

    public double Probability { get; init; }

    /// <summary>The first record set aside as a duplicate, for the example.</summary>
    public long DuplicateLine { get; init; }

    public string DuplicateExample { get; init; } = "";

    public string ToJson() => JsonSerializer.Serialize(this, ScoringJson.Default.PublishTotals);

    public static PublishTotals Parse(string json)
        => JsonSerializer.Deserialize(json, ScoringJson.Default.PublishTotals) ?? throw new InvalidDataException("The row of a publish part holds no totals.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RejectCount[]))]
[JsonSerializable(typeof(PublishTotals))]
[JsonSerializable(typeof(RunDrift))]
internal sealed partial class ScoringJson : JsonSerializerContext;
