using Azure;
using Azure.Data.Tables;

namespace Clientele.Testing;

/// <summary>Copies rows into and out of a <see cref="MemoryTable"/>, refusing what the service refuses.</summary>
internal static class MemoryRow
{
    private const int MostColumns = 252;
    private const int LongestKey = 1024;
    private const int LongestText = 32 * 1024;
    private const int LongestBytes = 64 * 1024;

    private const string PartitionKey = nameof(TableEntity.PartitionKey);
    private const string RowKey = nameof(TableEntity.RowKey);
    private const string Timestamp = nameof(TableEntity.Timestamp);
    private const string Version = "odata.etag";

    /// <summary>A copy to keep: nulls dropped, times in UTC, nothing shared with the caller.</summary>
    public static TableEntity Stored(TableEntity entity)
    {
        CheckKey(PartitionKey, entity.PartitionKey);
        CheckKey(RowKey, entity.RowKey);
        var copy = new TableEntity(entity.PartitionKey, entity.RowKey, entity.Count);
        int columns = 0;
        foreach ((string name, object value) in entity)
        {
            if (name is PartitionKey or RowKey or Timestamp or Version || value is null)
            {
                continue;
            }

            copy.Add(name, Stored(name, value));
            columns++;
        }

        return columns <= MostColumns ? copy : throw Refuse("TooManyProperties", $"A row has {columns} columns, {MostColumns} is the most.");
    }

    /// <summary>A copy to hand out, with the named columns only (all of them when null).</summary>
    public static TableEntity Copy(TableEntity entity, IReadOnlyList<string>? select)
    {
        var copy = new TableEntity(entity);
        foreach ((string name, object value) in entity)
        {
            if (select is not null && name is not (PartitionKey or RowKey or Timestamp or Version) && !select.Contains(name, StringComparer.Ordinal))
            {
                copy.Remove(name);
            }
            else if (value is byte[] bytes)
            {
                copy[name] = bytes.Clone();
            }
        }

        return copy;
    }

    private static object Stored(string name, object value) => value switch
    {
        bool or int or long or double or Guid => value,
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        string { Length: > LongestText } => throw Refuse("PropertyValueTooLarge", $"The text in {name} is longer than {LongestText} characters."),
        string => value,
        byte[] { Length: > LongestBytes } => throw Refuse("PropertyValueTooLarge", $"The bytes in {name} are more than {LongestBytes}."),
        byte[] bytes => bytes.Clone(),
        BinaryData data => Stored(name, data.ToArray()),
        _ => throw new NotSupportedException($"A table has no type for {value.GetType().Name}, found in {name}."),
    };

    private static void CheckKey(string name, string? key)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        if (key.Length > LongestKey || key.Any(character => character is '/' or '\\' or '#' or '?' || char.IsControl(character)))
        {
            throw Refuse("OutOfRangeInput", $"The service takes no {name} like '{key}'.");
        }
    }

    private static RequestFailedException Refuse(string code, string message) => MemoryStorage.Refuse(400, code, message);
}
