using System.Text;
using Clientele.Csv;

namespace Clientele.Unit.Csv;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,c", "a||c")]
    [InlineData("a,b,", "a|b|")]
    [InlineData(",,", "||")]
    [InlineData("\"a\",\"b c\",d", "a|b c|d")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\",c", "say \"hi\"|c")]
    [InlineData("\"\",c", "|c")]
    [InlineData("\"\"\"\",c", "\"|c")]
    [InlineData("5\" pipe,c", "5\" pipe|c")]
    [InlineData(" \"a\",c", " \"a\"|c")]
    [InlineData("\"a\"b,c", "ab|c")]
    [InlineData("\"a\"\"b\"c\"d\",e", "a\"bc\"d\"|e")]
    [InlineData("\"a\nb\",c", "a\nb|c")]
    public void A_record_falls_into_its_fields(string record, string fields) =>
        CsvFiles.FieldsOf(record).ShouldHaveSingleItem().ShouldBe(fields.Split('|'));

    [Theory]
    [InlineData("a\nb\n")]
    [InlineData("a\r\nb")]
    [InlineData("a\rb\r")]
    [InlineData("\n\na\r\n\r\n\rb\n\n")]
    public void Every_line_end_ends_a_record_and_blank_lines_are_none(string text) =>
        CsvFiles.FieldsOf(text).Select(fields => fields[0]).ShouldBe(["a", "b"]);

    [Fact]
    public void Lines_count_physical_lines_inside_quotes_and_blank_ones()
    {
        byte[] bytes = CsvFiles.Bytes("a\r\n\r\n\"b\nb\rb\"\rc\n\nd");
        CsvFiles.ReadWhole(bytes, CsvFiles.Plain()).Select(record => record.Line).ShouldBe([1L, 3L, 6L, 8L]);
    }

    [Fact]
    public void Records_longer_than_the_vector_width_keep_their_fields()
    {
        string[] fields = [.. Enumerable.Range(0, 500).Select(i => new string((char)('a' + (i % 26)), i % 90))];
        string record = string.Join(';', fields);
        List<string[]> read = CsvFiles.FieldsOf(record + "\r\n" + record + "\n" + record, ';');
        read.Count.ShouldBe(3);
        read.ShouldAllBe(seen => seen.SequenceEqual(fields));
    }

    [Fact]
    public void An_unclosed_quote_costs_one_line()
    {
        List<SeenRecord> records = CsvFiles.ReadWhole(CsvFiles.Bytes("1,a\n2,\"b\n3,c\n4,d\n"), CsvFiles.Plain());
        records.Select(record => record.Fault).ShouldBe([CsvFault.None, CsvFault.UnclosedQuote, CsvFault.None, CsvFault.None]);
        records[1].Raw.ShouldBe("2,\"b");
        records.Select(record => record.Line).ShouldBe([1L, 2L, 3L, 4L]);
    }

    [Fact]
    public void A_nul_byte_is_a_fault_of_its_record_alone()
    {
        List<SeenRecord> records = CsvFiles.ReadWhole(CsvFiles.Bytes("1,a\n2,b\0\n3,\"c\0\"\n4,d"), CsvFiles.Plain());
        records.Select(record => record.Fault).ShouldBe([CsvFault.None, CsvFault.NulByte, CsvFault.NulByte, CsvFault.None]);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("x", 1)]
    public void A_record_is_too_long_beyond_the_limit_and_not_before(string more, int faults)
    {
        string longest = new('a', RecordLimit);
        List<SeenRecord> records = CsvFiles.ReadWhole(CsvFiles.Bytes($"1\n{longest}{more}\n\"{longest[2..]}{more}\"\n2\n"), CsvFiles.Plain());
        records.Count.ShouldBe(4);
        records[1].Fault.ShouldBe(faults == 1 ? CsvFault.RecordTooLong : CsvFault.None);
        records[3].Fields.ShouldBe("2");
        records[3].Line.ShouldBe(4);
    }

    [Fact]
    public void Reading_allocates_nothing_per_record()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 2000; i++)
        {
            text.Append(i).Append(";\"quoted; text\";\"with \"\"quotes\"\"\";2012-09-04;plain\r\n");
        }

        byte[] bytes = CsvFiles.Bytes(text.ToString());
        var reader = new CsvReader(new CsvDialect { Delimiter = ';' });
        Count(reader, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = Count(reader, bytes);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
        count.ShouldBe(2000);
    }

    [Fact]
    public void A_field_that_is_not_there_is_an_argument_error()
    {
        var reader = new CsvReader(new CsvDialect(), CsvFiles.Bytes("a,b"), 1);
        reader.Read().ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => reader.Field(2).Length);
    }

    private const int RecordLimit = 1 << 20;

    private static int Count(CsvReader reader, byte[] bytes)
    {
        reader.Reset(bytes, 1);
        int count = 0;
        while (reader.Read())
        {
            count += reader.Field(reader.FieldCount - 1).Length == 5 ? 1 : 0;
        }

        return count;
    }
}
