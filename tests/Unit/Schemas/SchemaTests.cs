using System.Text.Json;
using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class SchemaTests
{
    private static readonly SchemaCatalog Catalog = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas"));
    private static readonly Schema Campaign = Catalog.Find("campaign") ?? throw new InvalidOperationException("campaign.json is not beside the tests.");

    [Fact]
    public void The_shipped_schemas_say_what_the_pipeline_needs()
    {
        Campaign.Fields.Count.ShouldBe(29);
        Campaign.Fields[Campaign.IdField].Name.ShouldBe("ID");
        Campaign.Fields[Campaign.TargetField].Name.ShouldBe("Response");
        Campaign.Economics.ShouldBe(new Economics(3, 11));
        Campaign.Fields.Count(field => field.Group == "spend").ShouldBe(6);
        Campaign.Fields.Count(field => field.Group == "accepted").ShouldBe(5);
        Campaign.Fingerprint.Length.ShouldBe(64);
        Schema transactions = Catalog.Find("transactions").ShouldNotBeNull();
        transactions.Grain.ShouldBe(Grain.Transaction);
        transactions.Economics.ShouldBeNull();
    }

    [Theory]
    [InlineData("{", "not readable")]
    [InlineData("{\"name\":\"Bad\",\"fields\":[]}", "name is 'Bad'")]
    [InlineData("{\"name\":\"good\",\"grain\":\"day\",\"fields\":[]}", "grain is 'day'; expected customer or transaction")]
    [InlineData("{\"name\":\"good\",\"fields\":[]}", "fields is a list of 0")]
    [InlineData("{\"name\":\"good\",\"fields\":[{\"name\":\"a\",\"type\":\"text\"}]}", "field a.type is 'text'; expected integer")]
    [InlineData("{\"name\":\"good\",\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"role\":\"id\"},{\"name\":\"b\",\"type\":\"string\",\"role\":\"id\"}]}", "2 with the role id; expected one at most")]
    [InlineData("{\"name\":\"good\",\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"role\":\"id\"},{\"name\":\"A_\",\"type\":\"string\"}]}", "also a name of field a")]
    [InlineData("{\"name\":\"good\",\"fields\":[{\"name\":\"a\",\"type\":\"integer\",\"role\":\"id\",\"constraints\":{\"minimum\":\"x\"}}]}", "constraints.minimum is \"x\"; expected a number")]
    [InlineData("{\"name\":\"good\",\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"role\":\"id\"},{\"name\":\"t\",\"type\":\"number\",\"role\":\"target\"}]}", "expected boolean")]
    [InlineData("{\"name\":\"good\",\"economics\":{\"contactCost\":5,\"responseValue\":2},\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"role\":\"id\"}]}", "economics")]
    public void A_wrong_schema_file_is_told_place_found_and_expected(string json, string message)
    {
        SchemaFileException wrong = Should.Throw<SchemaFileException>(() => SchemaFile.Parse(BinaryData.FromString(json), "mine.json"));
        wrong.Message.ShouldStartWith("mine.json");
        wrong.Message.ShouldContain(message);
    }

    [Fact]
    public void The_fingerprint_follows_what_a_model_depends_on_and_nothing_else()
    {
        string Print(string field) => SchemaFile.Parse(BinaryData.FromString($"{{\"name\":\"some\",\"fields\":[{{\"name\":\"a\",\"type\":\"string\",\"role\":\"id\"}},{field}]}}"), "x").Fingerprint;
        string print = Print("{\"name\":\"b\",\"type\":\"number\"}");
        Print("{\"name\":\"b\",\"type\":\"number\",\"aliases\":[\"c\"],\"description\":\"new\"}").ShouldBe(print);
        Print("{\"name\":\"b\",\"type\":\"integer\"}").ShouldNotBe(print);
        Print("{\"name\":\"b\",\"type\":\"number\",\"group\":\"spend\"}").ShouldNotBe(print);
    }

    [Theory]
    [InlineData("campaign", true)]
    [InlineData("a1b", true)]
    [InlineData("ab", false)]
    [InlineData("1ab", false)]
    [InlineData("Abc", false)]
    [InlineData("a-b", false)]
    [InlineData("añb", false)]
    public void A_schema_id_fits_into_a_table_name(string id, bool valid) => SchemaId.IsValid(id).ShouldBe(valid);

    [Fact]
    public void Headers_match_without_case_accents_and_punctuation_and_by_alias()
    {
        string[] header = [.. Campaign.Fields.Where(f => f.Role != FieldRole.Target).Select(f => f.Name switch
        {
            "Year_Birth" => "AÑO DE NACIMIENTO",
            "Income" => "Renda",
            "MntWines" => "mnt-wines",
            string name => name.ToUpperInvariant(),
        }).Reverse(), "Notes"];
        HeaderMatch match = HeaderMatcher.Best(Catalog, header, HeaderPurpose.Score, out string? sentence).ShouldNotBeNull();
        match.Schema.ShouldBe(Campaign);
        sentence.ShouldBeNull();
        match.UnknownColumns.ShouldBe(["Notes"]);
        header[match.ColumnOfField[1]].ShouldBe("AÑO DE NACIMIENTO");
        match.ColumnOfField[Campaign.TargetField].ShouldBe(-1);
        HeaderMatch training = HeaderMatcher.Match(Campaign, header, HeaderPurpose.Train);
        training.Missing.ShouldHaveSingleItem().Field.Name.ShouldBe("Response");
    }

    [Fact]
    public void A_missing_column_is_named_with_the_nearest_headers()
    {
        string[] header = [.. Campaign.Fields.Select(f => f.Name == "Income" ? "Incme" : f.Name == "Recency" ? "zzz" : f.Name)];
        HeaderMatch match = HeaderMatcher.Match(Campaign, header, HeaderPurpose.Score);
        match.IsComplete.ShouldBeFalse();
        match.Sentence.ShouldBe("Campaign customers needs columns that the file does not have: Income (nearest in the file: Incme); Recency.");
        HeaderMatcher.Best(Catalog, header, HeaderPurpose.Score, out string? sentence).ShouldBeNull();
        sentence.ShouldNotBeNull().ShouldContain("the nearest is Campaign customers");
        HeaderMatcher.Best(Catalog, ["foo", "bar"], HeaderPurpose.Score, out sentence).ShouldBeNull();
        sentence.ShouldNotBeNull().ShouldContain("foo, bar");
    }

    [Fact]
    public void Two_headers_with_equal_right_to_a_field_are_refused_and_a_name_beats_an_alias()
    {
        string[] names = [.. Campaign.Fields.Select(f => f.Name)];
        HeaderMatch twice = HeaderMatcher.Match(Campaign, [.. names, "INCOME"], HeaderPurpose.Score);
        twice.IsComplete.ShouldBeFalse();
        twice.Sentence.ShouldBe("Several columns mean Income: Income (column 5), INCOME (column 30). Keep one of them.");
        HeaderMatch alias = HeaderMatcher.Match(Campaign, [.. names, "Renda"], HeaderPurpose.Score);
        alias.IsComplete.ShouldBeTrue();
        alias.UnknownColumns.ShouldBe(["Renda"]);
    }

    [Fact]
    public void A_single_record_goes_through_the_same_parsing()
    {
        using JsonDocument json = JsonDocument.Parse("""{"id":"005524","Renda":"1,234.5","Dt_Customer":"2012-09-04","estado civil":"casado","AcceptedCmp1":true,"Kidhome":1.4,"Recency":null}""");
        var record = new TypedRecord(Campaign);
        var problems = new List<FieldProblem>();
        SingleRecord.Read(json.RootElement, Campaign, record, problems).ShouldBeTrue();
        record.TextString(Campaign.IdField).ShouldBe("5524");
        record.Numbers[4].ShouldBe(1234.5);
        record.TextString(3).ShouldBe("Married");
        record.Numbers[5].ShouldBe(1);
        record.Repairs.ShouldContain(new Repair(5, RepairCode.Rounded));
        record.Numbers[8].ShouldBe(double.NaN);
    }

    [Fact]
    public void A_single_record_names_what_is_wrong_with_it_up_to_a_bound()
    {
        using JsonDocument json = JsonDocument.Parse("""{"Colour":1,"Income":"lots","Year_Birth":1700,"Marital_Status":"YOLO","Income ":5,"Education":[]}""");
        var problems = new List<FieldProblem>();
        SingleRecord.Read(json.RootElement, Campaign, new TypedRecord(Campaign), problems).ShouldBeFalse();
        problems.Select(p => p.Code).ShouldBe(["unknown_field", "not_readable", "out_of_range", "unknown_category", "given_twice", "not_readable"]);
        problems[1].Sentence.ShouldBe("'lots' in Income is not a number.");

        string many = "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"x{i}\":1")) + "}";
        problems.Clear();
        using JsonDocument flood = JsonDocument.Parse(many);
        SingleRecord.Read(flood.RootElement, Campaign, new TypedRecord(Campaign), problems).ShouldBeFalse();
        problems.Count.ShouldBe(SingleRecord.MaxProblems);
    }
}
