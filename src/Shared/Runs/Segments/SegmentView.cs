using System.Text.Json.Serialization;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Runs;

/// <summary>The segments of a schema as people and programs outside see them. Fields are added, never removed.</summary>
public sealed record SegmentsView
{
    public required string Schema { get; init; }

    /// <summary>The champion, whose segments these are.</summary>
    public required string Version { get; init; }

    public bool Demonstration { get; init; }

    /// <summary>Which algorithm and number are recommended, and why.</summary>
    public required LocalText Recommendation { get; init; }

    /// <summary>What segments are made by: fields, and totals of groups.</summary>
    public required IReadOnlyList<string> Variables { get; init; }

    /// <summary>What was left out because it does not tell the segments apart.</summary>
    public required IReadOnlyList<DroppedVariable> Dropped { get; init; }

    /// <summary>Every algorithm with every number of segments.</summary>
    public required IReadOnlyList<ComparedSegments> Comparison { get; init; }

    /// <summary>Under which the profits are.</summary>
    public required EconomicsView Economics { get; init; }

    /// <summary>Of two, of three, and of the recommended number.</summary>
    public required IReadOnlyList<ProposalView> Proposals { get; init; }
}

/// <summary>One way to divide all customers.</summary>
public sealed record ProposalView
{
    /// <summary><c>2</c>, <c>3</c> or <c>recommended</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its algorithm, number of segments and figures.</summary>
    public required ComparedSegments Figures { get; init; }

    /// <summary>Current customers that are in none of these segments: scored before there were segments, or by an earlier version.</summary>
    public required long CustomersInNone { get; init; }

    /// <summary>How they follow from the segments before; null for the first.</summary>
    public SegmentChanges? Changes { get; init; }

    /// <summary>In the order of their ids.</summary>
    public required IReadOnlyList<SegmentView> Segments { get; init; }
}

/// <summary>A segment: what training found, and its current customers.</summary>
public sealed record SegmentView
{
    public required int Id { get; init; }

    /// <summary>As people gave it, else as generated.</summary>
    public required LocalText Name { get; init; }

    public required LocalText GeneratedName { get; init; }

    /// <summary>What tells its customers from everyone else, the strongest first.</summary>
    public required IReadOnlyList<LocalText> Traits { get; init; }

    /// <summary>Customers in training.</summary>
    public required int TrainingCustomers { get; init; }

    public required double TrainingShare { get; init; }

    /// <summary>Share of those in training who responded.</summary>
    public required double TrainingResponseRate { get; init; }

    /// <summary>Current customers, of all uploads.</summary>
    public required long Customers { get; init; }

    /// <summary>Of all current customers.</summary>
    public required double Share { get; init; }

    /// <summary>Sum of their probabilities.</summary>
    public required double ExpectedResponses { get; init; }

    /// <summary>Of contacting all of them.</summary>
    public required double ExpectedProfit { get; init; }

    /// <summary>Of contacting those above each cut-off, by objective.</summary>
    public required IReadOnlyDictionary<string, SegmentObjective> Objectives { get; init; }

    /// <summary>Only where one segment is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProfiledFeature>? Profile { get; init; }

    /// <inheritdoc cref="Profile"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SegmentProduct>? Products { get; init; }
}

/// <summary>Contacting a segment's customers above the cut-off of an objective.</summary>
/// <param name="Profit">Expected responses × value of a response − customers × cost of a contact.</param>
public sealed record SegmentObjective(long Customers, double ExpectedResponses, double Profit);
