namespace Azure.Data.Tables;

/// <summary>What every row has.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    /// <summary>Set by the service; ignored when writing.</summary>
    DateTimeOffset? Timestamp { get; set; }

    ETag ETag { get; set; }
}
