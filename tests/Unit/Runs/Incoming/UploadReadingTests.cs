using System.Globalization;
using System.Text;
using Clientele.Csv;
using Clientele.Runs.Incoming;
using Clientele.Schemas;

namespace Clientele.Unit.Runs.Incoming;

public sealed class UploadReadingTests
{
    private static readonly SchemaCatalog Catalog = SchemaCatalog.Load(
    [
        ("shop.json", BinaryData.FromString("""
            {
              "name": "shop", "title": "Shop customers", "missingValues": ["n/a"],
              "fields": [
                { "name": "id", "type": "integer", "role": "id" },
                { "name": "joined", "type": "date", "constraints": { "required": true },
                  "wording": { "en": { "title": "Joined on" }, "es": { "title": "Fecha de alta" } } },
                { "name": "income", "type": "number", "column": "required" },
                { "name": "visits", "type": "integer" },
                { "name": "vip", "type": "boolean" },
                { "name": "accepted", "type": "boolean", "role": "target" }
              ]
            }
            """)),
        ("gym.json", BinaryData.FromString("""{ "name": "gym", "title": "Gym members", "fields": [ { "name": "member", "type": "string", "role": "id" }, { "name": "classes", "type": "integer" } ] }""")),
    ]);

    [Fact]
    public void A_file_is_shown_as_it_stands_and_as_it_is_understood()
    {
        UploadUnderstanding seen = Understand("id;joined;income;visits;vip;Notes\n1;13/09/2012;1.234,50;3,4;sí;good\n2;;5;1;no;\n3;14/09/2012;n/a;x;no;ok\n");

        seen.Problem.ShouldBeNull();
        seen.Schema.ShouldBe(new SchemaChoice("shop", "Shop customers", Grain.Customer, Appends: false));
        seen.Schemas.Select(schema => schema.Id).ShouldBe(["shop", "gym"]);
        seen.Dialect.ShouldNotBeNull().ShouldSatisfyAllConditions(
            dialect => (dialect.Delimiter, dialect.Encoding, dialect.Decimal, dialect.Dates).ShouldBe(("semicolon", "utf-8", "comma", "dmy")),
            dialect => dialect.Set.ShouldBeEmpty());
        seen.Columns.Select(column => (column.Header, column.Field)).ShouldBe([("id", "id"), ("joined", "joined"), ("income", "income"), ("visits", "visits"), ("vip", "vip"), ("Notes", null)]);
        seen.Columns[1].Samples.ShouldBe(["13/09/2012", "14/09/2012"]);
        seen.UnknownColumns.ShouldBe(["Notes"]);
        seen.Fields[1].Title.ShouldBe(new LocalText("Joined on", "Fecha de alta", "joined"));
        seen.Fields[1].IsNeeded.ShouldBeTrue();
        seen.IdsMissing.ShouldBeFalse();

        UnderstoodRecord first = seen.Records[0];
        first.Line.ShouldBe(2);
        first.Cells.ShouldBe(["1", "13/09/2012", "1.234,50", "3,4", "sí", "good"]);
        first.Values.Select(value => (value.Field, value.Text)).ShouldBe([("id", "1"), ("joined", "2012-09-13"), ("income", "1234.5"), ("visits", "3"), ("vip", "true")]);
        first.Values[3].Repair.ShouldNotBeNull().ShouldContain("'3,4' in visits");
        seen.Records[1].Reject.ShouldNotBeNull().ShouldContain("joined is empty");
        seen.Records[2].Values.Single(value => value.Field == "income").ShouldBe(new UnderstoodValue("income", null, "income is empty; the typical value was used."));
    }

    [Fact]
    public void What_a_person_says_counts_more_and_is_told_apart()
    {
        UploadUnderstanding seen = Understand(
            "id,joined,wage,visits\n1,01/02/2020,7,1\n",
            new UploadCorrections { Dates = "mdy", Schema = "shop", Columns = ColumnMapping.Parse("id=1,income=3,visits=none") });

        seen.Problem.ShouldBeNull();
        seen.SchemaIsSet.ShouldBeTrue();
        seen.Dialect.ShouldNotBeNull().Set.ShouldBe(["dates"]);
        seen.Fields.Where(field => field.IsSet).Select(field => (field.Name, field.Column)).ShouldBe([("income", 2), ("visits", null)]);
        seen.Records[0].Values.Select(value => value.Text).ShouldBe(["1", "2020-01-02", "7"]);
    }

