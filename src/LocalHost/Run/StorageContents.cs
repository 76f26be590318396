using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Clientele.LocalHost.Run;

/// <summary>What the storage holds after a run: a scan, for people.</summary>
/// <param name="Tables">Rows by table.</param>
/// <param name="Objectives">Customers worth contacting by objective.</param>
/// <param name="Files">Paths in <c>results</c>.</param>
internal sealed record StorageContents(
    IReadOnlyDictionary<string, long> Tables,
    IReadOnlyDictionary<string, long> Objectives,
    IReadOnlyList<string> Files)
{
    private const string Scores = "customerscores";

    public static async Task<StorageContents> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        SortedDictionary<string, long> tables = new(StringComparer.Ordinal);
        await foreach (string table in TablesAsync(connectionString, cancellation))
        {
            tables[table] = await CountAsync(new TableClient(connectionString, table), cancellation);
        }

        return new StorageContents(
            tables,
            tables.ContainsKey(Scores) ? await ObjectivesAsync(connectionString, cancellation) : new Dictionary<string, long>(),
            await FilesAsync(connectionString, cancellation));
    }

    /// <summary>The service lists its tables as the rows of one called Tables.</summary>
    private static async IAsyncEnumerable<string> TablesAsync(string connectionString, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (TableEntity table in new TableClient(connectionString, "Tables").QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            yield return (string)table["TableName"]!;
        }
    }

    private static async Task<long> CountAsync(TableClient table, CancellationToken cancellation)
    {
        long rows = 0;
        await foreach (TableEntity _ in table.QueryAsync<TableEntity>(select: ["PartitionKey"], cancellationToken: cancellation))
        {
            rows++;
        }

        return rows;
    }

    /// <summary>A customer's row has a Boolean per objective; the objectives' own table names them, loosest first.</summary>
    private static async Task<IReadOnlyDictionary<string, long>> ObjectivesAsync(string connectionString, CancellationToken cancellation)
    {
        OrderedDictionary<string, long> customers = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            await foreach (TableEntity objective in new TableClient(connectionString, "objectives").QueryAsync<TableEntity>(select: ["RowKey"], cancellationToken: cancellation))
            {
                customers[objective.RowKey] = 0;
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return customers;
        }

        if (customers.Count > 0)
        {
            await foreach (TableEntity row in new TableClient(connectionString, Scores).QueryAsync<TableEntity>(cancellationToken: cancellation))
            {
                foreach ((string column, object? value) in row)
                {
                    if (value is true && customers.TryGetValue(column, out long count))
                    {
                        customers[column] = count + 1;
                    }
                }
            }
        }

        return customers.OrderByDescending(each => each.Value).ToDictionary(StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(string connectionString, CancellationToken cancellation)
    {
        List<string> files = [];
        try
        {
            await foreach (BlobItem blob in new BlobContainerClient(connectionString, "results").GetBlobsAsync(cancellationToken: cancellation))
            {
                files.Add("results/" + blob.Name);
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return files;
        }

        return files;
    }
}
