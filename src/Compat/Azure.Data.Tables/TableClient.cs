using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>
/// The rows of one table. Where the package takes any type of row, this takes <see cref="TableEntity"/> only.
/// Refusals throw <see cref="RequestFailedException"/> with the service's status and error code.
/// </summary>
public class TableClient
{
    private readonly TableConnection _connection;

    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableConnection.FromConnectionString(connectionString, options), tableName)
    {
    }

    /// <param name="endpoint">The account's; may carry a shared access signature as its query.</param>
    public TableClient(Uri endpoint, string tableName, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, credential, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableConnection connection, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _connection = connection;
        Name = tableName;
    }

    public string Name { get; }

    public Uri Uri => new(_connection.Address(Name));

    /// <summary>A filter with the values quoted and typed as the service wants them: <c>CreateQueryFilter($"PartitionKey eq {partition}")</c>.</summary>
    public static string CreateQueryFilter(FormattableString filter) => QueryFilter.Create(filter);

    public Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        new TableServiceClient(_connection).CreateTableIfNotExistsAsync(Name, cancellationToken);

    public Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        new TableServiceClient(_connection).DeleteTableAsync(Name, cancellationToken);

    public async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using HttpMessage message = Get(partitionKey, rowKey, select);
        Response response = await _connection.SendAsync(message, cancellationToken, 200);
        return Response.FromValue(Typed<T>(new EntityReader().ReadRow(response.Content)), response);
    }

    public async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using HttpMessage message = Get(partitionKey, rowKey, select);
        Response response = await _connection.SendAsync(message, cancellationToken, 200, 404);
        return response.Status == 404
            ? new AbsentResponse<T>(response)
            : Response.FromValue(Typed<T>(new EntityReader().ReadRow(response.Content)), response);
    }

    /// <summary>
    /// The rows that pass the filter, in key order. A page may be empty and still not be the last.
    /// A continuation token is for <c>AsPages</c> of the same query.
    /// </summary>
    public AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => new Query<T>(this, filter, maxPerPage, select is null ? null : string.Join(',', select), cancellationToken);

    /// <exception cref="RequestFailedException">409 when the row exists.</exception>
    public async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using HttpMessage message = _connection.CreateMessage(RequestMethod.Post, Name);
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        return await WriteAsync(message, entity, cancellationToken);
    }

    public async Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using HttpMessage message = Change(Method(mode), entity.PartitionKey, entity.RowKey, null);
        return await WriteAsync(message, entity, cancellationToken);
    }

    /// <param name="ifMatch">The version to change, or <see cref="ETag.All"/>.</param>
    /// <exception cref="RequestFailedException">412 when the row has another version, 404 when it is gone.</exception>
    public async Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using HttpMessage message = Change(Method(mode), entity.PartitionKey, entity.RowKey, ifMatch);
        return await WriteAsync(message, entity, cancellationToken);
    }

    /// <summary>An absent row is fine: the response then says 404.</summary>
    /// <param name="ifMatch">The version to delete; the default means any.</param>
    public async Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = Change(RequestMethod.Delete, partitionKey, rowKey, ifMatch == default ? ETag.All : ifMatch);
        return await _connection.SendAsync(message, cancellationToken, 204, 404);
    }

    /// <summary>All of the changes or none. At most 100, of one partition, each row once.</summary>
    /// <exception cref="TableTransactionFailedException">Says which change was refused.</exception>
    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<TableTransactionAction> actions = transactionActions as IReadOnlyList<TableTransactionAction> ?? [.. transactionActions];
        if (actions.Count is 0 or > Transaction.MostActions)
        {
            throw new ArgumentException($"A transaction takes 1 to {Transaction.MostActions} changes, found {actions.Count}.", nameof(transactionActions));
        }

        string partition = actions[0].Entity.PartitionKey;
        if (actions.Any(action => action.Entity.PartitionKey != partition))
        {
            throw new ArgumentException($"A transaction takes changes of one partition; beside {partition} there is another.", nameof(transactionActions));
        }

        string boundary = Guid.NewGuid().ToString("N");
        string batch = "batch_" + boundary;
        using HttpMessage message = _connection.CreateMessage(RequestMethod.Post, "$batch");
        message.Request.Headers.SetValue("Content-Type", "multipart/mixed; boundary=" + batch);
        message.Request.Content = Transaction.Write(_connection.Address(Name), actions, batch, "changeset_" + boundary);
        Response response = await _connection.SendAsync(message, cancellationToken, 202);
        return Response.FromValue(Transaction.Read(response.Content.ToMemory(), actions.Count), response);
    }

    internal static TableEntity Row(ITableEntity entity) => entity as TableEntity
        ?? throw new NotSupportedException($"Rows are read and written as {nameof(TableEntity)}, not as {entity.GetType().Name}.");

    internal static string RowPath(string partitionKey, string rowKey) => $"(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    private static T Typed<T>(TableEntity entity)
        where T : class => entity as T ?? throw new NotSupportedException($"Rows are read and written as {nameof(TableEntity)}, not as {typeof(T).Name}.");

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private static RequestMethod Method(TableUpdateMode mode) => mode == TableUpdateMode.Replace ? RequestMethod.Put : RequestMethod.Patch;

    private HttpMessage Get(string partitionKey, string rowKey, IEnumerable<string>? select)
    {
        HttpMessage message = _connection.CreateMessage(RequestMethod.Get, Name + RowPath(partitionKey, rowKey));
        if (select is not null)
        {
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        }

        return message;
    }

    private HttpMessage Change(RequestMethod method, string partitionKey, string rowKey, ETag? ifMatch)
    {
        HttpMessage message = _connection.CreateMessage(method, Name + RowPath(partitionKey, rowKey));
        if (ifMatch is { } version)
        {
            message.Request.Headers.SetValue("If-Match", version.ToString());
        }

        return message;
    }

    private async Task<Response> WriteAsync(HttpMessage message, ITableEntity entity, CancellationToken cancellation)
    {
        message.Request.Headers.SetValue("Content-Type", "application/json");
        var content = new PooledContent(4096);
        message.Request.Content = content;
        new EntityWriter().Write(content, Row(entity));
        return await _connection.SendAsync(message, cancellation, 201, 204);
    }

    private async Task<Page<T>> ReadPageAsync<T>(string? filter, string? select, int? top, string? continuation, CancellationToken cancellation)
        where T : class
    {
        using HttpMessage message = _connection.CreateMessage(RequestMethod.Get, Name + "()");
        RequestUriBuilder uri = message.Request.Uri;
        foreach ((string name, string? value) in new[] { ("$filter", filter), ("$select", select), ("$top", top?.ToString(System.Globalization.CultureInfo.InvariantCulture)) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                uri.AppendQuery(name, value, escapeValue: true);
            }
        }

        if (continuation is not null)
        {
            string[] keys = continuation.Split(' ', 2);
            uri.AppendQuery("NextPartitionKey", keys[0], escapeValue: true);
            if (keys.Length > 1)
            {
                uri.AppendQuery("NextRowKey", keys[1], escapeValue: true);
            }
        }

        Response response = await _connection.SendAsync(message, cancellation, 200);
        IReadOnlyList<TableEntity> rows = new EntityReader().ReadPage(response.Content);
        return Page<T>.FromValues(rows as IReadOnlyList<T> ?? [.. rows.Select(Typed<T>)], Continuation(response), response);
    }

    private static string? Continuation(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out string? partition))
        {
            return null;
        }

        return response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out string? row) ? $"{partition} {row}" : partition;
    }

    private sealed class Query<T>(TableClient table, string? filter, int? maxPerPage, string? select, CancellationToken cancellation) : AsyncPageable<T>(cancellation)
        where T : class
    {
        public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            string? next = continuationToken;
            do
            {
                Page<T> page = await table.ReadPageAsync<T>(filter, select, pageSizeHint ?? maxPerPage, next, CancellationToken);
                yield return page;
                next = page.ContinuationToken;
            }
            while (next is not null);
        }
    }
}
