using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Clientele.LocalHost.Run;

namespace Clientele.Integration.LocalHost;

[Collection(AzuriteForHost.Name)]
public sealed class StorageContentsTests(AzuriteForHost azurite)
{
    [Fact]
    public async Task Tables_objectives_and_result_files_are_counted()
    {
        TableClient scores = await TableAsync("customerscores"), objectives = await TableAsync("objectives");
        await objectives.UpsertEntityAsync(new TableEntity("campaign-v1", "frugal"));
        await objectives.UpsertEntityAsync(new TableEntity("campaign-v1", "moderate"));
        for (int i = 0; i < 5; i++)
        {
            await scores.UpsertEntityAsync(new TableEntity("campaign-00", $"{i}") { ["frugal"] = i < 1, ["moderate"] = i < 3, ["seen"] = true });
        }

        BlobContainerClient results = azurite.Container("results");
        await results.CreateIfNotExistsAsync();
        await results.GetBlobClient("run/scores.csv").UploadAsync(BinaryData.FromString("x"), overwrite: true);

        StorageContents contents = await StorageContents.ReadAsync(azurite.ConnectionString, CancellationToken.None);

        contents.Tables["customerscores"].ShouldBe(5);
        contents.Tables["objectives"].ShouldBe(2);
        contents.Objectives.ShouldBe(new Dictionary<string, long> { ["moderate"] = 3, ["frugal"] = 1 }, ignoreOrder: true);
        contents.Files.ShouldContain("results/run/scores.csv");
    }

    private async Task<TableClient> TableAsync(string name)
    {
        TableClient table = new(azurite.ConnectionString, name);
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
