using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Clientele.Testing;

namespace Clientele.Tests.Storage;

public sealed class TableClientTests
{
    private static readonly Uri Account = new("https://acme.table.core.windows.net");
    private static readonly string Key = Convert.ToBase64String(new byte[64]);

    [Fact]
    public async Task An_empty_page_with_a_continuation_is_not_the_end()
    {
        FakeHttp http = new(request => request.Address.Query.Contains("NextPartitionKey", StringComparison.Ordinal)
            ? Json(200, """{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","Timestamp":"2026-01-02T03:04:05.6789Z","A":1}]}""")
            : Json(200, """{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "1!4!cA--"), ("x-ms-continuation-NextRowKey", "1!4!cg--")));

        List<Page<TableEntity>> pages = await Table(http).QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages().ToListAsync();

        pages.Select(page => page.Values.Count).ShouldBe([0, 1]);
        pages[0].ContinuationToken.ShouldNotBeNull();
        pages[1].ContinuationToken.ShouldBeNull();
        http.Sent[1].Address.Query.ShouldContain("NextPartitionKey=1%214%21cA--&NextRowKey=1%214%21cg--");
        http.Sent[1].Address.Query.ShouldContain("$filter=PartitionKey%20eq%20%27p%27");
        pages[1].Values[0].ETag.ToString().ShouldBe("W/\"1\"");

        List<Page<TableEntity>> resumed = await Table(http).QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages(pages[0].ContinuationToken).ToListAsync();
        resumed.ShouldHaveSingleItem().Values.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_with_longer_waits_and_a_fresh_signature()
    {
        int asked = 0;
        FakeHttp http = new(_ => ++asked < 4 ? FakeHttp.Answer(503) : FakeHttp.Answer(204));
        var delays = new List<TimeSpan>();
        var options = new TableClientOptions { Transport = http.Transport, RetryPolicy = new RetryPolicy(3, new RecordedDelays(delays)) };

        await new TableClient(Account, "runs", new TableSharedKeyCredential("acme", Key), options).AddEntityAsync(Row("r"));

        asked.ShouldBe(4);
        delays.Count.ShouldBe(3);
        delays[1].ShouldBeGreaterThan(delays[0]);
        delays[2].ShouldBeGreaterThan(delays[1]);
        http.Sent.ShouldAllBe(request => request.Headers["Authorization"].StartsWith("SharedKeyLite acme:", StringComparison.Ordinal));
        http.Sent.ShouldAllBe(request => request.Body.Length > 0);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_an_error_with_its_status()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(503));
        var options = new TableClientOptions { Transport = http.Transport, Retry = { MaxRetries = 2, Delay = TimeSpan.FromTicks(1), MaxDelay = TimeSpan.FromTicks(2) } };

        RequestFailedException refused = await Should.ThrowAsync<RequestFailedException>(
            () => new TableClient(Account, "runs", new TableSharedKeyCredential("acme", Key), options).AddEntityAsync(Row("r")));

        refused.Status.ShouldBe(503);
        http.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_shared_key_signs_date_and_resource()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(204));
        byte[] key = Encoding.ASCII.GetBytes("a key of some bytes");

        await new TableClient(Account, "runs", new TableSharedKeyCredential("acme", Convert.ToBase64String(key)), Options(http)).DeleteEntityAsync("p", "r");

        SentRequest sent = http.Sent.ShouldHaveSingleItem();
        string date = sent.Headers["x-ms-date"];
        DateTimeOffset.TryParseExact(date, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out _).ShouldBeTrue();
        string expected = Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{date}\n/acme{sent.Address.AbsolutePath}")));
        sent.Headers["Authorization"].ShouldBe($"SharedKeyLite acme:{expected}");
        sent.Headers["x-ms-version"].ShouldBe("2019-02-02");
    }

    [Fact]
    public async Task A_token_is_sent_for_the_storage_scope()
    {
        FakeHttp http = new(_ => Json(404, """{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"no"}}}"""));
        var credential = new FixedToken();

        NullableResponse<TableEntity> found = await new TableClient(Account, "runs", credential, Options(http)).GetEntityIfExistsAsync<TableEntity>("p", "r");

        found.HasValue.ShouldBeFalse();
        http.Sent.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("Bearer the-token");
        credential.Scopes.ShouldBe(["https://storage.azure.com/.default"]);
    }

    [Fact]
    public async Task A_token_is_not_sent_in_clear()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(204));

        await Should.ThrowAsync<Exception>(() => new TableClient(new Uri("http://acme.table.core.windows.net"), "runs", new FixedToken(), Options(http)).AddEntityAsync(Row("r")));

        http.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("credential")]
    [InlineData("url")]
    [InlineData("connection string")]
    public async Task A_shared_access_signature_goes_on_every_url(string way)
    {
        FakeHttp http = new(_ => Json(200, """{"value":[]}"""));
        const string signature = "sv=2019-02-02&ss=t&sig=abc%2Bdef%3D";
        TableServiceClient service = way switch
        {
            "credential" => new(Account, new AzureSasCredential(signature), Options(http)),
            "url" => new(new Uri($"{Account}?{signature}"), Options(http)),
            _ => new($"TableEndpoint={Account};SharedAccessSignature={signature}", Options(http)),
        };

        await service.GetTableClient("runs").QueryAsync<TableEntity>("PartitionKey eq 'p'").ToListAsync();

        SentRequest sent = http.Sent.ShouldHaveSingleItem();
        sent.Address.Query.ShouldEndWith("&" + signature);
        sent.Address.AbsolutePath.ShouldBe("/runs()");
        sent.Headers.ContainsKey("Authorization").ShouldBeFalse();
        service.Uri.ToString().ShouldNotContain("sig=");
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/runs")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=AAAA;EndpointSuffix=core.windows.net", "https://acme.table.core.windows.net/runs")]
    [InlineData("AccountName=acme;AccountKey=AAAA;TableEndpoint=http://localhost:1234/acme/;", "http://localhost:1234/acme/runs")]
    public void Connection_strings_name_the_endpoint(string connectionString, string address) =>
        new TableClient(connectionString, "runs").Uri.ToString().ShouldBe(address);

    [Theory]
    [InlineData("AccountName=acme;AccountKey=not-base64-secret!")]
    [InlineData("acme-secret")]
    [InlineData("AccountName=acme;Secret=secret")]
    public void A_wrong_connection_string_is_refused_without_showing_it(string connectionString)
    {
        Exception refused = Should.Throw<Exception>(() => new TableClient(connectionString, "runs"));

        (refused is FormatException or ArgumentException).ShouldBeTrue();
        refused.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_transaction_is_one_batch_of_one_change_set()
    {
        FakeHttp http = new(_ => Batch("HTTP/1.1 204 No Content\r\nETag: W/\"7\"\r\n\r\n"));

        Response<IReadOnlyList<Response>> done = await Table(http).SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("added")),
            new(TableTransactionActionType.UpdateReplace, Row("it's"), new ETag("W/\"1\"")),
            new(TableTransactionActionType.UpsertMerge, Row("merged")),
            new(TableTransactionActionType.Delete, Row("gone")),
        ]);

        done.Value.ShouldHaveSingleItem().Headers.ETag.ToString().ShouldBe("W/\"7\"");
        SentRequest sent = http.Sent.ShouldHaveSingleItem();
        sent.Address.AbsolutePath.ShouldBe("/$batch");
        string boundary = sent.Headers["Content-Type"].Split('=')[1];
        string[] lines = Encoding.UTF8.GetString(sent.Body).Split("\r\n");
        lines[0].ShouldBe("--" + boundary);
        lines[^2].ShouldBe($"--{boundary}--");
        lines.Where(line => line.EndsWith(" HTTP/1.1", StringComparison.Ordinal)).ShouldBe(
        [
            "POST https://acme.table.core.windows.net/runs HTTP/1.1",
            "PUT https://acme.table.core.windows.net/runs(PartitionKey='p',RowKey='it%27%27s') HTTP/1.1",
            "PATCH https://acme.table.core.windows.net/runs(PartitionKey='p',RowKey='merged') HTTP/1.1",
            "DELETE https://acme.table.core.windows.net/runs(PartitionKey='p',RowKey='gone') HTTP/1.1",
        ]);
        lines.Where(line => line.StartsWith("If-Match", StringComparison.Ordinal)).ShouldBe(["If-Match: W/\"1\"", "If-Match: *"]);
        lines.Count(line => line.StartsWith('{')).ShouldBe(3);
    }

    [Fact]
    public async Task A_refused_transaction_says_which_change_it_was()
    {
        const string error = """{"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"42:The update condition was not satisfied.\nRequestId:x"}}}""";
        FakeHttp http = new(_ => Batch($"HTTP/1.1 412 Precondition Failed\r\nContent-Type: application/json\r\n\r\n{error}\r\n"));

        TableTransactionFailedException refused = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table(http).SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("r"))]));

        refused.FailedTransactionActionIndex.ShouldBe(42);
        refused.Status.ShouldBe(412);
        refused.ErrorCode.ShouldBe("UpdateConditionNotSatisfied");
    }

    [Fact]
    public async Task A_transaction_that_the_service_would_refuse_is_not_sent()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(202));
        TableClient table = Table(http);

        await Should.ThrowAsync<ArgumentException>(() => table.SubmitTransactionAsync([]));
        await Should.ThrowAsync<ArgumentException>(() => table.SubmitTransactionAsync(Enumerable.Range(0, 101).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"{i}")))));
        await Should.ThrowAsync<ArgumentException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Row("r")), new(TableTransactionActionType.Add, new TableEntity("other", "r"))]));

        http.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Values_are_written_with_the_types_that_the_service_needs()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(204));

        await Table(http).AddEntityAsync(new TableEntity("p", "r")
        {
            ["Whole"] = 3.0,
            ["Half"] = 0.5,
            ["NaN"] = double.NaN,
            ["Long"] = long.MinValue,
            ["Time"] = new DateTimeOffset(2012, 9, 4, 2, 0, 0, TimeSpan.FromHours(2)),
            ["Nothing"] = null!,
            ["odata.etag"] = "W/\"1\"",
        });

        string body = Encoding.UTF8.GetString(http.Sent.ShouldHaveSingleItem().Body);
        using JsonDocument parsed = JsonDocument.Parse(body);
        parsed.RootElement.EnumerateObject().Select(property => $"{property.Name}={property.Value}").ShouldBe(
        [
            "PartitionKey=p", "RowKey=r", "Whole@odata.type=Edm.Double", "Whole=3", "Half=0.5", "NaN@odata.type=Edm.Double", "NaN=NaN",
            "Long@odata.type=Edm.Int64", "Long=-9223372036854775808", "Time@odata.type=Edm.DateTime", "Time=2012-09-04T00:00:00Z",
        ]);
    }

    [Fact]
    public async Task Rows_whose_columns_differ_are_read_each_as_it_is()
    {
        FakeHttp http = new(_ => Json(200, """{"odata.metadata":"x","value":[{"PartitionKey":"p","RowKey":"1","A":1,"B":2.0},{"PartitionKey":"p","RowKey":"2","B":7,"C@odata.type":"Edm.Int64","C":"9"},{"PartitionKey":"p","RowKey":"3"}]}"""));

        List<TableEntity> rows = await Table(http).QueryAsync<TableEntity>().ToListAsync();

        rows.Select(row => string.Join(' ', row.Select(column => $"{column.Key}={column.Value}:{column.Value.GetType().Name[0]}"))).ShouldBe(
        [
            "PartitionKey=p:S RowKey=1:S A=1:I B=2:D",
            "PartitionKey=p:S RowKey=2:S B=7:I C=9:I",
            "PartitionKey=p:S RowKey=3:S",
        ]);
        rows[1]["C"].ShouldBe(9L);
    }

    [Fact]
    public void Filters_quote_and_type_their_values() =>
        TableClient.CreateQueryFilter($"A eq {"it's"} and B gt {5} and C lt {6L} and D eq {1.0} and E eq {true} and F ge {new DateTimeOffset(2012, 9, 4, 0, 0, 0, TimeSpan.Zero)} and G eq {Guid.Empty}")
            .ShouldBe("A eq 'it''s' and B gt 5 and C lt 6L and D eq 1.0 and E eq true and F ge datetime'2012-09-04T00:00:00.0000000Z' and G eq guid'00000000-0000-0000-0000-000000000000'");

    private static TableEntity Row(string row) => new("p", row) { ["Value"] = 1 };

    private static TableClientOptions Options(FakeHttp http) => new() { Transport = http.Transport };

    private static TableClient Table(FakeHttp http) => new(Account, "runs", new TableSharedKeyCredential("acme", Key), Options(http));

    private static HttpResponseMessage Json(int status, string json, params (string Name, string Value)[] headers) =>
        FakeHttp.Answer(status, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    private static HttpResponseMessage Batch(string answer) =>
        FakeHttp.Answer(202, new StringContent($"--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n--changesetresponse_1\r\nContent-Type: application/http\r\n\r\n{answer}\r\n--changesetresponse_1--\r\n--batchresponse_1--"));

    private sealed class FixedToken : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("the-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>The SDK's own back-off, its waits noted instead of waited.</summary>
    private sealed class RecordedDelays(List<TimeSpan> delays) : DelayStrategy
    {
        private readonly DelayStrategy _real = CreateExponentialDelayStrategy(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber)
        {
            delays.Add(_real.GetNextDelay(response, retryNumber));
            return TimeSpan.Zero;
        }
    }
}
