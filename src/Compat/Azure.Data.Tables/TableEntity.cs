namespace Azure.Data.Tables;

/// <summary>Placeholder shape, replaced with the table client.</summary>
public sealed class TableEntity(string partitionKey, string rowKey) : Dictionary<string, object>(StringComparer.Ordinal)
{
    public string PartitionKey { get; } = partitionKey;
    public string RowKey { get; } = rowKey;
    public DateTimeOffset? Timestamp { get; set; }
    public ETag ETag { get; set; }
}
