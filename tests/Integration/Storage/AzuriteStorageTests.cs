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
