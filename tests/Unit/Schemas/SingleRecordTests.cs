using System.Text.Json;
using Clientele.Schemas;

namespace Clientele.Tests.Schemas;

public class SingleRecordTests
{
    private static readonly Schema Shop = SchemaFile.Parse(
        BinaryData.FromString("""
            {
              "name": "shop", "title": "Shop customers", "grain": "customer", "missingValues": ["n/a"],
              "fields": [
                { "name": "Code", "type": "string", "role": "id" },
                { "name": "Income", "type": "number", "aliases": ["Renda"], "constraints": { "minimum": 0 } },
                { "name": "Note", "type": "string", "role": "attribute" },
                { "name": "Bought", "type": "boolean", "role": "target" }
              ]
            }
            """),
        "shop.json");

    private static readonly SchemaField[] Asked =
    [
        new() { Name = "spend_total", Type = FieldType.Number, Minimum = 0, Maximum = 5000, Aliases = ["Gasto total"] },
        new() { Name = "accepted_total", Type = FieldType.Integer, Minimum = 0, Maximum = 5, MissingValues = ["n/a"] },
    ];

    private readonly SingleRecord _reader = new(Shop, Asked);
    private readonly TypedRecord _record = new(Shop);
    private readonly List<FieldProblem> _problems = [];

    [Fact]
    public void Totals_are_read_by_name_and_alias_beside_the_fields()
    {
        Read("""{"Income":10,"SPEND TOTAL":"1,200.5","accepted_total":2}""").ShouldBeTrue();

        _reader.Totals.ToArray().ShouldBe([1200.5, 2]);
        _record.Numbers[1].ShouldBe(10);

        Read("""{"gasto_total":7}""").ShouldBeTrue();
        _reader.Totals.ToArray().ShouldBe([7, double.NaN]);
    }

    [Fact]
    public void A_total_that_cannot_be_used_is_named_like_a_field()
    {
        Read("""{"spend_total":-1,"accepted_total":"many","Accepted Total":1}""").ShouldBeFalse();

        _problems.Select(problem => (problem.Name, problem.Code)).ShouldBe([("spend_total", "out_of_range"), ("accepted_total", "not_readable"), ("Accepted Total", "given_twice")]);
        _problems[0].Sentence.ShouldBe("'-1' in spend_total is outside what is possible (0 to 5000).");
        _problems[1].Sentence.ShouldBe("'many' in accepted_total is not a whole number.");
    }

    [Fact]
    public void A_rounded_total_is_no_repair_of_a_field_and_a_missing_one_is_not_given()
    {
        Read("""{"accepted_total":1.6,"spend_total":null}""").ShouldBeTrue();
        _reader.Totals.ToArray().ShouldBe([double.NaN, 2]);
        _record.Repairs.ShouldBeEmpty();

        Read("""{"accepted_total":"n/a"}""").ShouldBeTrue();
        _reader.Totals[1].ShouldBe(double.NaN);
    }

    [Fact]
    public void A_field_wins_over_a_total_of_the_same_name()
    {
        var reader = new SingleRecord(Shop, [new SchemaField { Name = "income", Type = FieldType.Number }]);
        using JsonDocument json = JsonDocument.Parse("""{"income":3}""");

        reader.Read(json.RootElement, _record, _problems).ShouldBeTrue();

        _record.Numbers[1].ShouldBe(3);
        reader.Totals[0].ShouldBe(double.NaN);
    }

    [Fact]
    public void A_total_that_is_no_number_is_refused()
        => Should.Throw<ArgumentException>(() => new SingleRecord(Shop, [new SchemaField { Name = "since", Type = FieldType.Date }])).Message.ShouldContain("since");

    [Fact]
    public void A_reader_keeps_nothing_of_the_customer_before()
    {
        Read("""{"Code":"a","Income":1,"Note":"x","spend_total":3}""").ShouldBeTrue();
        Enumerable.Range(0, 4).Select(_reader.IsGiven).ShouldBe([true, true, true, false]);

        Read("""{"Code":"b","Renda":"n/a"}""").ShouldBeTrue();

        Enumerable.Range(0, 4).Select(_reader.IsGiven).ShouldBe([true, false, false, false]);
        _record.TextString(0).ShouldBe("b");
        _record.Numbers[1].ShouldBe(double.NaN);
        _record.TextString(2).ShouldBeEmpty();
    }

    [Fact]
    public void Texts_are_read_as_they_are_meant_with_escapes_and_without()
    {
        Read("""{"Code":"Jos\u00e9 \"P\"","Note":"plain é"}""").ShouldBeTrue();
        _record.TextString(0).ShouldBe("José \"P\"");
        _record.TextString(2).ShouldBe("plain é");
    }

    [Theory]
    [InlineData("""{"Note":"\ud800"}""", "Note")]
    [InlineData("""{"\ud800":1}""", "\uFFFD")]
    [InlineData("""{"Income":1e999}""", "Income")]
    [InlineData("""{"Income":{}}""", "Income")]
    [InlineData("""{"Income":[1]}""", "Income")]
    [InlineData("""[]""", "")]
    public void What_no_value_can_be_is_a_problem_and_no_exception(string json, string name)
    {
        Read(json).ShouldBeFalse();
        _problems.ShouldHaveSingleItem().Name.ShouldBe(name);
    }

    [Fact]
    public void The_target_may_be_there_and_is_not_read()
    {
        Read("""{"Bought":1}""").ShouldBeTrue();
        _record.Numbers[3].ShouldBe(double.NaN);
        _reader.IsGiven(3).ShouldBeFalse();
    }

    private bool Read(string json)
    {
        _problems.Clear();
        using JsonDocument document = JsonDocument.Parse(json);
        return _reader.Read(document.RootElement, _record, _problems);
    }
}
