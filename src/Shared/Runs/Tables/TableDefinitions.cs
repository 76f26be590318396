using Clientele.Schemas;

namespace Clientele.Runs;

/// <summary>Every table that the program writes.</summary>
public static class TableDefinitions
{
    /// <param name="schemas">Those of transactions have no table of their own.</param>
    public static IEnumerable<TableDefinition> All(IEnumerable<Schema> schemas) =>
    [
        CustomerTables.Scores,
        .. schemas.Where(schema => schema.Grain == Grain.Customer).Select(CustomerTables.Of),
        ModelTables.Objectives,
        ModelTables.Deciles,
        SegmentTables.Segments,
        SegmentTables.Profiles,
        SegmentTables.Products,
        InsiderTables.Insiders,
        InsiderTables.Clusters,
        InsiderTables.Report,
        InsiderTables.Forecast,
        ModelTables.Models,
        RunTables.Rejects,
        RunTables.Runs,
        RunTables.RunParts,
    ];
}
