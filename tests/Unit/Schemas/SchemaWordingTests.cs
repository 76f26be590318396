using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class SchemaWordingTests
{
    private const string Id = """{ "name": "a", "type": "string", "role": "id" }""";

    [Fact]
    public void Wording_of_fields_and_groups_is_read_by_language()
    {
        Schema schema = Parse("""
            { "name": "some", "groups": [ { "name": "visits", "wording": { "pt": { "title": "Visitas", "none": "nunca veio" } } } ],
              "fields": [ { "name": "a", "type": "string", "role": "id" },
                { "name": "web_visits", "type": "integer", "group": "visits",
                  "wording": { "en": { "title": "Web visits", "reason": "came {value} times", "one": "came once", "none": "never came", "missing": "visits not counted", "high": "many visits", "low": "few visits" }, "es": {} } },
                { "name": "plan", "type": "string", "constraints": { "enum": ["Basic", "Gold"] }, "wording": { "es": { "values": { "Gold": "oro" } } } } ] }
            """);

        schema.Fields[1].Wording.ShouldBe(new LocalWording(new Wording("Web visits", "came {value} times", "came once", "never came", "visits not counted", High: "many visits", Low: "few visits"), new Wording()));
        schema.Fields[2].Wording.Spanish!.Values.ShouldBe(new Dictionary<string, string> { ["Gold"] = "oro" });
        schema.Fields[0].Wording.ShouldBe(LocalWording.None);
        schema.Groups.ShouldHaveSingleItem().Wording.ShouldBe(new LocalWording(Portuguese: new Wording("Visitas", None: "nunca veio")));
    }

    [Fact]
    public void A_title_is_the_one_of_the_language_or_the_readable_name()
    {
        SchemaField field = Parse($$"""{ "name": "some", "fields": [ {{Id}}, { "name": "web_visits", "type": "integer", "wording": { "es": { "title": "Visitas" } } } ] }""").Fields[1];

        field.TitleIn(Language.Spanish).ShouldBe("Visitas");
        field.TitleIn(Language.English).ShouldBe("web visits");
        (field with { Name = "__" }).TitleIn(Language.Portuguese).ShouldBe("__");
    }

    [Theory]
    [InlineData("""{ "fr": { "title": "x" } }""", "field b.wording is in the language 'fr'; expected en, es or pt.")]
    [InlineData("""{ "en": { "name": "x" } }""", "field b.wording.en.name is not known; expected title, help, reason, one, none, missing, high, low or values.")]
    [InlineData("""{ "en": { "title": 5 } }""", "field b.wording.en.title is 5; expected a text.")]
    [InlineData("""{ "en": { "title": " " } }""", "field b.wording.en.title is blank; expected a text.")]
    [InlineData("""{ "es": { "reason": null } }""", "field b.wording.es.reason is null; expected a text.")]
    [InlineData("""{ "pt": { "reason": "{value} of {value}" } }""", "field b.wording.pt.reason is '{value} of {value}'; expected {value} once at most and no other braces.")]
    [InlineData("""{ "pt": { "none": "{Value}" } }""", "field b.wording.pt.none is '{Value}'; expected {value} once at most and no other braces.")]
    [InlineData("""{ "en": { "missing": "no {value}" } }""", "field b.wording.en.missing is 'no {value}'; expected no braces")]
    [InlineData("""{ "en": { "title": "two\nlines" } }""", "field b.wording.en.title is of 9 characters; expected at most 200 characters, on one line.")]
    [InlineData("""{ "en": { "high": "over {value}" } }""", "field b.wording.en.high is 'over {value}'; expected no braces")]
    [InlineData("""{ "es": { "low": 0 } }""", "field b.wording.es.low is 0; expected a text.")]
    [InlineData("""{ "en": { "values": "x" } }""", "field b.wording.en.values is String; expected an object")]
    [InlineData("""{ "en": { "values": { "Silver": "x" } } }""", "field b.wording.en.values is for 'Silver'; expected one of constraints.enum.")]
    [InlineData("""{ "en": { "values": { "Gold": 1 } } }""", "field b.wording.en.values['Gold'] is 1; expected a text.")]
    public void Wrong_wording_is_told_place_found_and_expected(string wording, string message) =>
        Refused($$"""{ "name": "some", "fields": [ {{Id}}, { "name": "b", "type": "string", "constraints": { "enum": ["Gold"] }, "wording": {{wording}} } ] }""").ShouldContain(message);

    [Fact]
    public void A_text_of_200_characters_is_read_and_a_longer_one_refused()
    {
        string File(int length) => $$"""{ "name": "some", "fields": [ {{Id}}, { "name": "b", "type": "number", "wording": { "en": { "title": "{{new string('x', length)}}" } } } ] }""";

        Parse(File(200)).Fields[1].TitleIn(Language.English).Length.ShouldBe(200);
        Refused(File(201)).ShouldContain("field b.wording.en.title is of 201 characters");
    }

    [Theory]
    [InlineData("""{ "name": "others" }""", "groups[0].name is 'others'; expected the group of a field with the role feature.")]
    [InlineData("""{ "name": "kept" }""", "groups[0].name is 'kept'; expected the group of a field with the role feature.")]
    [InlineData("""{ "wording": {} }""", "groups[0].name is missing")]
    [InlineData("null", "groups[0].name is missing")]
    [InlineData("""{ "name": "visits" }, { "name": "visits" }""", "groups[1].name is 'visits' again; expected each group once.")]
    [InlineData("""{ "name": "visits", "wording": { "en": { "titel": "x" } } }""", "group visits.wording.en.titel is not known")]
    public void A_wrong_group_is_told_place_found_and_expected(string groups, string message) =>
        Refused($$"""
            { "name": "some", "groups": [ {{groups}} ],
              "fields": [ {{Id}}, { "name": "b", "type": "number", "group": "visits" }, { "name": "c", "type": "number", "role": "attribute", "group": "kept" } ] }
            """).ShouldContain(message);

    [Fact]
    public void No_model_depends_on_wording()
    {
        string Print(string groups, string wording) =>
            Parse($$"""{ "name": "some", {{groups}} "fields": [ {{Id}}, { "name": "b", "type": "number", "group": "visits"{{wording}} } ] }""").Fingerprint;
        string print = Print("", "");

        Print("", """, "wording": { "en": { "title": "Visits", "reason": "came {value} times", "high": "many visits" } }""").ShouldBe(print);
        Print("""  "groups": [ { "name": "visits", "wording": { "en": { "title": "Visits" } } } ],""", "").ShouldBe(print);
    }

    private static Schema Parse(string json) => SchemaFile.Parse(BinaryData.FromString(json), "mine.json");

    private static string Refused(string json)
    {
        string message = Should.Throw<SchemaFileException>(() => Parse(json)).Message;
        message.ShouldStartWith("mine.json: ");
        return message;
    }
}
