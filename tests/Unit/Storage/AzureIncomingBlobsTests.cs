using Azure.Core;
using Azure.Storage.Blobs;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Tests.Storage;

/// <summary>What the emulator cannot show: addresses of an app without a key, and copies that take their time.</summary>
public sealed class AzureIncomingBlobsTests
{
    private const string DelegationKey = """
        <?xml version="1.0" encoding="utf-8"?><UserDelegationKey><SignedOid>11111111-1111-1111-1111-111111111111</SignedOid><SignedTid>22222222-2222-2222-2222-222222222222</SignedTid><SignedStart>2026-01-02T03:00:00Z</SignedStart><SignedExpiry>2026-01-02T05:00:00Z</SignedExpiry><SignedService>b</SignedService><SignedVersion>2023-08-03</SignedVersion><Value>c2VjcmV0</Value></UserDelegationKey>
        """;

    private static readonly DateTimeOffset From = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Metadata = new() { ["incoming"] = "id" };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task With_a_managed_identity_the_address_is_signed_by_a_user_delegation_key_and_is_for_https_alone()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(200, new StringContent(DelegationKey)));

        Uri address = await Blobs(http).WriteAddressAsync("file", From, From.AddHours(2), None);

        http.Sent.ShouldHaveSingleItem().Address.Query.ShouldContain("comp=userdelegationkey");
        address.GetLeftPart(UriPartial.Path).ShouldBe("https://acme.blob.core.windows.net/incoming/file");
        Dictionary<string, string> query = address.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
        (query["sp"], query["sr"], query["spr"]).ShouldBe(("cw", "b", "https"));
        (query["st"], query["se"]).ShouldBe(("2026-01-02T03:00:00Z", "2026-01-02T05:00:00Z"));
        query["skoid"].ShouldBe("11111111-1111-1111-1111-111111111111");
        Blobs(http).Origin.ToString().ShouldBe("https://acme.blob.core.windows.net/");
    }

    [Fact]
    public async Task A_copy_under_way_is_waited_for_and_not_there_before_it_has_arrived()
    {
        int looked = 0;
        FakeHttp http = new(request => request switch
        {
            { Address.Query: var query } when query.Contains("userdelegationkey", StringComparison.Ordinal) => FakeHttp.Answer(200, new StringContent(DelegationKey)),
            { Method: "PUT" } => FakeHttp.Answer(202, null, ("x-ms-copy-id", "c"), ("x-ms-copy-status", "pending"), ("ETag", "\"v1\"")),
            _ => ++looked == 1 ? FakeHttp.Answer(404, null, ("x-ms-error-code", "BlobNotFound")) : Properties(looked < 4 ? "pending" : "success"),
        });

        BlobFacts copy = await Blobs(http).CopyToUploadsAsync("file", "\"s\"", "campaign/a.csv", Metadata, "incoming", From.AddHours(2), None);

        (copy.Name, copy.ETag).ShouldBe(("campaign/a.csv", "\"v4\""));
        SentRequest put = http.Sent.Where(request => request.Method == "PUT").ShouldHaveSingleItem();
        put.Headers["x-ms-copy-source"].ShouldContain("sp=r&");
        (put.Headers["x-ms-source-if-match"], put.Headers["If-None-Match"]).ShouldBe(("\"s\"", "*"));

        looked = 1;
        var uploads = new AzureBlobContainer(Service(http).GetBlobContainerClient("uploads"));
        (await uploads.FindAsync("campaign/a.csv", None)).Facts.ShouldBeNull();
        looked = 5;
        (await uploads.FindAsync("campaign/a.csv", None)).Facts.ShouldNotBeNull();

        HttpResponseMessage Properties(string status) => FakeHttp.Answer(
            200,
            null,
            ("ETag", $"\"v{looked}\""),
            ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
            ("x-ms-blob-type", "BlockBlob"),
            ("x-ms-meta-incoming", "id"),
            ("x-ms-copy-id", "c"),
            ("x-ms-copy-status", status));
    }

    [Fact]
    public async Task A_copy_that_failed_is_made_again_in_its_place()
    {
        bool again = false;
        FakeHttp http = new(request =>
        {
            if (request.Address.Query.Contains("userdelegationkey", StringComparison.Ordinal))
            {
                return FakeHttp.Answer(200, new StringContent(DelegationKey));
            }

            if (request.Method == "PUT")
            {
                again = true;
                return FakeHttp.Answer(202, null, ("x-ms-copy-id", "d"), ("x-ms-copy-status", "success"), ("ETag", "\"v2\""));
            }

            return FakeHttp.Answer(
                200,
                null,
                ("ETag", again ? "\"v2\"" : "\"v1\""),
                ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
                ("x-ms-blob-type", "BlockBlob"),
                ("x-ms-meta-incoming", "id"),
                ("x-ms-copy-id", "c"),
                ("x-ms-copy-status", again ? "success" : "failed"));
        });

        (await Blobs(http).CopyToUploadsAsync("file", "\"s\"", "campaign/a.csv", Metadata, "incoming", From.AddHours(2), None)).ETag.ShouldBe("\"v2\"");
        http.Sent.Single(request => request.Method == "PUT").Headers["If-Match"].ShouldBe("\"v1\"");
    }

    private static AzureIncomingBlobs Blobs(FakeHttp http) => new(Service(http), "incoming", "uploads") { LookEvery = TimeSpan.Zero };

    private static BlobServiceClient Service(FakeHttp http) =>
        new(new Uri("https://acme.blob.core.windows.net"), new Token(), new BlobClientOptions { Transport = http.Transport, Retry = { MaxRetries = 0 } });

    private sealed class Token : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("t", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
