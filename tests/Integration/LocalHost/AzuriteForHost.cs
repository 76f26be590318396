using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Clientele.LocalHost;
using Clientele.LocalHost.Azurite;

namespace Clientele.Integration.LocalHost;

/// <summary>One Azurite for the tests of the host. The host's own queue and receipts are shared names, so tests that use them run one after the other.</summary>
public sealed class AzuriteForHost : IAsyncLifetime
{
    public const string Name = "Azurite for the host";

    private readonly string _folder = Directory.CreateTempSubdirectory("clientele-host-").FullName;
    private AzuriteProcess? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    public async Task InitializeAsync() => _azurite = await AzuriteProcess.StartAsync(ProjectRoot.Find(), _folder, null, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _azurite!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public QueueClient Queue(string name) => new(ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public BlobContainerClient Container(string name) => new(ConnectionString, name);
}

[CollectionDefinition(AzuriteForHost.Name)]
public sealed class AzuriteForHostTests : ICollectionFixture<AzuriteForHost>;
