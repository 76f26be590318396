using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A table in an account.</summary>
public class TableItem
{
    internal TableItem(string name) => Name = name;

    public string Name { get; }
}

/// <summary>The tables of an account.</summary>
public class TableServiceClient
{
    private readonly TableConnection _connection;

    /// <param name="connectionString">As the portal gives it, with an explicit TableEndpoint, with a SharedAccessSignature, or UseDevelopmentStorage=true.</param>
    /// <exception cref="FormatException">It is none of those. The message never shows a part of it.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
        : this(TableConnection.FromConnectionString(connectionString, options))
    {
    }

    /// <param name="endpoint">May carry a shared access signature as its query.</param>
    public TableServiceClient(Uri endpoint, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, options))
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, credential, options))
    {
    }

    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, credential, options))
    {
    }

    /// <param name="endpoint">https: a token is not sent in clear.</param>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, tokenCredential, options))
    {
    }

    internal TableServiceClient(TableConnection connection) => _connection = connection;

    public Uri Uri => _connection.Endpoint;

    public TableClient GetTableClient(string tableName) => new(_connection, tableName);

    /// <summary>A table that exists already is fine; one that is still being deleted is not, and throws.</summary>
    public async Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _connection.CreateMessage(RequestMethod.Post, "Tables");
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        var content = new PooledContent(256);
        message.Request.Content = content;
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("TableName", tableName);
            json.WriteEndObject();
        }

        Response response = await _connection.SendAsync(message, cancellationToken, 201, 204, 409);
        if (response.Status == 409 && TableErrors.Read(response.Content.ToMemory())?.Code != "TableAlreadyExists")
        {
            throw new RequestFailedException(response);
        }

        return Response.FromValue(new TableItem(tableName), response);
    }

    /// <summary>An absent table is fine: the response then says 404.</summary>
    public async Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _connection.CreateMessage(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(tableName)}')");
        return await _connection.SendAsync(message, cancellationToken, 204, 404);
    }
}