    [Fact]
    public void A_file_that_lacks_a_column_names_it_with_the_nearest_and_shows_its_cells()
    {
        UploadUnderstanding seen = Understand("id,joined,incme\n1,2020-01-01,5\n");

        seen.Problem.ShouldNotBeNull().ShouldContain("the nearest is Shop customers");
        seen.Schema.ShouldNotBeNull().Id.ShouldBe("shop");
        seen.Unfound.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            unfound => (unfound.Name, unfound.IsAmbiguous).ShouldBe(("income", false)),
            unfound => unfound.Headers.ShouldBe(["incme"]));
        seen.Records.ShouldHaveSingleItem().Cells.ShouldBe(["1", "2020-01-01", "5"]);
        seen.Records[0].Values.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_without_ids_says_so_and_what_may_be_meant()
    {
        UploadUnderstanding seen = Understand("identifier,joined,income,visits,vip\n1,2020-01-01,5,1,no\n", new UploadCorrections { Schema = "shop" });

        seen.Problem.ShouldBeNull();
        seen.IdsMissing.ShouldBeTrue();
        Understand("ids,joined,income\n1,2020-01-01,5\n", new UploadCorrections { Schema = "shop" }).LikelyIds.ShouldBe(["ids"]);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("%PDF-1.7\n%...", "PDF")]
    [InlineData("foo,bar\n1,2\n", "none of those")]
    [InlineData("id,joined,income\n", "no customers below it")]
    public void What_cannot_be_used_says_why(string content, string sentence) => Understand(content).Problem.ShouldNotBeNull().ShouldContain(sentence);

    [Fact]
    public void Corrections_that_do_not_exist_are_a_problem_and_no_fault()
    {
        const string Content = "id,joined,income\n1,2020-01-01,5\n";
        Understand(Content, new UploadCorrections { Delimiter = "smile" }).Problem.ShouldNotBeNull().ShouldContain("delimiter");
        Understand(Content, new UploadCorrections { Schema = "nothing" }).Problem.ShouldNotBeNull().ShouldContain("no such kind of file");
        Understand(Content, new UploadCorrections { Schema = "shop", Columns = ColumnMapping.Parse("income=9") }).Problem.ShouldNotBeNull().ShouldContain("column 9");
        Understand(Content, new UploadCorrections { Schema = "shop", Columns = ColumnMapping.Parse("wealth=1") }).Problem.ShouldNotBeNull().ShouldContain("wealth");
    }

    [Fact]
    public void A_record_that_the_head_cuts_in_two_is_not_shown()
    {
        byte[] content = Encoding.UTF8.GetBytes("id,joined,income\n1,2020-01-01,5\n2,2020-01-02,12345\n");

        UploadUnderstanding seen = UploadReading.Understand(Upload(content.Length), content.AsMemory(0, content.Length - 4), Catalog, UploadCorrections.None);

        seen.Records.ShouldHaveSingleItem().Cells[0].ShouldBe("1");
    }

    [Fact]
    public void A_file_of_very_many_columns_and_long_cells_is_shown_in_part()
    {
        string header = string.Join(',', Enumerable.Range(0, 2000).Select(i => "c" + i.ToString(CultureInfo.InvariantCulture)));

        UploadUnderstanding seen = Understand($"{header}\n{string.Join(',', Enumerable.Repeat(new string('x', 300), 2000))}\n");

        seen.ColumnCount.ShouldBe(2000);
        seen.Columns.Count.ShouldBe(UploadReading.MostColumns);
        seen.Records[0].Cells.Count.ShouldBe(UploadReading.MostColumns);
        seen.Records[0].Cells[0].Length.ShouldBe(201);
    }

    [Fact]
    public void Settings_of_a_dialect_are_read_as_they_are_written()
    {
        foreach (CsvDialect dialect in new[]
        {
            new CsvDialect(),
            new CsvDialect { Delimiter = ';', Encoding = CsvEncoding.Windows1252, DecimalSeparator = ',', DateOrder = DateOrder.DayMonthYear },
            new CsvDialect { Delimiter = '\t', Encoding = CsvEncoding.Utf16LittleEndian, DateOrder = DateOrder.MonthDayYear },
            new CsvDialect { Delimiter = '|', Encoding = CsvEncoding.Utf16BigEndian },
        })
        {
            CsvDialectOverrides said = CsvDialectOverrides.Of(dialect);
            CsvDialectOverrides.Parse(said.ToSettings()).ShouldBe(said);
        }

        CsvDialectOverrides.None.ToSettings().ShouldBeEmpty();
    }

    private static UploadUnderstanding Understand(string content, UploadCorrections? corrections = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        return UploadReading.Understand(Upload(bytes.Length), bytes, Catalog, corrections ?? UploadCorrections.None);
    }

    private static UploadUnderstanding Upload(long bytes) => new() { Id = "x", FileName = "x.csv", Bytes = bytes };
}
