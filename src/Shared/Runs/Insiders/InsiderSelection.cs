using Clientele.Schemas;

namespace Clientele.Runs.Insiders;

/// <summary>An order of customers; equals come by their ids.</summary>
public enum InsiderSort
{
    MostRevenue,
    LeastRevenue,

    /// <summary>Expected within 90 days.</summary>
    MostExpected,
    LeastExpected,

    /// <summary>By id.</summary>
    Customer,
}

/// <summary>Which customers of a programme, in which order.</summary>
/// <param name="Schema">Of transactions.</param>
/// <param name="Insider">Only those in the programme, or only those who are not; null: all.</param>
/// <param name="Cluster">Only those of a cluster; null: of all.</param>
/// <param name="Change">Only those who <c>entered</c> or <c>left</c> since the upload before, or are <c>new</c>; null: all.</param>
public sealed record InsiderSelection(Schema Schema, bool? Insider, int? Cluster, string? Change, InsiderSort Sort);
