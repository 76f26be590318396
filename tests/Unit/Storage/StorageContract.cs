using System.Text;
using Azure;
using Azure.Data.Tables;
using Clientele.Storage;

namespace Clientele.Tests.Storage;

/// <summary>What the pipeline relies on, run over the in-memory account and over the emulator alike.</summary>
public abstract class StorageContract
{
    private static CancellationToken None => CancellationToken.None;

    protected abstract ClienteleStorage Storage { get; }

    private IBlobContainer Blobs => Storage.Results;

    private ITable Table => Storage.Runs;

    [Fact]
    public async Task An_absent_blob_is_found_as_nothing_with_the_clock_of_the_service()
    {
        await Blobs.EnsureExistsAsync(None);

        (BlobFacts? facts, DateTimeOffset date) = await Blobs.FindAsync("absent", None);

        facts.ShouldBeNull();
        date.Ticks.ShouldBeGreaterThan(0);
        (date.Ticks % TimeSpan.TicksPerSecond).ShouldBe(0);
        (await Blobs.ReadAsync("absent", None)).ShouldBeNull();
        await Blobs.DeleteAsync("absent", None);
    }

    [Fact]
    public async Task A_blob_is_created_once()
    {
        await Blobs.EnsureExistsAsync(None);

        (await Blobs.TryCreateAsync("a/b.json", Text("first"), None)).ShouldBeTrue();
        (await Blobs.TryCreateAsync("a/b.json", Text("second"), None)).ShouldBeFalse();

        (BinaryData content, BlobFacts facts) = (await Blobs.ReadAsync("a/b.json", None)).ShouldNotBeNull();
        content.ToString().ShouldBe("first");
        facts.Name.ShouldBe("a/b.json");
        facts.Length.ShouldBe(5);
        facts.ETag.ShouldStartWith("\"");
        (facts.LastModified.Ticks % TimeSpan.TicksPerSecond).ShouldBe(0);
        (BlobFacts? found, DateTimeOffset date) = await Blobs.FindAsync("a/b.json", None);
        found.ShouldNotBeNull().ETag.ShouldBe(facts.ETag);
        date.ShouldBeGreaterThanOrEqualTo(facts.LastModified);
    }

    [Fact]
    public async Task A_blob_is_replaced_only_in_the_version_named()
    {
        await Blobs.EnsureExistsAsync(None);

        string first = (await Blobs.TryReplaceAsync("alias", null, Text("1"), None)).ShouldNotBeNull();
        (await Blobs.TryReplaceAsync("alias", null, Text("x"), None)).ShouldBeNull();
        string second = (await Blobs.TryReplaceAsync("alias", first, Text("2"), None)).ShouldNotBeNull();
        second.ShouldNotBe(first);
        (await Blobs.TryReplaceAsync("alias", first, Text("x"), None)).ShouldBeNull();
        (await Blobs.TryReplaceAsync("absent", first, Text("x"), None)).ShouldBeNull();

        (await Blobs.ReadAsync("alias", None)).ShouldNotBeNull().Content.ToString().ShouldBe("2");
        (await Blobs.FindAsync("absent", None)).Facts.ShouldBeNull();
    }

    [Fact]
    public async Task Ranges_are_read_in_one_version()
    {
        await Blobs.EnsureExistsAsync(None);
        byte[] bytes = Pattern(3_000_000);
        BlobFacts facts = await Blobs.UploadAsync("big", new MemoryStream(bytes), null, None);

        (await ReadAsync("big", facts.ETag, 0, null)).ShouldBe(bytes);
        (await ReadAsync("big", facts.ETag, 1_999_999, 500_001)).ShouldBe(bytes[1_999_999..2_500_000]);
        (await ReadAsync("big", facts.ETag, 2_999_990, 1_000)).ShouldBe(bytes[2_999_990..]);
        (await ReadAsync("big", facts.ETag, 3_000_000, null)).ShouldBeEmpty();
        (await ReadAsync("big", facts.ETag, 5, 0)).ShouldBeEmpty();
        (await ReadAsync("big", null, 7, 3)).ShouldBe(bytes[7..10]);
    }

