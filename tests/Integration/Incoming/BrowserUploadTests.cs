using System.Globalization;
using System.Net;
using System.Text;
using Clientele.Integration.Spine;
using Clientele.LocalHost.Azurite;
using Clientele.Runs;
using Clientele.Runs.Incoming;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Integration.Incoming;

/// <summary>What a browser can do with the address that it is given, and what becomes of what it sends.</summary>
public sealed class BrowserUploadTests : IDisposable
{
    private readonly HttpClient _browser = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_address_writes_one_blob_and_opens_nothing_else()
    {
        string connection = Azurite.Rent().ConnectionString;
        IncomingUploads uploads = await OpenAsync(connection);
        UploadSession session = await uploads.BeginAsync("a.csv", 5, None);
        UploadSession other = await uploads.BeginAsync("b.csv", 5, None);
        await PutAsync(other, 0, "other");
        (await uploads.CommitAsync(other.Id, "b.csv", 5, None))!.IsComplete.ShouldBeTrue();

        (await PutAsync(session, 0, "12345")).ShouldBe(HttpStatusCode.Created);
        (await uploads.CommitAsync(session.Id, "a.csv", 5, None))!.IsComplete.ShouldBeTrue();

        session.Address.GetLeftPart(UriPartial.Authority).ShouldBe(uploads.StorageOrigin.GetLeftPart(UriPartial.Authority));
        (await AskAsync(HttpMethod.Get, session.Address)).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(HttpMethod.Head, session.Address)).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(HttpMethod.Delete, session.Address)).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(HttpMethod.Get, new Uri(session.Address + "&comp=blocklist&blocklisttype=all"))).ShouldBe(HttpStatusCode.Forbidden);

        Uri Replaced(string old, string by) => new(session.Address.ToString().Replace(old, by, StringComparison.Ordinal));
        Uri container = Replaced("/" + session.Id, "");
        (await AskAsync(HttpMethod.Get, new Uri(container + "&restype=container&comp=list"))).ShouldBe(HttpStatusCode.Forbidden);
        (await PutAsync(session with { Address = Replaced(session.Id, other.Id) }, 0, "stolen")).ShouldBe(HttpStatusCode.Forbidden);
        (await PutAsync(session with { Address = Replaced("/incoming/", "/uploads/") }, 0, "stolen")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_that_has_expired_is_refused_and_a_resumed_one_goes_on()
    {
        string connection = Azurite.Rent().ConnectionString;
        var clock = new Clock(TimeProvider.System.GetUtcNow().AddHours(-3));
        const int Block = 8 << 20;
        const long Length = Block + 3;
        UploadSession begun = await (await OpenAsync(connection, clock)).BeginAsync("a.csv", Length, None);
        (await PutAsync(begun, 1, "end")).ShouldBe(HttpStatusCode.Forbidden);

        IncomingUploads uploads = await OpenAsync(connection);
        UploadSession resumed = (await uploads.ResumeAsync(begun.Id, Length, None)).ShouldNotBeNull();
        (await PutAsync(resumed, 1, "end")).ShouldBe(HttpStatusCode.Created);
        (await uploads.ResumeAsync(begun.Id, Length, None))!.BlocksThere.ShouldBe([1]);
        (await uploads.CommitAsync(begun.Id, "a.csv", Length, None))!.MissingBlocks.ShouldBe([0]);
        (await PutAsync(resumed, 0, new string('x', Block))).ShouldBe(HttpStatusCode.Created);
        (await uploads.CommitAsync(begun.Id, "a.csv", Length, None))!.IsComplete.ShouldBeTrue();
        (await uploads.CommitAsync(begun.Id, "a.csv", Length, None))!.IsComplete.ShouldBeTrue();
        (await uploads.ResumeAsync(begun.Id, Length, None))!.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_of_the_app_may_send_to_storage_and_one_of_another_origin_may_not()
    {
        string connection = Azurite.Rent().ConnectionString;
        IncomingUploads uploads = await OpenAsync(connection);
        UploadSession session = await uploads.BeginAsync("a.csv", 5, None);
        (await PreflightAsync(session, "http://127.0.0.1:7071")).ShouldBe((HttpStatusCode.Forbidden, null));

        await BrowserUploads.AllowAsync(connection, new Uri("http://127.0.0.1:7071"), None);

        (await PreflightAsync(session, "http://127.0.0.1:7071")).ShouldBe((HttpStatusCode.OK, "http://127.0.0.1:7071"));
        (await PreflightAsync(session, "http://localhost:7071")).ShouldBe((HttpStatusCode.OK, "http://localhost:7071"));
        (await PreflightAsync(session, "http://127.0.0.1:7072")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await PreflightAsync(session, "https://elsewhere.example")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_confirmed_file_is_worked_through_as_the_person_said()
    {
        await using SpineApp app = await (await SpineApp.PrepareAsync()).StartAsync();
        IncomingUploads uploads = await OpenAsync(app.Connection);
        List<string> lines = await CustomerFile.LinesAsync(60, seed: 7);
        lines[0] = lines[0].Replace(";Income;", ";Wealth of theirs;", StringComparison.Ordinal);
        byte[] content = CustomerFile.Bytes(lines.Select(line => line.Replace(';', '|')));
        UploadSession session = await uploads.BeginAsync("clientes de mayo.csv", content.Length, None);
        (await PutAsync(session, 0, Encoding.UTF8.GetString(content))).ShouldBe(HttpStatusCode.Created);
        (await uploads.CommitAsync(session.Id, "clientes de mayo.csv", content.Length, None))!.IsComplete.ShouldBeTrue();

        UploadUnderstanding alone = (await uploads.UnderstandAsync(session.Id, UploadCorrections.None, None)).ShouldNotBeNull();
        alone.Problem.ShouldNotBeNull().ShouldContain("Income");
        var corrections = new UploadCorrections { Delimiter = "pipe", Schema = "campaign", Columns = ColumnMapping.Of([new("Income", alone.Columns.Single(column => column.Header == "Wealth of theirs").Index)]) };
        (await uploads.UnderstandAsync(session.Id, corrections, None))!.Problem.ShouldBeNull();
        ConfirmedUpload confirmed = (await uploads.ConfirmAsync(session.Id, corrections, None)).ShouldNotBeNull();
        (await uploads.ConfirmAsync(session.Id, corrections, None)).ShouldBe(confirmed);

        confirmed.Name.ShouldBe("campaign/clientes de mayo.csv");
        RunRow run = await app.CompletedAsync(confirmed.Name);
        await app.IdleAsync();
        run.Id.Value.ShouldBe(confirmed.Run);
        run.Accepted.ShouldBe(60);
        (await app.RunsAsync()).ShouldHaveSingleItem();
        (await uploads.FindRunAsync(confirmed.Name, None))!.State.ShouldBe(RunState.Completed);
        (await StorageImage.EntitiesAsync(app, "customerscampaign")).Single(row => row.GetString("Customer") == CustomerFile.IdOf(lines[1]))["Income"]
            .ShouldBe(double.Parse(lines[1].Split(';')[4], CultureInfo.InvariantCulture));
        (await app.Storage.Incoming.FindAsync(session.Id, None)).Facts.ShouldBeNull();
        app.Log.ShouldNotContain(line => line.Contains("sig=", StringComparison.Ordinal));
    }

    private static async Task<IncomingUploads> OpenAsync(string connection, TimeProvider? time = null)
    {
        ClienteleStorage storage = StorageConnections.Open(name => name == StorageConnections.App ? connection : null);
        await storage.EnsureExistsAsync([], None);
        string folder = Path.Combine(SpineApp.App, "schemas");
        var schemas = new SchemaSource(
            [.. Directory.EnumerateFiles(folder, "*.json").Select(file => (Path.GetFileName(file), BinaryData.FromBytes(File.ReadAllBytes(file))))],
            storage.Schemas,
            TimeProvider.System,
            NullLogger<SchemaSource>.Instance);
        var engine = new RunEngine(storage, schemas, new ScoringModels(storage.Models, TimeProvider.System), new RunSettings(), NullLoggerFactory.Instance);
        return new IncomingUploads(storage, schemas, engine, time ?? TimeProvider.System);
    }

    /// <summary>As the page's script puts a block.</summary>
    private async Task<HttpStatusCode> PutAsync(UploadSession session, int block, string content)
    {
        string id = Uri.EscapeDataString(Convert.ToBase64String(Encoding.ASCII.GetBytes(block.ToString("D6", CultureInfo.InvariantCulture))));
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        using HttpResponseMessage answer = await _browser.PutAsync(new Uri($"{session.Address}&comp=block&blockid={id}"), body, None);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> AskAsync(HttpMethod method, Uri address)
    {
        using var request = new HttpRequestMessage(method, address);
        using HttpResponseMessage answer = await _browser.SendAsync(request, None);
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode Status, string? Origin)> PreflightAsync(UploadSession session, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri($"{session.Address}&comp=block&blockid=MDAwMDAw"));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PUT");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-ms-version");
        using HttpResponseMessage answer = await _browser.SendAsync(request, None);
        return (answer.StatusCode, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? allowed) ? allowed.Single() : null);
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
