using Clientele.Storage;

namespace Clientele.Tests.Storage;

public sealed class StorageConnectionsTests
{
    [Fact]
    public void A_connection_string_opens_all_three()
    {
        StorageConnection opened = Read(("AzureWebJobsStorage", "UseDevelopmentStorage=true")).ShouldNotBeNull();

        opened.Blobs.Uri.ToString().ShouldBe("http://127.0.0.1:10000/devstoreaccount1");
        opened.Queues.Uri.ToString().ShouldBe("http://127.0.0.1:10001/devstoreaccount1");
        opened.Tables.Uri.ToString().ShouldBe("http://127.0.0.1:10002/devstoreaccount1");
    }

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName")]
    [InlineData("AzureWebJobsStorage:accountName")]
    public void An_account_name_opens_all_three_with_the_identity(string setting)
    {
        StorageConnection opened = Read((setting, "acme"), ("AzureWebJobsStorage__clientId", "11111111-1111-1111-1111-111111111111")).ShouldNotBeNull();

        opened.Blobs.Uri.ToString().ShouldBe("https://acme.blob.core.windows.net/");
        opened.Queues.Uri.ToString().ShouldBe("https://acme.queue.core.windows.net/");
        opened.Tables.Uri.ToString().ShouldBe("https://acme.table.core.windows.net/");
    }

    [Fact]
    public void Service_addresses_stand_where_they_are_given()
    {
        StorageConnection opened = Read(("AzureWebJobsStorage__accountName", "acme"), ("AzureWebJobsStorage__tableServiceUri", "https://private.example/tables")).ShouldNotBeNull();

        opened.Tables.Uri.ToString().ShouldBe("https://private.example/tables");
        opened.Blobs.Uri.ToString().ShouldBe("https://acme.blob.core.windows.net/");
    }

    [Fact]
    public void Nothing_set_is_null_and_opening_it_names_the_setting()
    {
        Read().ShouldBeNull();
        Read(("AzureWebJobsStorage", " ")).ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => StorageConnections.Open(_ => null)).Message.ShouldContain("AzureWebJobsStorage");
    }

    [Fact]
    public void An_incomplete_set_of_addresses_is_refused() =>
        Should.Throw<InvalidOperationException>(() => Read(("AzureWebJobsStorage__blobServiceUri", "https://acme.blob.core.windows.net"))).Message.ShouldContain("AzureWebJobsStorage__queueServiceUri");

    [Theory]
    [InlineData("AzureWebJobsStorage", "AccountName=acme;AccountKey=secret-key!;BlobEndpoint=https://x;QueueEndpoint=https://x;TableEndpoint=https://x")]
    [InlineData("AzureWebJobsStorage", "a-secret-key")]
    [InlineData("AzureWebJobsStorage__accountName", "secret/../name with spaces")]
    [InlineData("AzureWebJobsStorage__accountName", "x:secret")]
    public void A_wrong_setting_is_named_and_not_shown(string name, string value)
    {
        Exception refused = Should.Throw<InvalidOperationException>(() => Read((name, value)));

        refused.Message.ShouldContain("AzureWebJobsStorage");
        refused.ToString().ShouldNotContain("secret");
    }

    private static StorageConnection? Read(params (string Name, string Value)[] settings) =>
        StorageConnection.Read(StorageConnections.App, name => settings.FirstOrDefault(setting => setting.Name == name).Value);
}
