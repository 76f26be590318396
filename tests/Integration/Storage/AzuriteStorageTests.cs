using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Clientele.Storage;
using Clientele.Testing;
using Clientele.Tests.Storage;

namespace Clientele.Integration.Storage;

public sealed class AzuriteStorageContractTests : StorageContract
{
    private readonly ClienteleStorage _storage;

    public AzuriteStorageContractTests()
    {
        string connectionString = Azurite.Rent().ConnectionString;
        _storage = StorageConnections.Open(name => name == StorageConnections.App ? connectionString : null);
    }

    protected override ClienteleStorage Storage => _storage;
}

public sealed class AzuriteIncomingBlobsContractTests : IncomingBlobsContract
{
    private static readonly Func<string, ClienteleStorage> Open = connection => StorageConnections.Open(name => name == StorageConnections.App ? connection : null);

    protected override ClienteleStorage Storage { get; } = Open(Azurite.Rent().ConnectionString);
}

public sealed class AzuriteStorageTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Reporting_tables_are_in_the_account_of_their_own_setting()
    {
        string app = Azurite.Rent().ConnectionString;
        string reporting = Azurite.Rent().ConnectionString;
        ClienteleStorage apart = StorageConnections.Open(name => name == StorageConnections.App ? app : name == StorageConnections.Reporting ? reporting : null);
        ClienteleStorage reports = StorageConnections.Open(name => name == StorageConnections.App ? reporting : null);
        await apart.EnsureExistsAsync(["campaign"], None);

        await apart.CustomerScores.TryInsertAsync(new TableEntity("p", "r"), None);

        (await reports.CustomerScores.CountAsync(None)).ShouldBe(1);
        (await Should.ThrowAsync<RequestFailedException>(() => reports.Runs.CountAsync(None))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_message_arrives_as_the_host_reads_it()
    {
        string connectionString = Azurite.Rent().ConnectionString;
        ClienteleStorage storage = StorageConnections.Open(name => name == StorageConnections.App ? connectionString : null);
        await storage.Parts.EnsureExistsAsync(None);

        await storage.Parts.SendAsync("""{"run":"ñ"}""", null, None);
        await storage.Parts.SendAsync("hidden", TimeSpan.FromHours(1), None);

        QueueMessage[] received = await new QueueClient(connectionString, storage.Parts.Name).ReceiveMessagesAsync(10);
        QueueMessage message = received.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)).ShouldBe("""{"run":"ñ"}""");
        message.ExpiresOn!.Value.ShouldBeGreaterThan(message.InsertedOn!.Value.AddYears(1));
    }
}
