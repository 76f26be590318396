using System.IO.Compression;
using System.Text;
using Clientele.Csv;

namespace Clientele.Unit.Csv;

/// <summary>Each file of <c>docs/csv.md</c> with the outcome that it documents.</summary>
public sealed class UglyFileTests
{
    public static TheoryData<string, byte[], string> NotCsv() => new()
    {
        { "nothing", [], "empty" },
        { "blank lines only", CsvFiles.Bytes("\r\n \n\t\r\n"), "empty" },
        { "a byte order mark only", [0xEF, 0xBB, 0xBF], "empty" },
        { "delimiters only", CsvFiles.Bytes(";;;\n"), "names no columns" },
        { "a workbook", CsvFiles.Bytes("PK\u0003\u0004....[Content_Types].xml....xl/workbook.xml"), "Excel workbook" },
        { "a zip", CsvFiles.Bytes("PK\u0003\u0004.....customers.csv"), "ZIP archive" },
        { "an old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "old Excel workbook" },
        { "gzip", Gzip("a,b\n1,2\n"), "gzip" },
        { "pdf", CsvFiles.Bytes("%PDF-1.7\n"), "PDF" },
        { "a sign-in page", CsvFiles.Bytes("\n<!DOCTYPE html><html><body>Sign in</body></html>"), "web page" },
        { "xml", CsvFiles.Bytes("<?xml version=\"1.0\"?><rows/>"), "XML" },
        { "json", CsvFiles.Bytes("[{\"ID\": 1}]"), "JSON" },
        { "random bytes", RandomBytes(), "not a text file" },
        { "an open quote in the header", CsvFiles.Bytes("ID;\"Income\n1;2\n"), "never closed" },
    };

    [Theory]
    [MemberData(nameof(NotCsv))]
    public void What_is_no_csv_is_refused_with_a_sentence(string name, byte[] bytes, string sentence) =>
        Should.Throw<CsvFormatException>(() => CsvSniffer.Sniff(bytes, isWholeFile: true), name).Message.ShouldContain(sentence, Case.Insensitive);

    public static TheoryData<string, byte[], CsvEncoding> Encodings()
    {
        const string Text = "ID;Año;Nombre\r\n1;1970;Núñez\r\n2;1980;\"São\nPaulo\"\r\n";
        return new()
        {
            { "utf-8", CsvFiles.Bytes(Text), CsvEncoding.Utf8 },
            { "utf-8 with mark", [.. Encoding.UTF8.GetPreamble(), .. CsvFiles.Bytes(Text)], CsvEncoding.Utf8 },
            { "utf-16 le with mark", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)], CsvEncoding.Utf16LittleEndian },
            { "utf-16 le", Encoding.Unicode.GetBytes(Text), CsvEncoding.Utf16LittleEndian },
            { "utf-16 be with mark", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text)], CsvEncoding.Utf16BigEndian },
            { "utf-16 be", Encoding.BigEndianUnicode.GetBytes(Text), CsvEncoding.Utf16BigEndian },
            { "windows-1252", Encoding.Latin1.GetBytes(Text), CsvEncoding.Windows1252 },
        };
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Every_encoding_gives_the_same_records(string name, byte[] bytes, CsvEncoding encoding)
    {
        CsvSniff sniff = CsvSniffer.Sniff(bytes, isWholeFile: true);
        sniff.Dialect.Encoding.ShouldBe(encoding, name);
        sniff.Header.ShouldBe(["ID", "Año", "Nombre"]);
        sniff.FirstRecordLine.ShouldBe(2);
        List<SeenRecord> records = await CsvFiles.ReadInChunksAsync(bytes, sniff, chunkBytes: 30);
        records.Select(record => record.Fields).ShouldBe(["1\u241F1970\u241FNúñez", "2\u241F1980\u241FSão\nPaulo"]);
        records.Select(record => record.Line).ShouldBe([2L, 3L]);
    }

    [Fact]
    public void Bytes_that_turn_out_not_to_be_utf8_late_are_read_as_windows_1252()
    {
        byte[] bytes = [.. CsvFiles.Bytes("ID,Text\n1,plain\n2,"), 0xA3, (byte)'5', (byte)'\n'];
        CsvSniff sniff = CsvSniffer.Sniff(bytes.AsSpan(0, 16), isWholeFile: false);
        sniff.Dialect.Encoding.ShouldBe(CsvEncoding.Utf8);
        var reader = new CsvReader(sniff.Dialect, bytes.AsMemory((int)sniff.FirstRecordOffset), 2);
        reader.Read();
        reader.Read();
        CsvText.ToText(reader.Field(1)).ShouldBe("£5");
    }

    [Fact]
    public void A_head_that_cuts_a_character_in_two_is_still_utf8()
    {
        byte[] bytes = CsvFiles.Bytes("ID,Text\n1,x€");
        CsvSniffer.Sniff(bytes.AsSpan(0, bytes.Length - 1), isWholeFile: false).Dialect.Encoding.ShouldBe(CsvEncoding.Utf8);
        CsvSniffer.Sniff(bytes.AsSpan(0, bytes.Length - 1), isWholeFile: true).Dialect.Encoding.ShouldBe(CsvEncoding.Windows1252);
    }

    [Fact]
    public void Trailing_empty_columns_are_dropped_and_inner_ones_stay() =>
        CsvSniffer.Sniff(CsvFiles.Bytes(",ID, Income ,,\n0,1,2,,\n"), isWholeFile: true).Header.ShouldBe(["", "ID", "Income"]);

    [Fact]
    public void A_few_nul_bytes_cost_their_records_and_not_the_file()
    {
        string rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{(i == 50 ? "\0" : "x")}\n"));
        byte[] bytes = CsvFiles.Bytes("a,b\n" + rows);
        List<SeenRecord> records = CsvFiles.ReadWhole(bytes, CsvSniffer.Sniff(bytes, isWholeFile: true));
        records.Count(record => record.Fault == CsvFault.NulByte).ShouldBe(1);
        records.Count.ShouldBe(100);
    }

    [Fact]
    public void Excel_s_separator_line_is_believed_and_skipped()
    {
        CsvSniff sniff = CsvSniffer.Sniff(CsvFiles.Bytes("sep=|\r\na,b|c\r\n1,2|3\r\n"), isWholeFile: true);
        sniff.Dialect.Delimiter.ShouldBe('|');
        sniff.Header.ShouldBe(["a,b", "c"]);
        sniff.FirstRecordLine.ShouldBe(3);
        sniff.FirstRecordOffset.ShouldBe(14);
    }

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(CsvFiles.Bytes(text));
        }

        return target.ToArray();
    }

    private static byte[] RandomBytes()
    {
        byte[] bytes = new byte[2000];
        new Random(5).NextBytes(bytes);
        return bytes;
    }
}
