using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Clientele.Storage;

/// <summary>A table of the service.</summary>
public sealed class AzureTable(TableClient client) : ITable
{
    private static readonly string[] Always = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey), nameof(TableEntity.Timestamp)];

    public string Name => client.Name;

    public async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellation)
    {
        NullableResponse<TableEntity> found = await client.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    public async IAsyncEnumerable<TablePage> ReadAsync(
        string partition,
        string? from,
        string? before,
        IReadOnlyList<string>? select,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        filter += from is null ? "" : TableClient.CreateQueryFilter($" and RowKey ge {from}");
        filter += before is null ? "" : TableClient.CreateQueryFilter($" and RowKey lt {before}");
        IEnumerable<string>? columns = select is null ? null : Always.Union(select, StringComparer.Ordinal);
        await foreach (Page<TableEntity> page in client.QueryAsync<TableEntity>(filter, select: columns, cancellationToken: cancellation).AsPages())
        {
            yield return new TablePage(page.Values, ServiceDate(page.GetRawResponse()));
        }
    }

    public async Task<bool> TryInsertAsync(TableEntity entity, CancellationToken cancellation)
    {
        try
        {
            await client.AddEntityAsync(entity, cancellation);
            return true;
        }
        catch (RequestFailedException refused) when (IsConflict(refused))
        {
            return false;
        }
    }

    public async Task<bool> TryReplaceAsync(TableEntity entity, ETag ifMatch, CancellationToken cancellation)
    {
        try
        {
            await client.UpdateEntityAsync(entity, ifMatch, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException refused) when (IsConflict(refused))
        {
            return false;
        }
    }

    public async Task<bool> TryWriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellation)
    {
        if (writes.Count == 0)
        {
            return true;
        }

        var actions = new TableTransactionAction[writes.Count];
        for (int i = 0; i < actions.Length; i++)
        {
            actions[i] = Action(writes[i]);
        }

        try
        {
            await client.SubmitTransactionAsync(actions, cancellation);
            return true;
        }
        catch (TableTransactionFailedException refused) when (IsConflict(refused))
        {
            return false;
        }
    }

    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        long count = 0;
        await foreach (Page<TableEntity> page in client.QueryAsync<TableEntity>(select: [nameof(TableEntity.RowKey)], cancellationToken: cancellation).AsPages())
        {
            count += page.Values.Count;
        }

        return count;
    }

    public async Task EnsureExistsAsync(CancellationToken cancellation) => await client.CreateIfNotExistsAsync(cancellation);

    private static TableTransactionAction Action(TableWrite write) => write switch
    {
        { Delete: true, IfMatch: null } => throw new ArgumentException("A delete names the version it deletes.", nameof(write)),
        { Delete: true, IfMatch: { } version } => new(TableTransactionActionType.Delete, write.Entity, version),
        { IfMatch: { } version } => new(TableTransactionActionType.UpdateReplace, write.Entity, version),
        _ => new(TableTransactionActionType.Add, write.Entity),
    };

    // Other refusals share these statuses (a table that is missing or being deleted), so the code decides.
    private static bool IsConflict(RequestFailedException refused) =>
        refused.ErrorCode is "EntityAlreadyExists" or "UpdateConditionNotSatisfied" or "ConditionNotMet" or "ResourceNotFound" or "EntityDoesNotExist";

    private static DateTimeOffset ServiceDate(Response response) => response.Headers.Date
        ?? throw new InvalidDataException("The table service answered without a Date.");
}
