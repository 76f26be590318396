using Azure.Data.Tables;
using Clientele.Runs;

namespace Clientele.Unit.Runs.Tables;

/// <summary>Holds stored rows to their table's definition.</summary>
internal static class TableRows
{
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is wrong with a row, one sentence each.</summary>
    public static IEnumerable<string> Problems(TableDefinition table, TableEntity row)
    {
        string name = $"{table.Name} {row.PartitionKey}/{row.RowKey}";
        foreach (string key in new[] { row.PartitionKey, row.RowKey })
        {
            if (key.Length is 0 or > 1024 || key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
            {
                yield return $"{name}: the service takes no key '{key}'.";
            }
        }

        Dictionary<string, object> values = row.Where(pair => pair.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (ColumnDefinition column in table.Columns)
        {
            if (!values.Remove(column.Name, out object? value))
            {
                yield return $"{name}: {column.Name} is not there.";
            }
            else if (TypeOf(value) != column.Type)
            {
                yield return $"{name}: {column.Name} is {value.GetType().Name}, not {column.Type}.";
            }
            else if (value is DateTimeOffset time && time < Earliest)
            {
                yield return $"{name}: {column.Name} is {time:O}, which the service does not know.";
            }
            else if (value is double number && !double.IsFinite(number))
            {
                yield return $"{name}: {column.Name} is {number}, which no report can add up.";
            }
        }

        foreach (string extra in values.Keys)
        {
            yield return $"{name}: {extra} is not defined.";
        }
    }

    /// <summary>What is wrong with the names of a table, one sentence each.</summary>
    public static IEnumerable<string> Problems(TableDefinition table)
    {
        if (table.Name.Length is < 3 or > 63 || !char.IsAsciiLetterLower(table.Name[0]) || !table.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
        {
            yield return $"{table.Name}: a table's name is lowercase letters and digits.";
        }

        foreach (string name in table.Columns.Select(column => column.Name))
        {
            if (!char.IsLetter(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c == '_') || name.Length > 255 || name is "PartitionKey" or "RowKey" or "Timestamp")
            {
                yield return $"{table.Name}: {name} is no name of a column.";
            }
        }

        if (table.Columns.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() != table.Columns.Count || table.Columns.Count > 252)
        {
            yield return $"{table.Name}: a column is named twice, or there are more than 252.";
        }
    }

    private static ColumnType? TypeOf(object value) => value switch
    {
        string => ColumnType.String,
        bool => ColumnType.Boolean,
        int => ColumnType.Int32,
        long => ColumnType.Int64,
        double => ColumnType.Double,
        DateTimeOffset => ColumnType.DateTime,
        _ => null,
    };
}
