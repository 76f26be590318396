using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Runs.Scoring;
using Clientele.Schemas;

namespace Clientele.Runs.Customers;

/// <summary>A page of the customers of a selection, and what the whole selection comes to. Fields are added, never removed.</summary>
public sealed record CustomerPage
{
    public required string Schema { get; init; }

    /// <summary>Of which proposal the segment is: <c>2</c>, <c>3</c> or <c>recommended</c>.</summary>
    public required string Segments { get; init; }

    /// <summary>Null: of all segments.</summary>
    public int? Segment { get; init; }

    /// <summary>Null: whatever the verdicts.</summary>
    public string? Objective { get; init; }

    public required string Sort { get; init; }

    /// <summary>From 1.</summary>
    public required int Page { get; init; }

    /// <summary>Customers of a page at most.</summary>
    public required int Size { get; init; }

    public required int Pages { get; init; }

    /// <summary>Customers of the selection.</summary>
    public required int Count { get; init; }

    /// <summary>If all of them are contacted: the sum of their probabilities.</summary>
    public required double ExpectedResponses { get; init; }

    /// <summary>Of contacting all of them, by the economics in force; null where the schema has none.</summary>
    public double? Cost { get; init; }

    /// <summary>What the expected responses bring, less the cost.</summary>
    public double? Profit { get; init; }

    public double? ContactCost { get; init; }

    public double? ResponseValue { get; init; }

    public required IReadOnlyList<CustomerView> Customers { get; init; }
}

/// <summary>A customer as people and programs outside see them. Fields are added, never removed.</summary>
public sealed record CustomerView
{
    /// <summary>As in the file.</summary>
    public required string Id { get; init; }

    /// <summary>That they accept the next campaign.</summary>
    public required double Probability { get; init; }

    public required int Decile { get; init; }

    /// <summary>By objective whether they are worth contacting.</summary>
    public required IReadOnlyDictionary<string, bool> Objectives { get; init; }

    /// <summary>Of contacting them, by the economics of the run.</summary>
    public required double ExpectedProfit { get; init; }

    /// <summary>0: not segmented.</summary>
    public required int Segment2 { get; init; }

    public required int Segment3 { get; init; }

    /// <summary>Of the recommended number.</summary>
    public required int Segment { get; init; }

    public required CustomerReasons Reasons { get; init; }

    /// <summary>The run that this result is of.</summary>
    public required string Run { get; init; }

    /// <summary>When the upload was last modified.</summary>
    public required DateTimeOffset Uploaded { get; init; }

    /// <summary>The file's own columns: texts, numbers, true or false, and days as 2012-09-04.</summary>
    public required IReadOnlyDictionary<string, object> Values { get; init; }

    internal static CustomerView Of(Schema schema, in StoredCustomer stored)
    {
        TableEntity scores = stored.Scores;
        return new CustomerView
        {
            Id = scores.Text("Customer"),
            Probability = scores.GetDouble("Probability") ?? 0,
            Decile = scores.GetInt32("Decile") ?? 0,
            Objectives = VerdictNames.Of(CustomerRows.VerdictsOf(scores)),
            ExpectedProfit = scores.GetDouble("ExpectedProfit") ?? 0,
            Segment2 = scores.GetInt32("Segment2") ?? 0,
            Segment3 = scores.GetInt32("Segment3") ?? 0,
            Segment = scores.GetInt32("Segment") ?? 0,
            Reasons = new CustomerReasons(ReasonsOf(scores, Language.English), ReasonsOf(scores, Language.Spanish), ReasonsOf(scores, Language.Portuguese)),
            Run = scores.Text("Run"),
            Uploaded = scores.GetDateTimeOffset("Uploaded") ?? default,
            Values = ValuesOf(schema, stored.Own),
        };
    }

    private static string[] ReasonsOf(TableEntity scores, Language language)
        => [.. Enumerable.Range(0, TopReasons.Count).Select(i => scores.Text(CustomerRows.ReasonColumn(i, language))).Where(reason => reason.Length > 0)];

    /// <summary>A column that the row was written without, before the schema had it, is left out.</summary>
    private static Dictionary<string, object> ValuesOf(Schema schema, TableEntity own)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (SchemaField field in schema.Fields)
        {
            if (field.IsPublished && own[CustomerRows.ColumnOf(field)] is { } value)
            {
                values[field.Name] = value is DateTimeOffset time ? DateOnly.FromDateTime(time.UtcDateTime).ToString("O", System.Globalization.CultureInfo.InvariantCulture) : value;
            }
        }

        return values;
    }
}

/// <summary>What weighs most in a probability, the heaviest first, by language.</summary>
public sealed record CustomerReasons(IReadOnlyList<string> En, IReadOnlyList<string> Es, IReadOnlyList<string> Pt);
