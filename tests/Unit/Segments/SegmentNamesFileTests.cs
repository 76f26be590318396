using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Unit.Segments;

public sealed class SegmentNamesFileTests
{
    private const string Written = """
        {
          "2": {
            "1": {
              "en": "Regulars",
              "es": "Niños, café",
              "pt": "Fiéis"
            },
            "10": {
              "en": "Others",
              "es": "Others",
              "pt": "Others"
            }
          },
          "recommended": {
            "3": {
              "en": "Gold",
              "es": "Gold",
              "pt": "Ouro"
            }
          }
        }
        """;

    [Fact]
    public void Names_are_read_and_written_in_one_order_and_a_language_left_out_is_told_in_English()
    {
        SegmentNamesFile names = Parse("""{ "recommended": { "3": { "pt": "Ouro", "en": "Gold" } }, "2": { "10": { "en": "Others", "es": null }, "1": { "en": "Regulars", "es": "Niños, café", "pt": "Fiéis" } } }""");

        names.Find("2", 1).ShouldBe(new LocalText("Regulars", "Niños, café", "Fiéis"));
        names.Find("recommended", 3).ShouldBe(new LocalText("Gold", "Gold", "Ouro"));
        names.Find("3", 3).ShouldBeNull();
        names.ToJson().ToString().ShouldBe(Written);
        Parse("\uFEFF" + Written).ToJson().ToString().ShouldBe(Written);
    }

    [Fact]
    public void A_name_is_given_changed_and_taken_away_and_the_file_before_stays_as_it_was()
    {
        SegmentNamesFile given = SegmentNamesFile.Empty.With("3", 2, new LocalText("a", "b", "c"));
        SegmentNamesFile changed = given.With("3", 2, new LocalText("d", "e", "f"));

        given.Find("3", 2)!.En.ShouldBe("a");
        changed.Find("3", 2)!.En.ShouldBe("d");
        changed.With("3", 2, null).ToJson().ToString().ShouldBe("{}");
        SegmentNamesFile.Empty.Find("3", 2).ShouldBeNull();
    }

    [Theory]
    [InlineData("null", "mine.json: the file is null; expected an object.")]
    [InlineData("[]", "mine.json: not names of segments (")]
    [InlineData("{", "mine.json: not names of segments (")]
    [InlineData("""{ "4": {} }""", "mine.json: '4' is not known; expected 2, 3, recommended.")]
    [InlineData("""{ "2": null }""", "mine.json: '2' is null; expected an object of ids and names.")]
    [InlineData("""{ "2": { "0": { "en": "a" } } }""", "mine.json: '2'.'0' is not an id; expected a whole number, 1 or more.")]
    [InlineData("""{ "2": { "01": { "en": "a" } } }""", "'2'.'01' is not an id")]
    [InlineData("""{ "2": { "-1": { "en": "a" } } }""", "'2'.'-1' is not an id")]
    [InlineData("""{ "2": { "1": null } }""", "mine.json: '2'.'1' is null; expected an object with en and, if wanted, es and pt.")]
    [InlineData("""{ "2": { "1": { "es": "a" } } }""", "mine.json: '2'.'1': en is blank; it must be a name of 1 to 80 characters on one line.")]
    [InlineData("""{ "2": { "1": { "en": "a", "pt": " " } } }""", "'2'.'1': pt is blank")]
    [InlineData("""{ "2": { "1": { "en": "a\nb" } } }""", "'2'.'1': en is more than one line, or has control characters")]
    [InlineData("""{ "2": { "1": { "en": "a\u2028b" } } }""", "'2'.'1': en is more than one line")]
    [InlineData("""{ "2": { "1": { "en": "a\ud800" } } }""", "mine.json: not names of segments (")]
    [InlineData("""{ "2": { "1": { "en": "a", "fr": "b" } } }""", "mine.json: not names of segments (")]
    [InlineData("""{ "2": { "1": { "en": 5 } } }""", "mine.json: not names of segments (")]
    [InlineData("""{ "2": { "1": { "en": "a" } }, "2": {} }""", "mine.json: not names of segments (")]
    public void What_is_no_file_of_names_is_refused_with_its_place(string json, string message) =>
        Should.Throw<SchemaFileException>(() => Parse(json)).Message.ShouldContain(message);

    [Fact]
    public void Names_of_80_characters_and_files_of_64_KiB_are_the_largest()
    {
        Parse($$"""{ "2": { "1": { "en": "{{new string('x', 80)}}" } } }""").Find("2", 1)!.En.Length.ShouldBe(80);
        Should.Throw<SchemaFileException>(() => Parse($$"""{ "2": { "1": { "en": "{{new string('x', 81)}}" } } }""")).Message.ShouldContain("en is 81 characters long");
        Should.Throw<SchemaFileException>(() => Parse("{}" + new string(' ', SegmentNamesFile.LargestFile))).Message.ShouldContain("the file is 65538 bytes; expected at most 65536.");

        SegmentNamesFile names = SegmentNamesFile.Empty;
        string longest = new('é', SegmentNamesFile.LongestName);
        Should.Throw<ArgumentException>(() =>
        {
            for (int id = 1; ; id++)
            {
                names = names.With("2", id, new LocalText(longest, longest, longest));
            }
        }).Message.ShouldContain("expected at most 65536");
        Parse(names.ToJson().ToString()).ToJson().ToString().ShouldBe(names.ToJson().ToString());
    }

    [Fact]
    public void What_is_no_name_key_or_id_is_not_given()
    {
        var name = new LocalText("a", "b", "c");

        Should.Throw<ArgumentException>(() => SegmentNamesFile.Empty.With("4", 1, name)).Message.ShouldContain("'4' is none of 2, 3, recommended.");
        Should.Throw<ArgumentOutOfRangeException>(() => SegmentNamesFile.Empty.With("2", 0, name));
        Should.Throw<ArgumentException>(() => SegmentNamesFile.Empty.With("2", 1, name with { Es = "" })).Message.ShouldContain("es is blank");
        SegmentNamesFile.ProblemsOf("a\t", null, "c").ShouldHaveSingleItem().Field.ShouldBe("en");
    }

    [Fact]
    public void Names_are_beside_the_schemas_and_are_not_taken_for_one()
    {
        SegmentNamesFile.NameOf("campaign").ShouldBe("segments/campaign.json");
        SchemaSource.IsRead(SegmentNamesFile.NameOf("campaign"), 100).ShouldBeFalse();
        SchemaSource.IsRead("segments.json", 100).ShouldBeTrue();
    }

    private static SegmentNamesFile Parse(string json) => SegmentNamesFile.Parse(BinaryData.FromString(json), "mine.json");
}
