using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Clientele.Testing;

namespace Clientele.Integration.Storage;

public sealed class TableClientTests
{
    private readonly AzuriteAccount _account = Azurite.Rent();
    private readonly TableClient _table;

    public TableClientTests() => _table = new TableClient(_account.ConnectionString, "things");

    [Fact]
    public async Task Upsert_replaces_or_merges()
    {
        await _table.CreateIfNotExistsAsync();
        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, TableUpdateMode.Replace);

        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2, ["C"] = 2 }, TableUpdateMode.Merge);
        TableEntity merged = await _table.GetEntityAsync<TableEntity>("p", "r");
        (merged.GetInt32("A"), merged.GetInt32("B"), merged.GetInt32("C")).ShouldBe((1, 2, 2));

        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, TableUpdateMode.Replace);
        TableEntity replaced = await _table.GetEntityAsync<TableEntity>("p", "r");
        replaced.ContainsKey("A").ShouldBeFalse();
        replaced.GetInt32("C").ShouldBe(3);
    }

    [Fact]
    public async Task Adding_an_existing_row_is_a_conflict()
    {
        await _table.CreateIfNotExistsAsync();
        Response added = await _table.AddEntityAsync(new TableEntity("p", "r"));

        RequestFailedException refused = await Should.ThrowAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", "r")));

        refused.Status.ShouldBe(409);
        refused.ErrorCode.ShouldBe("EntityAlreadyExists");
        added.Headers.ETag.ShouldNotBeNull().ShouldBe((await _table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag);
    }

    [Fact]
    public async Task Another_version_is_a_failed_precondition()
    {
        await _table.CreateIfNotExistsAsync();
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });
        ETag old = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag;
        await _table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, old);

        (await Should.ThrowAsync<RequestFailedException>(() => _table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, old))).Status.ShouldBe(412);
        (await Should.ThrowAsync<RequestFailedException>(() => _table.DeleteEntityAsync("p", "r", old))).Status.ShouldBe(412);
        await _table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 4 }, ETag.All, TableUpdateMode.Replace);

        (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("A").ShouldBe(4);
        (await _table.DeleteEntityAsync("p", "r")).Status.ShouldBe(204);
        (await _table.DeleteEntityAsync("p", "r")).Status.ShouldBe(404);
        (await _table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue.ShouldBeFalse();
        (await Should.ThrowAsync<RequestFailedException>(() => _table.GetEntityAsync<TableEntity>("p", "r"))).ErrorCode.ShouldBe("ResourceNotFound");
    }

    [Fact]
    public async Task A_hundred_rows_go_in_one_transaction()
    {
        await _table.CreateIfNotExistsAsync();

        Response<IReadOnlyList<Response>> done = await _table.SubmitTransactionAsync(Rows(100).Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)));

        done.Value.Count.ShouldBe(100);
        done.Value.ShouldAllBe(answer => answer.Status == 204);
        List<TableEntity> stored = await _table.QueryAsync<TableEntity>().ToListAsync();
        stored.Select(row => row.ETag).ShouldBe(done.Value.Select(answer => answer.Headers.ETag ?? default));
    }

    [Fact]
    public async Task A_refused_transaction_names_the_failing_row_and_writes_nothing()
    {
        await _table.CreateIfNotExistsAsync();
        await _table.AddEntityAsync(new TableEntity("p", "0042"));

        TableTransactionFailedException refused = await Should.ThrowAsync<TableTransactionFailedException>(
            () => _table.SubmitTransactionAsync(Rows(100).Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))));

        refused.FailedTransactionActionIndex.ShouldBe(42);
        refused.Status.ShouldBe(409);
        refused.ErrorCode.ShouldBe("EntityAlreadyExists");
        (await _table.QueryAsync<TableEntity>().ToListAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_transaction_mixes_all_kinds_of_change()
    {
        await _table.CreateIfNotExistsAsync();
        foreach (string row in new[] { "merge", "replace", "delete", "upsert" })
        {
            await _table.AddEntityAsync(new TableEntity("p", row) { ["A"] = 1, ["B"] = 1 });
        }

        ETag version = (await _table.GetEntityAsync<TableEntity>("p", "replace")).Value.ETag;
        await _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "add") { ["A"] = 2 }),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "merge") { ["A"] = 2 }),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "replace") { ["A"] = 2 }, version),
            new(TableTransactionActionType.Delete, new TableEntity("p", "delete")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "upsert") { ["A"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "new") { ["A"] = 2 }),
        ]);

        List<TableEntity> rows = await _table.QueryAsync<TableEntity>().ToListAsync();
        rows.Select(row => $"{row.RowKey}:{row.GetInt32("A")}{row.GetInt32("B")}").ShouldBe(["add:2", "merge:21", "new:2", "replace:2", "upsert:21"]);
    }

    [Fact]
    public async Task Queries_filter_on_every_type_and_go_on_page_by_page()
    {
        await _table.CreateIfNotExistsAsync();
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await _table.SubmitTransactionAsync(Enumerable.Range(0, 50).Select(i => new TableTransactionAction(
            TableTransactionActionType.Add,
            new TableEntity("p", i.ToString("D2", CultureInfo.InvariantCulture))
            {
                ["Int"] = i,
                ["Long"] = (long)i,
                ["Double"] = i + 0.5,
                ["Even"] = i % 2 == 0,
                ["Text"] = $"it's {i}",
                ["Time"] = time.AddDays(i),
            })));

        async Task<int> CountAsync(FormattableString filter) => (await _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter)).ToListAsync()).Count;

        (await CountAsync($"Int ge {45}")).ShouldBe(5);
        (await CountAsync($"Long lt {3L}")).ShouldBe(3);
        (await CountAsync($"Double gt {47.5}")).ShouldBe(2);
        (await CountAsync($"Even eq {true}")).ShouldBe(25);
        (await CountAsync($"Text eq {"it's 7"}")).ShouldBe(1);
        (await CountAsync($"Time ge {time.AddDays(40)} and PartitionKey eq {"p"}")).ShouldBe(10);

        List<Page<TableEntity>> pages = await _table.QueryAsync<TableEntity>(maxPerPage: 20, select: ["Int"]).AsPages().ToListAsync();
        pages.Select(page => page.Values.Count).ShouldBe([20, 20, 10]);
        List<Page<TableEntity>> rest = await _table.QueryAsync<TableEntity>(maxPerPage: 20).AsPages(pages[0].ContinuationToken).ToListAsync();
        rest.SelectMany(page => page.Values).Select(row => row.GetInt32("Int")).ShouldBe(Enumerable.Range(20, 30).Select(i => (int?)i));
    }

    [Fact]
    public async Task A_shared_access_signature_opens_what_it_allows()
    {
        await _table.CreateIfNotExistsAsync();
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });
        var reading = new TableServiceClient(_account.Tables, new AzureSasCredential(Signature("r")));
        var inUrl = new TableServiceClient(new Uri($"{_account.Tables}?{Signature("raud")}"));

        (await reading.GetTableClient("things").GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("A").ShouldBe(1);
        (await Should.ThrowAsync<RequestFailedException>(() => reading.GetTableClient("things").AddEntityAsync(new TableEntity("p", "s")))).Status.ShouldBe(403);
        await inUrl.GetTableClient("things").SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "s"))]);

        (await _table.QueryAsync<TableEntity>().ToListAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var wrong = new TableClient(_account.Tables, "things", new TableSharedKeyCredential(_account.Name, Convert.ToBase64String(new byte[64])));

        (await Should.ThrowAsync<RequestFailedException>(() => wrong.CreateIfNotExistsAsync())).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_table_is_created_once_and_deleted()
    {
        await _table.CreateIfNotExistsAsync();
        await _table.CreateIfNotExistsAsync();
        (await _table.DeleteAsync()).Status.ShouldBe(204);
        (await _table.DeleteAsync()).Status.ShouldBe(404);

        (await Should.ThrowAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", "r")))).ErrorCode.ShouldBe("TableNotFound");
    }

    private static IEnumerable<TableEntity> Rows(int count) =>
        Enumerable.Range(0, count).Select(i => new TableEntity("p", i.ToString("D4", CultureInfo.InvariantCulture)) { ["Value"] = i });

    /// <summary>An account signature for tables, made as the service's documentation says.</summary>
    private string Signature(string permissions)
    {
        const string expiry = "2099-01-01T00:00:00Z";
        string toSign = $"{_account.Name}\n{permissions}\nt\nsco\n\n{expiry}\n\n\n2019-02-02\n";
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(_account.Key), Encoding.UTF8.GetBytes(toSign)));
        return $"sv=2019-02-02&ss=t&srt=sco&sp={permissions}&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(signature)}";
    }
}
