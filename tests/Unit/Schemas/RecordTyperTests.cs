using System.Text;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class RecordTyperTests
{
    private const string SchemaJson = """
        {"name":"demo","fields":[
          {"name":"id","type":"integer","role":"id"},
          {"name":"amount","type":"number","constraints":{"required":true,"maximum":1000}},
          {"name":"age","type":"integer","constraints":{"minimum":18},"missingValues":["99"]},
          {"name":"since","type":"date","constraints":{"minimum":"2000-01-01"}},
          {"name":"happy","type":"boolean"},
          {"name":"town","type":"string","constraints":{"enum":["Lima","São Paulo"]},"categoryAliases":{"SP":"São Paulo"}},
          {"name":"note","type":"string","role":"attribute"},
          {"name":"bought","type":"boolean","role":"target"}],
         "missingValues":["n/a"]}
        """;

    private static readonly Schema Demo = SchemaFile.Parse(BinaryData.FromString(SchemaJson), "demo.json");

    [Theory]
    [InlineData("5524", "5524")]
    [InlineData("005524", "5524")]
    [InlineData("+5524", "5524")]
    [InlineData("5524.0", "5524")]
    [InlineData(" 5524 ", "5524")]
    [InlineData("0", "0")]
    [InlineData("000", "0")]
    [InlineData("-7", "-7")]
    [InlineData("\"5,524\"", "5524")]
    [InlineData("123456789012345678901", "123456789012345678901")]
    public void One_customer_has_one_id_however_it_is_written(string written, string id)
    {
        TypedRecord record = Accepted($"{written},1,20,2012-09-04,1,Lima,x,1");
        record.TextString(0).ShouldBe(id);
        record.Repairs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(",1,20,2012-09-04,1,Lima,x,1", "missing_id", "id")]
    [InlineData("n/a,1,20,2012-09-04,1,Lima,x,1", "missing_id", "id")]
    [InlineData("12a,1,20,2012-09-04,1,Lima,x,1", "not_readable", "id")]
    [InlineData("1.2E+05,1,20,2012-09-04,1,Lima,x,1", "not_readable", "id")]
    [InlineData("1.5,1,20,2012-09-04,1,Lima,x,1", "not_readable", "id")]
    [InlineData("1,,20,2012-09-04,1,Lima,x,1", "missing_required", "amount")]
    [InlineData("1,abc,20,2012-09-04,1,Lima,x,1", "not_readable", "amount")]
    [InlineData("1,1001,20,2012-09-04,1,Lima,x,1", "out_of_range", "amount")]
    [InlineData("1,1,20,2012-09-04,1,Lima,x,", "missing_required", "bought")]
    [InlineData("1,1,20", "wrong_field_count", "")]
    [InlineData("1,1,20,2012-09-04,1,Lima,x,1,more", "wrong_field_count", "")]
    [InlineData(",,,,,,,", "empty_record", "")]
    [InlineData(",,", "empty_record", "")]
    [InlineData("1,\"1", "unclosed_quote", "")]
    [InlineData("1,\0,20,2012-09-04,1,Lima,x,1", "nul_byte", "")]
    public void A_record_that_cannot_be_used_is_rejected_with_its_reason(string line, string code, string column)
    {
        Type(line, HeaderPurpose.Train, out _, out Reject reject).ShouldBeFalse();
        RejectText.Code(reject).ShouldBe(code);
        RejectText.Column(Demo, reject).ShouldBe(column);
        RejectText.Sentence(Demo, reject, "example").ShouldEndWith(".");
    }

    [Fact]
    public void An_id_of_more_than_256_bytes_is_rejected()
    {
        Type(new string('7', 257) + ",1,20,2012-09-04,1,Lima,x,1", HeaderPurpose.Train, out _, out Reject reject).ShouldBeFalse();
        reject.ShouldBe(new Reject(0, RejectCode.IdTooLong));
    }

    [Theory]
    [InlineData("1,1,,2012-09-04,1,Lima,x,1", 2, RepairCode.Missing)]
    [InlineData("1,1,20,N/A,1,Lima,x,1", 3, RepairCode.Missing)]
    [InlineData("1,1,99,2012-09-04,1,Lima,x,1", 2, RepairCode.Missing)]
    [InlineData("1,1,N/A,2012-09-04,1,Lima,x,1", 2, RepairCode.NotReadable)]
    [InlineData("1,1,17,2012-09-04,1,Lima,x,1", 2, RepairCode.OutOfRange)]
    [InlineData("1,1,20,1999-12-31,1,Lima,x,1", 3, RepairCode.OutOfRange)]
    [InlineData("1,1,20,yesterday,1,Lima,x,1", 3, RepairCode.NotReadable)]
    [InlineData("1,1,20,2012-09-04,2,Lima,x,1", 4, RepairCode.NotReadable)]
    public void A_value_that_cannot_be_used_is_repaired_and_left_empty(string line, int field, RepairCode code)
    {
        TypedRecord record = Accepted(line);
        record.Repairs.ShouldBe([new Repair(field, code)]);
        record.Numbers[field].ShouldBe(double.NaN);
        RepairText.Sentence(Demo, record.Repairs[0], "x").ShouldEndWith(".");
    }

    [Fact]
    public void Fractions_round_and_spellings_find_their_category_and_unknown_ones_stay_text()
    {
        TypedRecord record = Accepted("1,1,20.5,2012-09-04,sí,sao paulo,,1,,");
        record.Numbers[2].ShouldBe(21);
        record.Numbers[4].ShouldBe(1);
        record.TextString(5).ShouldBe("São Paulo");
        record.Numbers[5].ShouldBe(1);
        record.Repairs.ShouldBe([new Repair(2, RepairCode.Rounded), new Repair(5, RepairCode.CategoryMapped)]);

        TypedRecord unknown = Accepted("1,1,20,2012-09-04,não,Quito,note,0");
        unknown.TextString(5).ShouldBe("Quito");
        unknown.Numbers[5].ShouldBe(-1);
        unknown.Repairs.ShouldBe([new Repair(5, RepairCode.UnknownCategory)]);
        Accepted("1,1,20,2012-09-04,1,SP,x,1").TextString(5).ShouldBe("São Paulo");
    }

    [Fact]
    public void A_target_is_not_read_from_a_file_to_score()
    {
        Type("1,1,20,2012-09-04,1,Lima,x,nonsense", HeaderPurpose.Score, out TypedRecord record, out _).ShouldBeTrue();
        record.Numbers[7].ShouldBe(double.NaN);
        record.Repairs.ShouldBeEmpty();
    }

    [Fact]
    public void Free_text_is_cut_at_a_whole_character()
    {
        TypedRecord record = Accepted($"1,1,20,2012-09-04,1,Lima,x{new string('€', 4000)},1");
        record.Text(6).Length.ShouldBe(8191);
        record.TextString(6).ShouldEndWith("€");
        record.Repairs.ShouldBe([new Repair(6, RepairCode.Shortened)]);
    }

    [Fact]
    public void Typing_allocates_nothing_per_record()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},1.5,20,2012-09-04,1,São Paulo,note,1\r\n{i},\"$5\",x,3-Sep-12,no,SAO PAULO,note,0\r\n")));
        var dialect = new CsvDialect();
        var reader = new CsvReader(dialect);
        var typer = new RecordTyper(HeaderMatcher.Match(Demo, [.. Demo.Fields.Select(f => f.Name)], HeaderPurpose.Train), dialect);
        var record = new TypedRecord(Demo);
        int TypeAll()
        {
            reader.Reset(bytes, 1);
            int accepted = 0;
            while (reader.Read())
            {
                accepted += typer.TryType(reader, record, out _) ? 1 : 0;
            }

            return accepted;
        }

        TypeAll().ShouldBe(2000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TypeAll();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    [Fact]
    public void Every_code_has_a_name_and_a_sentence()
    {
        Enum.GetValues<RejectCode>().Select(RejectText.Code).Distinct().Count().ShouldBe(Enum.GetValues<RejectCode>().Length);
        Enum.GetValues<RejectCode>().Select(code => RejectText.Sentence(Demo, new Reject(-1, code))).Distinct().Count().ShouldBe(Enum.GetValues<RejectCode>().Length);
        Enum.GetValues<RepairCode>().Select(RepairText.Code).Distinct().Count().ShouldBe(Enum.GetValues<RepairCode>().Length);
        Enum.GetValues<RepairCode>().Select(code => RepairText.Sentence(Demo, new Repair(2, code))).Distinct().Count().ShouldBe(Enum.GetValues<RepairCode>().Length);
    }

    private static TypedRecord Accepted(string line)
    {
        Type(line, HeaderPurpose.Train, out TypedRecord record, out Reject reject).ShouldBeTrue(reject.ToString());
        return record;
    }

    private static bool Type(string line, HeaderPurpose purpose, out TypedRecord record, out Reject reject)
    {
        var dialect = new CsvDialect();
        var reader = new CsvReader(dialect, Encoding.UTF8.GetBytes(line), 1);
        reader.Read().ShouldBeTrue();
        record = new TypedRecord(Demo);
        return new RecordTyper(HeaderMatcher.Match(Demo, [.. Demo.Fields.Select(f => f.Name)], purpose), dialect).TryType(reader, record, out reject);
    }
}
