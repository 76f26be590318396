using Clientele.Campaign;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Runs.Customers;

/// <summary>The order of a list. Equals are in the order of their keys; the two rising ones are the falling ones from their end.</summary>
public enum CustomerSort
{
    MostProbable,
    LeastProbable,
    MostProfitable,
    LeastProfitable,

    /// <summary>By row key: whole numbers by value, texts by their bytes.</summary>
    Customer,
}

/// <summary>Which customers are asked for, and in which order.</summary>
public sealed record CustomerSelection
{
    /// <summary>Whose customers.</summary>
    public required Schema Schema { get; init; }

    /// <summary>Of which proposal <see cref="Segment"/> is: its place among <see cref="SegmentModel.Keys"/>.</summary>
    public int Proposal { get; init; } = SegmentModel.Keys.Count - 1;

    /// <summary>Only customers of this segment; 0: those that are not segmented. Null: of all.</summary>
    public int? Segment { get; init; }

    /// <summary>Only customers that are worth contacting under all of these.</summary>
    public ObjectiveVerdicts Objectives { get; init; }

    public CustomerSort Sort { get; init; }
}
