using Clientele.Storage;

namespace Clientele.Tests.Storage;

/// <summary>What web uploads rely on, run over the in-memory account and over the emulator alike.</summary>
public abstract class IncomingBlobsContract
{
    private const string Mark = "incoming";

    private static readonly Dictionary<string, string> Metadata = new() { [Mark] = "one", ["delimiter"] = "semicolon" };

    private static CancellationToken None => CancellationToken.None;

    protected abstract ClienteleStorage Storage { get; }

    private IIncomingBlobs Blobs => Storage.FromBrowsers.ShouldNotBeNull();

    private static DateTimeOffset Until => TimeProvider.System.GetUtcNow().AddMinutes(10);

    [Fact]
    public async Task Blocks_are_listed_until_a_blob_is_made_of_them()
    {
        await Storage.Incoming.EnsureExistsAsync(None);
        (await Blobs.StagedBlocksAsync("file", None)).ShouldBeEmpty();
        await Storage.Incoming.StageBlockAsync("file", "000001", Text("world"), None);
        await Storage.Incoming.StageBlockAsync("file", "000000", Text("hello "), None);

        (await Blobs.StagedBlocksAsync("file", None)).OrderBy(block => block.Name, StringComparer.Ordinal).ShouldBe([new StagedBlock("000000", 6), new StagedBlock("000001", 5)]);
        (await Storage.Incoming.FindAsync("file", None)).Facts.ShouldBeNull();

        await Blobs.CommitAsync("file", ["000000", "000001"], new Dictionary<string, string> { ["filename"] = "a%20b" }, None);
        (BinaryData content, BlobFacts facts) = (await Storage.Incoming.ReadAsync("file", None)).ShouldNotBeNull();
        content.ToString().ShouldBe("hello world");
        facts.Metadata["filename"].ShouldBe("a%20b");
        (await Blobs.StagedBlocksAsync("file", None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Committing_none_of_its_blocks_drops_those_that_were_sent()
    {
        await Storage.Incoming.EnsureExistsAsync(None);
        await Storage.Incoming.StageBlockAsync("file", "000000", Text("hello"), None);

        await Blobs.CommitAsync("file", [], new Dictionary<string, string>(), None);

        (await Blobs.StagedBlocksAsync("file", None)).ShouldBeEmpty();
        await Storage.Incoming.DeleteAsync("file", None);
        (await Blobs.StagedBlocksAsync("file", None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_is_made_once_however_often_it_is_asked_for()
    {
        BlobFacts source = await SendAsync("a,b\n1,2\n");

        BlobFacts first = await CopyAsync(source);
        BlobFacts second = await CopyAsync(source);

        second.ETag.ShouldBe(first.ETag);
        second.LastModified.ShouldBe(first.LastModified);
        (BinaryData content, BlobFacts facts) = (await Storage.Uploads.ReadAsync("campaign/ñ b.csv", None)).ShouldNotBeNull();
        content.ToString().ShouldBe("a,b\n1,2\n");
        facts.ETag.ShouldBe(first.ETag);
        facts.Metadata["delimiter"].ShouldBe("semicolon");
        (await Storage.Uploads.FindAsync("campaign/ñ b.csv", None)).Facts.ShouldNotBeNull().ETag.ShouldBe(first.ETag);
        (await Storage.Uploads.ListAsync("campaign/", None).ToListAsync()).ShouldHaveSingleItem().ETag.ShouldBe(first.ETag);
    }

    [Fact]
    public async Task Copies_asked_for_side_by_side_are_one()
    {
        BlobFacts source = await SendAsync("a,b\n1,2\n");

        BlobFacts[] copies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CopyAsync(source)));

        copies.Select(copy => copy.ETag).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_copy_takes_the_place_of_another_file_of_its_name()
    {
        BlobFacts source = await SendAsync("new");
        await Storage.Uploads.UploadAsync("campaign/ñ b.csv", Text("old").ToStream(), null, None);

        await CopyAsync(source);

        (await Storage.Uploads.ReadAsync("campaign/ñ b.csv", None)).ShouldNotBeNull().Content.ToString().ShouldBe("new");
    }

    [Fact]
    public async Task A_source_that_is_another_version_or_gone_is_not_copied()
    {
        BlobFacts source = await SendAsync("first");
        await SendAsync("second");

        (await Should.ThrowAsync<BlobChangedException>(() => CopyAsync(source))).Gone.ShouldBeFalse();
        await Storage.Incoming.DeleteAsync("file", None);
        await Should.ThrowAsync<BlobChangedException>(() => CopyAsync(source));

        (await Storage.Uploads.FindAsync("campaign/ñ b.csv", None)).Facts.ShouldBeNull();
    }

    private static BinaryData Text(string text) => BinaryData.FromString(text);

    private async Task<BlobFacts> SendAsync(string content)
    {
        await Storage.Incoming.EnsureExistsAsync(None);
        await Storage.Uploads.EnsureExistsAsync(None);
        return await Storage.Incoming.UploadAsync("file", Text(content).ToStream(), null, None);
    }

    private Task<BlobFacts> CopyAsync(BlobFacts source) => Blobs.CopyToUploadsAsync("file", source.ETag, "campaign/ñ b.csv", Metadata, Mark, Until, None);
}
