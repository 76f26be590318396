namespace Clientele.Runs;

/// <summary>Types of columns, by the service's names for them (without <c>Edm.</c>).</summary>
public enum ColumnType
{
    String,
    Boolean,
    Int32,
    Int64,
    Double,

    /// <summary>UTC; never before 1601, which the service does not know.</summary>
    DateTime,
}

/// <summary>A column of a table. Every row has it.</summary>
/// <param name="Meaning">For the people who build reports on it: what it says, its unit, and what stands there when there is nothing to say.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, string Meaning);

/// <summary>
/// A table as the storage contract has it: <c>docs/tables.md</c> is made of these, and a test holds real rows to them. Names are never changed and
/// columns only added, because people build reports on them.
/// </summary>
public sealed record TableDefinition
{
    /// <summary>Lowercase, as Power BI under Entra needs it.</summary>
    public required string Name { get; init; }

    /// <summary>What one row is.</summary>
    public required string Row { get; init; }

    /// <summary>What the partition key is.</summary>
    public required string PartitionKey { get; init; }

    /// <summary>What the row key is.</summary>
    public required string RowKey { get; init; }

    /// <summary>When a row is written, changed and removed.</summary>
    public required string Lifetime { get; init; }

    /// <summary>In the reporting storage, which Power BI reads; otherwise in the app's own.</summary>
    public required bool IsReported { get; init; }

    /// <summary>Beside the keys and the service's own Timestamp, in the order in which they are written.</summary>
    public required IReadOnlyList<ColumnDefinition> Columns { get; init; }
}
