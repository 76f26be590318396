using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Clientele.Storage;

/// <summary>
/// The clients of one storage account, from settings as the Functions host knows them: <c>NAME</c> is a connection string, or
/// <c>NAME__accountName</c> (or <c>NAME__blobServiceUri</c>, <c>NAME__queueServiceUri</c>, <c>NAME__tableServiceUri</c>) with the app's managed
/// identity, a user-assigned one by <c>NAME__clientId</c>. No message ever shows a value.
/// </summary>
public sealed record StorageConnection(BlobServiceClient Blobs, QueueServiceClient Queues, TableServiceClient Tables)
{
    private static readonly string[] Kinds = ["blob", "queue", "table"];

    // The host decodes base64.
    private static QueueClientOptions QueueOptions => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <summary>Null when nothing is set under <paramref name="name"/>.</summary>
    /// <exception cref="InvalidOperationException">What is set is incomplete or not a connection string.</exception>
    public static StorageConnection? Read(string name, Func<string, string?> setting)
    {
        string? connectionString = NotEmpty(setting(name));
        if (connectionString is not null)
        {
            return FromConnectionString(name, connectionString);
        }

        string? Part(string part) => NotEmpty(setting($"{name}__{part}")) ?? NotEmpty(setting($"{name}:{part}"));
        string? account = Part("accountName");
        if (account is not null && !account.All(char.IsAsciiLetterOrDigit))
        {
            throw new InvalidOperationException($"The setting {name}__accountName is not the name of a storage account: letters and digits only.");
        }

        string?[] addresses = [.. Kinds.Select(kind => Part(kind + "ServiceUri") ?? (account is null ? null : $"https://{account}.{kind}.core.windows.net"))];
        if (addresses.All(address => address is null))
        {
            return null;
        }

        if (addresses.Any(address => address is null))
        {
            throw new InvalidOperationException($"Set {name}__accountName, or all of {name}__blobServiceUri, {name}__queueServiceUri and {name}__tableServiceUri.");
        }

        Uri[] endpoints = Array.ConvertAll(addresses, address => Endpoint(name, address!));
        string? client = Part("clientId");
        TokenCredential credential = client is null
            ? new DefaultAzureCredential()
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client });
        return new StorageConnection(
            new BlobServiceClient(endpoints[0], credential),
            new QueueServiceClient(endpoints[1], credential, QueueOptions),
            new TableServiceClient(endpoints[2], credential));
    }

    public IBlobContainer Container(string name) => new AzureBlobContainer(Blobs.GetBlobContainerClient(name));

    public IMessageQueue Queue(string name) => new AzureQueue(Queues.GetQueueClient(name));

    public ITable Table(string name) => new AzureTable(Tables.GetTableClient(name));

    private static StorageConnection FromConnectionString(string name, string connectionString)
    {
        try
        {
            return new StorageConnection(
                new BlobServiceClient(connectionString),
                new QueueServiceClient(connectionString, QueueOptions),
                new TableServiceClient(connectionString));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"The setting {name} is not a storage connection string.", exception);
        }
    }

    private static Uri Endpoint(string name, string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme == Uri.UriSchemeHttps
        ? endpoint
        : throw new InvalidOperationException($"A service address under {name} is not an https URL.");

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}

/// <summary>Opens the storage that the settings name.</summary>
public static class StorageConnections
{
    /// <summary>The app's own storage, where the Functions host keeps its things, too.</summary>
    public const string App = "AzureWebJobsStorage";

    /// <summary>Where the tables that Power BI reads are; the app's storage unless set.</summary>
    public const string Reporting = "ReportingStorage";

    /// <param name="setting">A setting by its environment name, null when absent.</param>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static ClienteleStorage Open(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        StorageConnection app = StorageConnection.Read(App, setting)
            ?? throw new InvalidOperationException($"Set {App} to a storage connection string, or {App}__accountName to use the managed identity.");
        StorageConnection reporting = StorageConnection.Read(Reporting, setting) ?? app;
        return new ClienteleStorage(app.Container, app.Table, reporting.Table, app.Queue)
        {
            FromBrowsers = new AzureIncomingBlobs(app.Blobs, ClienteleStorage.IncomingName, ClienteleStorage.UploadsName),
        };
    }
}
