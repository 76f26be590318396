using Azure.Data.Tables;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Tests.Storage;

public sealed class MemoryStorageContractTests : StorageContract
{
    private readonly ClienteleStorage _storage = new MemoryStorage { CreatesOnUse = false }.Open();

    protected override ClienteleStorage Storage => _storage;
}

public sealed class MemoryStorageWithEmptyPagesContractTests : StorageContract
{
    private readonly ClienteleStorage _storage = new MemoryStorage { CreatesOnUse = false, EmptyPages = true, PageSize = 7, ReadStep = 1000 }.Open();

    protected override ClienteleStorage Storage => _storage;
}

public sealed class MemoryIncomingBlobsContractTests : IncomingBlobsContract
{
    protected override ClienteleStorage Storage { get; } = new MemoryStorage { CreatesOnUse = false }.Open();
}

public sealed class MemoryStorageTests
{
    private readonly MemoryStorage _memory = new();

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void Every_call_completes_at_once_without_hooks()
    {
        ClienteleStorage storage = _memory.Open();

        storage.Results.TryCreateAsync("a", BinaryData.FromString("a"), None).IsCompletedSuccessfully.ShouldBeTrue();
        storage.Results.OpenReadAsync("a", null, 0, null, None).IsCompletedSuccessfully.ShouldBeTrue();
        storage.Runs.TryInsertAsync(new TableEntity("p", "r"), None).IsCompletedSuccessfully.ShouldBeTrue();
        storage.Parts.SendAsync("m", null, None).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Hooks_see_each_operation_and_a_throwing_one_loses_the_request_or_the_answer()
    {
        ClienteleStorage storage = _memory.Open();
        var seen = new List<string>();
        _memory.Before = operation =>
        {
            seen.Add(operation.ToString());
            return operation.Key == "p/before" ? throw new IOException("lost request") : default;
        };
        _memory.After = operation => operation.Key == "p/after" ? throw new IOException("lost answer") : default;

        await Should.ThrowAsync<IOException>(() => storage.Runs.TryInsertAsync(new TableEntity("p", "before"), None));
        await Should.ThrowAsync<IOException>(() => storage.Runs.TryInsertAsync(new TableEntity("p", "after"), None));

        _memory.Table("runs").Rows.Select(row => row.RowKey).ShouldBe(["after"]);
        seen.ShouldBe(["InsertRow runs p/before", "InsertRow runs p/after"]);
    }

    [Fact]
    public async Task A_hook_decides_when_an_operation_goes_on()
    {
        ClienteleStorage storage = _memory.Open();
        var gate = new TaskCompletionSource();
        _memory.Before = _ => new ValueTask(gate.Task);

        Task<bool> insert = storage.Runs.TryInsertAsync(new TableEntity("p", "r"), None);
        insert.IsCompleted.ShouldBeFalse();
        _memory.Table("runs").Rows.ShouldBeEmpty();
        gate.SetResult();

        (await insert).ShouldBeTrue();
    }

    [Fact]
    public async Task Each_range_of_a_stream_is_bound_to_the_first_ones_version()
    {
        _memory.ReadStep = 10;
        ClienteleStorage storage = _memory.Open();
        await storage.Uploads.UploadAsync("u", new MemoryStream(new byte[30]), null, None);
        await using Stream stream = await storage.Uploads.OpenReadAsync("u", null, 0, null, None);
        (await stream.ReadAsync(new byte[10], None)).ShouldBe(10);

        await storage.Uploads.UploadAsync("u", new MemoryStream(new byte[30]), null, None);

        (await Should.ThrowAsync<BlobChangedException>(async () => await stream.ReadExactlyAsync(new byte[10], None))).Gone.ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_are_not_shared_with_the_caller()
    {
        ClienteleStorage storage = _memory.Open();
        byte[] bytes = [1, 2, 3];
        var row = new TableEntity("p", "r") { ["Bytes"] = bytes, ["Value"] = 1 };
        await storage.Runs.TryInsertAsync(row, None);
        bytes[0] = 9;
        row["Value"] = 2;

        TableEntity found = (await storage.Runs.FindAsync("p", "r", None)).ShouldNotBeNull();
        found.GetBinary("Bytes").ShouldBe([1, 2, 3]);
        found.GetBinary("Bytes")![1] = 9;
        found["Value"] = 3;

        TableEntity again = (await storage.Runs.FindAsync("p", "r", None)).ShouldNotBeNull();
        again.GetBinary("Bytes").ShouldBe([1, 2, 3]);
        again.GetInt32("Value").ShouldBe(1);
    }

    [Fact]
    public async Task Timestamps_follow_the_order_of_writes_and_the_clock_can_be_set()
    {
        ClienteleStorage storage = _memory.Open();
        await storage.Runs.TryInsertAsync(new TableEntity("p", "a"), None);
        await storage.Runs.TryInsertAsync(new TableEntity("p", "b"), None);
        var later = new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);
        _memory.Now = later.AddMilliseconds(700);
        await storage.Runs.TryInsertAsync(new TableEntity("p", "c"), None);
        BlobFacts blob = await storage.Uploads.UploadAsync("u", new MemoryStream(), null, None);

        IReadOnlyList<TableEntity> rows = _memory.Table("runs").Rows;
        rows[1].Timestamp!.Value.ShouldBeGreaterThan(rows[0].Timestamp!.Value);
        rows[2].Timestamp!.Value.ShouldBeGreaterThan(later);
        blob.LastModified.ShouldBe(later);
        (await storage.Uploads.FindAsync("u", None)).ServiceDate.ShouldBe(later);
    }

    [Fact]
    public async Task What_a_table_would_refuse_is_refused()
    {
        ITable table = _memory.Open().Runs;

        await Should.ThrowAsync<Exception>(() => table.TryInsertAsync(new TableEntity("p", "a/b"), None));
        await Should.ThrowAsync<Exception>(() => table.TryInsertAsync(new TableEntity("p", new string('x', 1025)), None));
        await Should.ThrowAsync<NotSupportedException>(() => table.TryInsertAsync(new TableEntity("p", "r") { ["Decimal"] = 1m }, None));
        await Should.ThrowAsync<Exception>(() => table.TryInsertAsync(new TableEntity("p", "r") { ["Text"] = new string('x', 32 * 1024 + 1) }, None));
        var wide = new TableEntity("p", "r");
        for (int i = 0; i < 253; i++)
        {
            wide[$"C{i}"] = i;
        }

        await Should.ThrowAsync<Exception>(() => table.TryInsertAsync(wide, None));
        _memory.Table("runs").Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Block_names_of_one_blob_have_one_length()
    {
        IBlobContainer blobs = _memory.Open().Results;
        await blobs.StageBlockAsync("b", "001", BinaryData.FromString("x"), None);

        await Should.ThrowAsync<Exception>(() => blobs.StageBlockAsync("b", "0001", BinaryData.FromString("x"), None));
    }

    [Fact]
    public async Task A_received_message_is_hidden_until_its_time_is_up_and_an_old_receipt_deletes_nothing()
    {
        MemoryQueue queue = _memory.Queue("parts");
        await queue.SendAsync("one", null, None);
        await queue.SendAsync("later", TimeSpan.FromMinutes(1), None);

        MemoryMessage first = queue.Receive(10, TimeSpan.FromSeconds(30)).ShouldHaveSingleItem();
        first.Text.ShouldBe("one");
        first.DequeueCount.ShouldBe(1);
        queue.Receive(10, TimeSpan.FromSeconds(30)).ShouldBeEmpty();

        _memory.Now += TimeSpan.FromSeconds(30);
        MemoryMessage second = queue.Receive(10, TimeSpan.FromSeconds(30)).ShouldHaveSingleItem();
        second.DequeueCount.ShouldBe(2);
        queue.Delete(first).ShouldBeFalse();
        queue.Delete(second).ShouldBeTrue();
        queue.Messages.Select(message => message.Text).ShouldBe(["later"]);

        _memory.Now += TimeSpan.FromMinutes(1);
        queue.Visible.ShouldHaveSingleItem().Text.ShouldBe("later");
    }

    [Fact]
    public async Task A_failed_message_can_be_shown_again_at_once_and_a_message_can_be_taken_out_of_order()
    {
        MemoryQueue queue = _memory.Queue("parts");
        await queue.SendAsync("one", null, None);
        await queue.SendAsync("two", null, None);

        MemoryMessage two = queue.Receive(queue.Visible[1].Id, TimeSpan.FromMinutes(5)).ShouldNotBeNull();
        two.Text.ShouldBe("two");
        queue.ChangeVisibility(two, TimeSpan.Zero).ShouldBeTrue();

        queue.Visible.Select(message => message.Text).ShouldBe(["one", "two"]);
        queue.Delete(two).ShouldBeFalse();
    }
}
