using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class FilesWithoutIdsTests
{
    private static readonly Schema Demo = Parse(
        """{"name":"member","type":"integer","role":"id","aliases":["Customer number"],"constraints":{"required":true}},""");

    private static readonly Schema Nameless = Parse("");

    [Theory]
    [InlineData(HeaderPurpose.Score)]
    [InlineData(HeaderPurpose.Train)]
    public void A_file_without_the_column_of_ids_is_complete_and_says_what_may_be_meant(HeaderPurpose purpose)
    {
        HeaderMatch match = HeaderMatcher.Match(Demo, ["Membr", "age", "visits", "happy", "Town", "Customer numbr", "bought"], purpose);

        match.IsComplete.ShouldBeTrue(match.Sentence);
        match.HasIds.ShouldBeFalse();
        match.LikelyIds.ShouldBe(["Customer numbr", "Membr"]);
        HeaderMatcher.Match(Demo, ["age", "Customer number", "bought"], purpose).HasIds.ShouldBeTrue();
        HeaderMatcher.Match(Nameless, ["age", "visits", "bought"], purpose).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void A_record_without_its_id_is_rejected_only_where_the_file_has_the_column()
    {
        Type(["member", "age", "bought"], ",40,1", out _, out Reject reject).ShouldBeFalse();
        RejectText.Code(reject).ShouldBe("missing_id");
        Type(["age", "visits", "bought"], "40,3,1", out TypedRecord record, out _).ShouldBeTrue();
        record.Repairs.ShouldBeEmpty();
        record.Text(Demo.IdField).Length.ShouldBe(0);
    }

    [Fact]
    public void A_file_of_none_of_the_features_is_no_file_of_the_kind()
    {
        HeaderMatch match = HeaderMatcher.Match(Nameless, ["foo", "bought"], HeaderPurpose.Train);

        match.IsComplete.ShouldBeFalse();
        match.Sentence.ShouldBe("Members needs columns that the file does not have: age; visits; happy; town.");
        HeaderMatcher.Match(Demo, ["member"], HeaderPurpose.Score).IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void Without_ids_one_common_header_does_not_make_a_file_one_of_the_kind()
    {
        var catalog = new SchemaCatalog([Demo]);

        HeaderMatcher.Best(catalog, ["town", "shape"], HeaderPurpose.Score, out string? sentence).ShouldBeNull();
        sentence.ShouldBe("The file fits no kind of file that is known; the nearest is Members. It has no column of ids and only 1 of 4 columns of that kind; put it into the folder demo if it is one all the same.");
        HeaderMatcher.Best(catalog, ["town", "age"], HeaderPurpose.Score, out _).ShouldNotBeNull();
        HeaderMatcher.Best(catalog, ["town", "member"], HeaderPurpose.Score, out _).ShouldNotBeNull();
    }

    [Fact]
    public void Customers_may_have_no_ids_at_all_and_transactions_may_not()
    {
        Nameless.IdField.ShouldBe(-1);
        Should.Throw<SchemaFileException>(() => SchemaFile.Parse(BinaryData.FromString("""{"name":"sales","grain":"transaction","fields":[{"name":"a","type":"string"}]}"""), "s"))
            .Message.ShouldContain("0 with the role id; expected exactly one");
    }

    private static Schema Parse(string id) => SchemaFile.Parse(
        BinaryData.FromString($$"""
            {"name":"demo","title":"Members","fields":[{{id}}
              {"name":"age","type":"integer"},{"name":"visits","type":"integer"},{"name":"happy","type":"boolean"},{"name":"town","type":"string"},
              {"name":"bought","type":"boolean","role":"target"}]}
            """),
        "demo.json");

    private static bool Type(string[] header, string line, out TypedRecord record, out Reject reject)
    {
        record = new TypedRecord(Demo);
        var csv = new CsvReader(new CsvDialect(), System.Text.Encoding.UTF8.GetBytes(line + "\n"), 2);
        csv.Read().ShouldBeTrue();
        return new RecordTyper(HeaderMatcher.Match(Demo, header, HeaderPurpose.Train), new CsvDialect()).TryType(csv, record, out reject);
    }
}
