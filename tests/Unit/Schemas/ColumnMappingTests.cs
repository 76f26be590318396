using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class ColumnMappingTests
{
    private static readonly Schema Shop = SchemaFile.Parse(
        BinaryData.FromString("""
            {
              "name": "shop", "title": "Shop customers",
              "fields": [
                { "name": "id", "type": "integer", "role": "id" },
                { "name": "Año, de = alta", "type": "integer" },
                { "name": "income", "type": "number", "column": "required", "aliases": ["earnings"] },
                { "name": "town", "type": "string" }
              ]
            }
            """),
        "shop.json");

    private static readonly string[] Header = ["id", "wage", "town", "earnings"];

    [Fact]
    public void A_mapping_is_ascii_text_and_comes_back_from_it()
    {
        ColumnMapping mapping = ColumnMapping.Of([new("Año, de = alta", 1), new("income", ColumnMapping.NoColumn)]);

        string text = mapping.ToString();

        text.ShouldBe("A%C3%B1o%2C%20de%20%3D%20alta=2,income=none");
        ColumnMapping.Parse(text).Columns.ShouldBe(mapping.Columns);
        ColumnMapping.Parse(" income = 2 , town = NONE ").ToString().ShouldBe("income=2,town=none");
        ColumnMapping.Parse("").IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("income", "expected a field and its column")]
    [InlineData("=3", "expected a field and its column")]
    [InlineData("income=0", "expected a field and its column")]
    [InlineData("income=-1", "expected a field and its column")]
    [InlineData("income=99999999999", "expected a field and its column")]
    [InlineData("income=1,income=2", "twice")]
    public void What_is_no_mapping_is_refused(string text, string expected) =>
        Should.Throw<CsvFormatException>(() => ColumnMapping.Parse(text)).Message.ShouldContain(expected);

    [Fact]
    public void A_mapping_beyond_all_bounds_is_refused() =>
        Should.Throw<CsvFormatException>(() => ColumnMapping.Parse(new string('a', ColumnMapping.Longest) + "=1")).Message.ShouldContain("4,096");

    [Fact]
    public void Of_the_settings_the_last_mapping_stands_and_an_empty_one_takes_it_back()
    {
        ColumnMapping.Find([new("columns", "a=1"), new("delimiter", ";"), new("Columns", "b=2")]).ToString().ShouldBe("b=2");
        ColumnMapping.Find([new("columns", "a=1"), new("columns", "")]).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_field_is_taken_from_the_column_that_was_said_and_no_other_field_claims_it()
    {
        HeaderMatch match = Match("income=2,Año%2C de %3D alta=3");

        match.IsComplete.ShouldBeTrue();
        match.ColumnOfField.ShouldBe([0, 2, 1, -1]);
        match.UnknownColumns.ShouldBe(["earnings"]);
    }

    [Fact]
    public void A_field_that_was_said_to_have_no_column_has_none_and_may_be_missed()
    {
        Match("town=none").ColumnOfField.ShouldBe([0, -1, 3, -1]);
        Match("town=none").UnknownColumns.ShouldBe(["wage", "town"]);

        HeaderMatch without = Match("income=none");
        without.IsComplete.ShouldBeFalse();
        without.Missing.ShouldHaveSingleItem().Nearest.ShouldContain("earnings");
    }

    [Fact]
    public void A_mapping_decides_between_two_headers_that_claim_a_field()
    {
        string[] twice = ["id", "income", "Income"];
        HeaderMatcher.Match(Shop, twice, HeaderPurpose.Score).IsComplete.ShouldBeFalse();

        HeaderMatch match = HeaderMatcher.Match(Shop, twice, HeaderPurpose.Score, ColumnMapping.Parse("income=3"));

        match.IsComplete.ShouldBeTrue();
        match.ColumnOfField[2].ShouldBe(2);
    }

    [Theory]
    [InlineData("wealth=2", "The mapping of columns names wealth, which is no field of Shop customers.")]
    [InlineData("income=5", "The mapping of columns takes income from column 5, and the file has 4.")]
    [InlineData("income=2,town=2", "The mapping of columns takes both income and town from column 2 (wage).")]
    public void A_mapping_that_cannot_be_followed_makes_the_match_incomplete(string mapping, string sentence)
    {
        HeaderMatch match = Match(mapping);

        match.IsComplete.ShouldBeFalse();
        match.Sentence.ShouldBe(sentence);
        HeaderMatcher.Best(new SchemaCatalog([Shop]), Header, HeaderPurpose.Score, out string? reason, ColumnMapping.Parse(mapping)).ShouldBeNull();
        reason.ShouldNotBeNull().ShouldContain(sentence);
    }

    [Fact]
    public void What_the_header_says_by_itself_is_left_out()
    {
        ColumnMapping all = ColumnMapping.Of([new("id", 0), new("Año, de = alta", ColumnMapping.NoColumn), new("income", 1), new("town", 2)]);
        all.Beside(Shop, Header, HeaderPurpose.Score).ToString().ShouldBe("income=2");

        // Where several columns claim a field, that it has none is said by nobody but the person.
        ColumnMapping.Parse("town=none").Beside(Shop, ["id", "income", "town", "Town"], HeaderPurpose.Score).ToString().ShouldBe("town=none");
    }

    private static HeaderMatch Match(string mapping) => HeaderMatcher.Match(Shop, Header, HeaderPurpose.Score, ColumnMapping.Parse(mapping));
}