    [Fact]
    public async Task Reading_another_version_says_replaced_and_reading_nothing_says_gone()
    {
        await Blobs.EnsureExistsAsync(None);
        BlobFacts facts = await Blobs.UploadAsync("upload", new MemoryStream([1]), null, None);
        await Blobs.UploadAsync("upload", new MemoryStream([2]), null, None);

        (await Should.ThrowAsync<BlobChangedException>(() => ReadAsync("upload", facts.ETag, 0, null))).Gone.ShouldBeFalse();
        (await Should.ThrowAsync<BlobChangedException>(() => ReadAsync("upload", facts.ETag, 0, 0))).Gone.ShouldBeFalse();
        await Blobs.DeleteAsync("upload", None);
        (await Should.ThrowAsync<BlobChangedException>(() => ReadAsync("upload", null, 0, null))).Gone.ShouldBeTrue();
    }

    [Fact]
    public async Task An_upload_keeps_its_metadata_and_a_listing_shows_it_in_ordinal_order()
    {
        await Blobs.EnsureExistsAsync(None);
        await Blobs.UploadAsync("x/b", new MemoryStream([1, 2]), new Dictionary<string, string> { ["delimiter"] = "semicolon" }, None);
        await Blobs.TryCreateAsync("x/a", Text("a"), None);
        await Blobs.TryCreateAsync("x/B", Text("B"), None);
        await Blobs.TryCreateAsync("y", Text("y"), None);

        List<BlobFacts> listed = await Blobs.ListAsync("x/", None).ToListAsync();

        listed.Select(blob => blob.Name).ShouldBe(["x/B", "x/a", "x/b"]);
        listed[2].Metadata["Delimiter"].ShouldBe("semicolon");
        listed[2].Length.ShouldBe(2);
        listed[2].ETag.ShouldBe((await Blobs.FindAsync("x/b", None)).Facts.ShouldNotBeNull().ETag);
        (await Blobs.ListAsync(null, None).ToListAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Blocks_make_a_blob_in_the_order_committed_and_can_be_committed_again()
    {
        await Blobs.EnsureExistsAsync(None);
        await Blobs.StageBlockAsync("scores.csv", "0002", Text("two"), None);
        await Blobs.StageBlockAsync("scores.csv", "0001", Text("one"), None);
        await Blobs.StageBlockAsync("scores.csv", "0003", Text("three"), None);
        (await Blobs.FindAsync("scores.csv", None)).Facts.ShouldBeNull();

        await Blobs.CommitBlocksAsync("scores.csv", ["0001", "0002"], "text/csv", None);
        await Blobs.CommitBlocksAsync("scores.csv", ["0001", "0002"], "text/csv", None);

        (await Blobs.ReadAsync("scores.csv", None)).ShouldNotBeNull().Content.ToString().ShouldBe("onetwo");

        // The first commit threw the unused block away.
        RequestFailedException refused = await Should.ThrowAsync<RequestFailedException>(() => Blobs.CommitBlocksAsync("scores.csv", ["0001", "0003"], "text/csv", None));
        refused.Status.ShouldBe(400);
        (await Blobs.ReadAsync("scores.csv", None)).ShouldNotBeNull().Content.ToString().ShouldBe("onetwo");
    }

    [Fact]
    public async Task No_blocks_make_an_empty_blob()
    {
        await Blobs.EnsureExistsAsync(None);

        await Blobs.CommitBlocksAsync("rejects.csv", [], "text/csv", None);

        (await Blobs.FindAsync("rejects.csv", None)).Facts.ShouldNotBeNull().Length.ShouldBe(0);
        (await ReadAsync("rejects.csv", null, 0, null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_is_inserted_once_and_comes_back_with_version_and_time()
    {
        await Table.EnsureExistsAsync(None);

        (await Table.FindAsync("p", "absent", None)).ShouldBeNull();
        (await Table.TryInsertAsync(Row("p", "r", 1), None)).ShouldBeTrue();
        (await Table.TryInsertAsync(Row("p", "r", 2), None)).ShouldBeFalse();

        TableEntity found = (await Table.FindAsync("p", "r", None)).ShouldNotBeNull();
        found.GetInt32("Value").ShouldBe(1);
        found.PartitionKey.ShouldBe("p");
        found.RowKey.ShouldBe("r");
        found.ETag.ShouldNotBe(default);
        found.Timestamp.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_row_is_replaced_whole_and_only_in_the_version_named()
    {
        await Table.EnsureExistsAsync(None);
        TableEntity first = Row("p", "r", 1);
        first["Other"] = "kept by a merge";
        await Table.TryInsertAsync(first, None);
        ETag version = (await Table.FindAsync("p", "r", None)).ShouldNotBeNull().ETag;

        (await Table.TryReplaceAsync(Row("p", "r", 2), version, None)).ShouldBeTrue();
        (await Table.TryReplaceAsync(Row("p", "r", 3), version, None)).ShouldBeFalse();
        (await Table.TryReplaceAsync(Row("p", "absent", 3), version, None)).ShouldBeFalse();

        TableEntity found = (await Table.FindAsync("p", "r", None)).ShouldNotBeNull();
        found.GetInt32("Value").ShouldBe(2);
        found.ContainsKey("Other").ShouldBeFalse();
        found.ETag.ShouldNotBe(version);
    }

    [Fact]
    public async Task A_batch_is_written_whole_or_not_at_all()
    {
        await Table.EnsureExistsAsync(None);
        (await Table.TryWriteAsync([new(Row("p", "a", 1), null), new(Row("p", "b", 1), null)], None)).ShouldBeTrue();
        ETag a = (await Table.FindAsync("p", "a", None)).ShouldNotBeNull().ETag;
        ETag b = (await Table.FindAsync("p", "b", None)).ShouldNotBeNull().ETag;

        (await Table.TryWriteAsync([new(Row("p", "c", 1), null), new(Row("p", "a", 2), b)], None)).ShouldBeFalse();
        (await Table.TryWriteAsync([new(Row("p", "c", 1), null), new(Row("p", "b", 2), null)], None)).ShouldBeFalse();
        (await Table.TryWriteAsync([new(Row("p", "c", 1), null), new(Row("p", "absent", 2), a, Delete: true)], None)).ShouldBeFalse();
        (await Table.FindAsync("p", "c", None)).ShouldBeNull();
        (await Table.FindAsync("p", "a", None)).ShouldNotBeNull().GetInt32("Value").ShouldBe(1);

        (await Table.TryWriteAsync([new(Row("p", "c", 1), null), new(Row("p", "a", 2), a), new(Row("p", "b", 0), b, Delete: true)], None)).ShouldBeTrue();
        (await Table.FindAsync("p", "a", None)).ShouldNotBeNull().GetInt32("Value").ShouldBe(2);
        (await Table.FindAsync("p", "b", None)).ShouldBeNull();
        (await Table.CountAsync(None)).ShouldBe(2);
        (await Table.TryWriteAsync([], None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_the_service_would_refuse_throws()
    {
        await Table.EnsureExistsAsync(None);

        await Should.ThrowAsync<Exception>(() => Table.TryWriteAsync([new(Row("p", "a", 1), null), new(Row("q", "b", 1), null)], None));
        await Should.ThrowAsync<Exception>(() => Table.TryWriteAsync([new(Row("p", "a", 1), null), new(Row("p", "a", 2), null)], None));
        await Should.ThrowAsync<Exception>(() => Table.TryWriteAsync([.. Enumerable.Range(0, 101).Select(i => new TableWrite(Row("p", TableKeys.Pad(i, 3), i), null))], None));

        (await Table.CountAsync(None)).ShouldBe(0);
    }

    [Fact]
    public async Task Rows_are_read_between_bounds_in_key_order_over_several_pages()
    {
        await Table.EnsureExistsAsync(None);
        const int rows = 1_100;
        foreach (int[] hundred in Enumerable.Range(0, rows).Reverse().Chunk(100))
        {
            (await Table.TryWriteAsync([.. hundred.Select(i => new TableWrite(Row("p", TableKeys.Pad(i, 5), i), null))], None)).ShouldBeTrue();
        }

        await Table.TryInsertAsync(Row("q", "00000", 0), None);

        List<TablePage> pages = await Table.ReadAsync("p", null, null, null, None).ToListAsync();
        pages.Count.ShouldBeGreaterThan(1);
        pages.SelectMany(page => page.Rows).Select(row => row.GetInt32("Value")).ShouldBe(Enumerable.Range(0, rows).Select(i => (int?)i));
        pages.ShouldAllBe(page => page.ServiceDate > DateTimeOffset.UnixEpoch);
        List<TablePage> some = await Table.ReadAsync("p", "00010", "00013", null, None).ToListAsync();
        some.SelectMany(page => page.Rows).Select(row => row.RowKey).ShouldBe(["00010", "00011", "00012"]);
        (await Table.CountAsync(None)).ShouldBe(rows + 1);
    }

    [Fact]
    public async Task Selected_columns_come_with_keys_version_and_time()
    {
        await Table.EnsureExistsAsync(None);
        TableEntity row = Row("p", "r", 1);
        row["Name"] = "n";
        await Table.TryInsertAsync(row, None);

        List<TablePage> pages = await Table.ReadAsync("p", null, null, ["Name"], None).ToListAsync();

        TableEntity found = pages.SelectMany(page => page.Rows).ShouldHaveSingleItem();
        found.GetString("Name").ShouldBe("n");
        found.ContainsKey("Value").ShouldBeFalse();
        found.RowKey.ShouldBe("r");
        found.Timestamp.ShouldNotBeNull();
        found.ETag.ShouldBe((await Table.FindAsync("p", "r", None)).ShouldNotBeNull().ETag);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("it's ''quoted''")]
    [InlineData("100% sure %41 %2F")]
    [InlineData("a b+c&d=e;f,g")]
    [InlineData("año · 客户 · 🎉")]
    [InlineData("{braces} (and) 'more' \"quotes\" <tag> HTTP/1.1")]
    [InlineData("slash/backslash\\hash#question?")]
    [InlineData("..")]
    public async Task Any_text_is_a_key_once_escaped(string text)
    {
        await Table.EnsureExistsAsync(None);
        string key = TableKeys.Escape(text);
        string partition = TableKeys.Escape("p-" + text);

        (await Table.TryInsertAsync(Row(partition, key, 1), None)).ShouldBeTrue();
        ETag version = (await Table.FindAsync(partition, key, None)).ShouldNotBeNull().ETag;
        (await Table.TryWriteAsync([new(Row(partition, key, 2), version), new(Row(partition, key + "-2", 2), null)], None)).ShouldBeTrue();

        List<TablePage> pages = await Table.ReadAsync(partition, key, null, null, None).ToListAsync();
        TableEntity found = pages.SelectMany(page => page.Rows).First();
        TableKeys.Unescape(found.RowKey).ShouldBe(text);
        found.PartitionKey.ShouldBe(partition);
        found.GetInt32("Value").ShouldBe(2);
        (await Table.TryReplaceAsync(Row(partition, key, 3), found.ETag, None)).ShouldBeTrue();
        (await Table.TryWriteAsync([new(Row(partition, key, 0), (await Table.FindAsync(partition, key, None)).ShouldNotBeNull().ETag, Delete: true)], None)).ShouldBeTrue();
        (await Table.FindAsync(partition, key, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Every_type_of_value_comes_back_as_it_was()
    {
        await Table.EnsureExistsAsync(None);
        TableEntity row = AllTypes("p", "r");

        (await Table.TryInsertAsync(row, None)).ShouldBeTrue();
        CheckAllTypes((await Table.FindAsync("p", "r", None)).ShouldNotBeNull());

        (await Table.TryWriteAsync([new(AllTypes("p", "batched"), null)], None)).ShouldBeTrue();
        CheckAllTypes((await Table.FindAsync("p", "batched", None)).ShouldNotBeNull());
    }

    [Fact]
    public async Task Everything_can_be_created_twice()
    {
        await Storage.EnsureExistsAsync(["campaign"], None);
        await Storage.EnsureExistsAsync(["campaign"], None);

        await Storage.Parts.SendAsync("{\"run\":\"ñ\"}", TimeSpan.FromMinutes(1), None);
        (await Storage.Customers("campaign").CountAsync(None)).ShouldBe(0);
    }

    [Fact]
    public async Task Writing_where_nothing_was_created_throws()
    {
        await Should.ThrowAsync<RequestFailedException>(() => Storage.Models.TryCreateAsync("x", Text("x"), None));
        await Should.ThrowAsync<RequestFailedException>(() => Storage.RunParts.TryInsertAsync(Row("p", "r", 1), None));
        await Should.ThrowAsync<RequestFailedException>(() => Storage.RunParts.TryWriteAsync([new(Row("p", "r", 1), null)], None));
        await Should.ThrowAsync<RequestFailedException>(() => Storage.Events.SendAsync("x", null, None));
    }

    private static BinaryData Text(string text) => BinaryData.FromString(text);

    private static TableEntity Row(string partition, string row, int value) => new(partition, row) { ["Value"] = value };

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i >> 9)))];

    private static TableEntity AllTypes(string partition, string row) => new(partition, row)
    {
        ["Text"] = "línea\r\n\"quoted\" \\ {brace} 🎉",
        ["Empty"] = "",
        ["Int"] = int.MinValue,
        ["Long"] = long.MaxValue,
        ["Double"] = 0.1 + 0.2,
        ["WholeDouble"] = 3.0,
        ["LargeDouble"] = 1e300,
        ["NaN"] = double.NaN,
        ["Infinity"] = double.PositiveInfinity,
        ["MinusInfinity"] = double.NegativeInfinity,
        ["True"] = true,
        ["False"] = false,
        ["Guid"] = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
        ["Time"] = new DateTimeOffset(2012, 9, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1_234_000),
        ["PlainTime"] = new DateTime(2012, 9, 4, 0, 0, 0, DateTimeKind.Utc),
        ["Bytes"] = Encoding.UTF8.GetBytes("bytes"),
        ["Data"] = BinaryData.FromString("data"),
        ["Nothing"] = null!,
    };

    private static void CheckAllTypes(TableEntity found)
    {
        TableEntity row = AllTypes("p", "r");
        foreach (string name in new[] { "Text", "Empty", "Int", "Long", "Double", "WholeDouble", "LargeDouble", "NaN", "Infinity", "MinusInfinity", "True", "False", "Guid", "Time" })
        {
            found[name].ShouldBe(row[name], name);
            found[name].ShouldBeOfType(row[name]!.GetType(), name);
        }

        found.GetDateTime("PlainTime").ShouldBe(new DateTime(2012, 9, 4, 0, 0, 0, DateTimeKind.Utc));
        found.GetBinary("Bytes").ShouldBe(Encoding.UTF8.GetBytes("bytes"));
        found.GetBinaryData("Data")!.ToString().ShouldBe("data");
        found.ContainsKey("Nothing").ShouldBeFalse();
    }

    private async Task<byte[]> ReadAsync(string name, string? ifMatch, long offset, long? length)
    {
        await using Stream stream = await Blobs.OpenReadAsync(name, ifMatch, offset, length, None);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
