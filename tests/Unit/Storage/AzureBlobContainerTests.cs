using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Tests.Storage;

/// <summary>What the emulator cannot show: broken connections and the service's CRC64.</summary>
public sealed class AzureBlobContainerTests
{
    // CRC-64/NVME of "123456789" is AE8B14860A799888 (the catalogue's check value); the service writes the lowest byte first.
    private static readonly byte[] Digits = Encoding.ASCII.GetBytes("123456789");
    private static readonly string DigitsCrc = Convert.ToBase64String([0x88, 0x98, 0x79, 0x0A, 0x86, 0x14, 0x8B, 0xAE]);

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_broken_stream_goes_on_where_it_broke_in_the_same_version()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        int asked = 0;
        FakeHttp http = new(request =>
        {
            (int from, int to) = Range(request, bytes.Length);
            byte[] wanted = bytes[from..to];
            return Part(request, wanted, ++asked == 1 ? new BrokenStream(wanted, after: 300) : new MemoryStream(wanted), bytes.Length, "\"v1\"");
        });

        await using Stream stream = await Container(http).OpenReadAsync("u.csv", "\"v1\"", 100, 800, None);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, None);

        copy.ToArray().ShouldBe(bytes[100..900]);
        http.Sent.Count.ShouldBe(2);
        http.Sent.ShouldAllBe(request => request.Headers["If-Match"] == "\"v1\"");
        http.Sent.Select(request => request.Headers["x-ms-range"]).ShouldBe(["bytes=100-899", "bytes=400-899"]);
    }

    [Fact]
    public async Task A_blob_replaced_between_two_requests_of_a_stream_says_so()
    {
        int asked = 0;
        FakeHttp http = new(request => ++asked == 1
            ? Part(request, new byte[1000], new BrokenStream(new byte[1000], after: 300), 1000, "\"v1\"")
            : FakeHttp.Answer(412, null, ("x-ms-error-code", "ConditionNotMet")));

        await using Stream stream = await Container(http).OpenReadAsync("u.csv", null, 0, null, None);

        (await Should.ThrowAsync<BlobChangedException>(() => stream.CopyToAsync(Stream.Null, None))).Gone.ShouldBeFalse();
        http.Sent[1].Headers["If-Match"].ShouldBe("\"v1\"");
    }

    [Fact]
    public async Task A_stream_reads_no_further_ahead_than_it_must()
    {
        const int length = 64 << 20;
        var source = new BrokenStream(new byte[length], after: length);
        FakeHttp http = new(request => Part(request, new byte[length], source, length, "\"v1\""));

        await using Stream stream = await Container(http).OpenReadAsync("u.csv", null, 0, null, None);
        source.Position.ShouldBe(0);
        await stream.ReadExactlyAsync(new byte[100_000], None);

        source.Position.ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public async Task Other_refusals_are_not_taken_for_conflicts()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(409, null, ("x-ms-error-code", "ContainerBeingDeleted")));

        (await Should.ThrowAsync<RequestFailedException>(() => Container(http).TryCreateAsync("a", BinaryData.FromString("a"), None))).ErrorCode.ShouldBe("ContainerBeingDeleted");
    }

    [Theory]
    [InlineData(StorageChecksumAlgorithm.StorageCrc64)]
    [InlineData(StorageChecksumAlgorithm.Auto)]
    public async Task An_upload_carries_the_CRC64_of_its_bytes(StorageChecksumAlgorithm algorithm)
    {
        FakeHttp http = new(_ => FakeHttp.Answer(201, null, ("ETag", "\"v1\""), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT")));
        var options = new BlobUploadOptions { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = algorithm } };

        await Client(http).GetBlobClient("b").UploadAsync(BinaryData.FromBytes(Digits), options);

        SentRequest sent = http.Sent.ShouldHaveSingleItem();
        sent.Headers["x-ms-content-crc64"].ShouldBe(DigitsCrc);
        sent.Body.ShouldBe(Digits);
    }

    [Fact]
    public async Task Every_block_of_an_upload_in_pieces_carries_its_CRC64()
    {
        FakeHttp http = new(_ => FakeHttp.Answer(201, null, ("ETag", "\"v1\""), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT")));
        var options = new BlobUploadOptions
        {
            TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 },
            TransferOptions = new StorageTransferOptions { InitialTransferSize = 9, MaximumTransferSize = 9, MaximumConcurrency = 1 },
        };

        await Client(http).GetBlobClient("b").UploadAsync(new MemoryStream([.. Digits, .. Digits, .. Digits]), options);

        SentRequest[] blocks = [.. http.Sent.Where(request => request.Address.Query.Contains("comp=block&", StringComparison.Ordinal))];
        blocks.Length.ShouldBe(3);
        blocks.ShouldAllBe(block => block.Headers["x-ms-content-crc64"] == DigitsCrc);
    }

    [Fact]
    public async Task A_download_whose_CRC64_is_wrong_is_refused()
    {
        string crc = DigitsCrc;
        FakeHttp http = new(request =>
        {
            HttpResponseMessage response = Part(request, Digits, new MemoryStream(Digits), Digits.Length, "\"v1\"");
            response.Headers.TryAddWithoutValidation("x-ms-content-crc64", crc);
            return response;
        });
        var options = new BlobDownloadOptions { TransferValidation = new DownloadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 } };

        (await Client(http).GetBlobClient("b").DownloadContentAsync(options)).Value.Content.ToArray().ShouldBe(Digits);
        http.Sent[0].Headers["x-ms-range-get-content-crc64"].ShouldBe("true");

        crc = Convert.ToBase64String(new byte[8]);
        await Should.ThrowAsync<InvalidDataException>(() => Client(http).GetBlobClient("b").DownloadContentAsync(options));
    }

    private static AzureBlobContainer Container(FakeHttp http) => new(Client(http));

    private static BlobContainerClient Client(FakeHttp http) => new(
        new Uri("https://acme.blob.core.windows.net/uploads"),
        new StorageSharedKeyCredential("acme", Convert.ToBase64String(new byte[64])),
        new BlobClientOptions { Transport = http.Transport, Retry = { Delay = TimeSpan.FromTicks(1), MaxDelay = TimeSpan.FromTicks(2) } });

    private static (int From, int To) Range(SentRequest request, int length)
    {
        if (!request.Headers.TryGetValue("x-ms-range", out string? range))
        {
            return (0, length);
        }

        string[] bounds = range["bytes=".Length..].Split('-');
        return (int.Parse(bounds[0], null), int.Parse(bounds[1], null) + 1);
    }

    private static HttpResponseMessage Part(SentRequest request, byte[] wanted, Stream content, int total, string etag)
    {
        (int from, _) = Range(request, total);
        HttpResponseMessage response = FakeHttp.Answer(206, new StreamContent(content), ("ETag", etag), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"));
        response.Content.Headers.ContentLength = wanted.Length;
        response.Content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {from}-{from + wanted.Length - 1}/{total}");
        return response;
    }

    /// <summary>Breaks after some bytes, and knows how far it was read.</summary>
    private sealed class BrokenStream(byte[] bytes, int after) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            Position >= after ? throw new IOException("The connection broke.") : base.Read(buffer, offset, (int)Math.Min(count, after - Position));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Position >= after ? Task.FromException<int>(new IOException("The connection broke.")) : Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = new byte[buffer.Length];
            int count = Read(read, 0, read.Length);
            read.AsSpan(0, count).CopyTo(buffer.Span);
            return new(count);
        }
    }
}
