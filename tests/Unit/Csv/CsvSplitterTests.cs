using System.Text;
using Clientele.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Unit.Csv;

public sealed class CsvSplitterTests
{
    /// <summary>Pieces that meet in files, with everything that can end or hide a record.</summary>
    private static readonly string[] Pieces =
        [",", ",", ";", "\n", "\r\n", "\r", "\"", "\"", "\"\"", "a", "bc", "\u00E9", "\u20AC", "\U0001F600", " ", "\0", "1.5", "\n\n", ",\"", "\",", "\"\n"];

    private static readonly Gen<string> Texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));

    [Fact]
    public void Chunks_of_any_size_hold_the_records_and_lines_of_the_whole() =>
        Prop.ForAll(Three(Texts, Gen.Choose(1, 40), Gen.Choose(1, 9)).ToArbitrary(), sample =>
        {
            (string text, int chunkBytes, int readBytes) = sample;
            return AgreesAsync(text, chunkBytes, readBytes, CsvEncoding.Utf8).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(120));

    [Theory]
    [InlineData(CsvEncoding.Utf16LittleEndian)]
    [InlineData(CsvEncoding.Utf16BigEndian)]
    [InlineData(CsvEncoding.Windows1252)]
    public void Chunks_of_other_encodings_are_cut_at_the_bytes_of_the_file(CsvEncoding encoding) =>
        Prop.ForAll(Three(Texts, Gen.Choose(1, 40), Gen.Choose(1, 9)).ToArbitrary(), sample =>
        {
            (string text, int chunkBytes, int readBytes) = sample;
            return AgreesAsync(text, chunkBytes, readBytes, encoding).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(80));

    [Fact]
    public async Task Chunks_come_while_the_rest_is_still_to_be_read()
    {
        byte[] bytes = CsvFiles.Bytes(string.Concat(Enumerable.Repeat("1;2;3\n", 200_000)));
        var stream = new DribblingStream(bytes, 64 * 1024);
        var cut = new List<CsvChunk>();
        await foreach (CsvChunk chunk in CsvSplitter.CutAsync(stream, CsvFiles.Plain(';'), 100_000, CancellationToken.None))
        {
            cut.Add(chunk);
            stream.Position.ShouldBeLessThan(chunk.Offset + chunk.Length + 200_000);
        }

        cut.Sum(chunk => chunk.Length).ShouldBe(bytes.Length);
        cut.ShouldBe(await CsvSplitter.SplitAsync(new MemoryStream(bytes), CsvFiles.Plain(';'), 100_000, CancellationToken.None));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(300_000)]
    [InlineData(8 << 20)]
    public async Task Records_around_the_limit_are_the_same_in_chunks_as_in_the_whole(int chunkBytes)
    {
        const int Limit = 1 << 20;
        var text = new StringBuilder();
        for (int around = -3; around <= 12; around += around is > 3 and < 8 ? 3 : 1)
        {
            string filler = new('x', Limit + around - 4);
            text.Append("1,\"q\nq\"\r\n")
                .Append(filler).Append("abcd\r")
                .Append('"').Append(filler).Append("\"\"y\"\n")
                .Append('"').Append(filler).Append("\",\r\nz\",\n")
                .Append("2,\"").Append(filler, 0, 1000).Append('\n').Append(filler).Append("\r\n3,c\n")
                .Append("\u20AC,\"\u20AC\n");
        }

        byte[] bytes = CsvFiles.Bytes(text.ToString());
        List<SeenRecord> whole = CsvFiles.ReadWhole(bytes, CsvFiles.Plain());
        whole.Count(record => record.Fault == CsvFault.RecordTooLong).ShouldBeGreaterThan(5);
        whole.Count(record => record.Fault == CsvFault.UnclosedQuote).ShouldBeGreaterThan(5);
        (await CsvFiles.ReadInChunksAsync(bytes, CsvFiles.Plain(), chunkBytes)).ShouldBe(whole);
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_one_reject_and_no_large_chunk()
    {
        byte[] bytes = CsvFiles.Bytes("1,a\n2," + new string('x', 10_000_000) + "\n3,\"" + new string('y', 10_000_000) + "\"\r\n4,d\n");
        IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(new MemoryStream(bytes), CsvFiles.Plain(), 100_000, CancellationToken.None);
        chunks.Max(chunk => chunk.Length).ShouldBeLessThan(2 << 20);
        List<SeenRecord> records = await CsvFiles.ReadInChunksAsync(bytes, CsvFiles.Plain(), 100_000);
        records.Select(record => record.Fault).ShouldBe([CsvFault.None, CsvFault.RecordTooLong, CsvFault.UnclosedQuote, CsvFault.None]);
        records.Select(record => record.Line).ShouldBe([1L, 2L, 3L, 4L]);
        records.ShouldAllBe(record => record.Raw.Length <= CsvReader.MaxFaultyRaw);
    }

    [Fact]
    public async Task Chunks_are_no_longer_than_asked_and_nearly_full()
    {
        byte[] bytes = CsvFiles.Bytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},text of row {i}\r\n")));
        IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(new MemoryStream(bytes), CsvFiles.Plain(), 65_536, CancellationToken.None);
        chunks.ShouldAllBe(chunk => chunk.Length <= 65_536);
        chunks.SkipLast(1).ShouldAllBe(chunk => chunk.Length > 65_000);
        chunks.Sum(chunk => chunk.Length).ShouldBe(bytes.Length);
        chunks[1].FirstLine.ShouldBe(1 + bytes.AsSpan(0, (int)chunks[1].Offset).Count((byte)'\n'));
    }

    [Fact]
    public async Task A_header_without_records_has_no_chunks()
    {
        byte[] bytes = CsvFiles.Bytes("a,b\r\n\r\n\n");
        CsvSniff sniff = CsvSniffer.Sniff(bytes, isWholeFile: true);
        (await CsvSplitter.SplitAsync(new MemoryStream(bytes), sniff, 1000, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_of_unclosed_quotes_is_refused_before_it_costs_hours()
    {
        byte[] bytes = CsvFiles.Bytes(string.Concat(Enumerable.Repeat("a,\"b\"c,\"d\n", 20_000)));
        CsvFormatException refusal = await Should.ThrowAsync<CsvFormatException>(
            () => CsvSplitter.SplitAsync(new MemoryStream(bytes), CsvFiles.Plain(), 1 << 20, CancellationToken.None));
        refusal.Message.ShouldContain("never closed");
    }

    [Fact]
    public async Task Splitting_stops_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => CsvSplitter.SplitAsync(new MemoryStream(new byte[10]), CsvFiles.Plain(), 10, cancelled.Token));
    }

    private static async Task<bool> AgreesAsync(string text, int chunkBytes, int readBytes, CsvEncoding encoding)
    {
        byte[] bytes = encoding switch
        {
            CsvEncoding.Utf8 => CsvFiles.Bytes(text),
            CsvEncoding.Utf16LittleEndian => Encoding.Unicode.GetBytes(text),
            CsvEncoding.Utf16BigEndian => Encoding.BigEndianUnicode.GetBytes(text),
            _ => Encoding.Latin1.GetBytes(text.Replace('\u20AC', '\u0080')),
        };
        CsvSniff sniff = CsvFiles.Plain(encoding: encoding);
        List<SeenRecord> whole = CsvFiles.ReadWhole(bytes, sniff);
        List<SeenRecord> chunked = await CsvFiles.ReadInChunksAsync(bytes, sniff, chunkBytes, readBytes);
        return chunked.SequenceEqual(whole);
    }

    private static Gen<(TA A, TB B, TC C)> Three<TA, TB, TC>(Gen<TA> first, Gen<TB> second, Gen<TC> third) =>
        from a in first
        from b in second
        from c in third
        select (a, b, c);
}
