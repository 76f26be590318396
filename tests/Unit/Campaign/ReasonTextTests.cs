using Clientele.Campaign;
using Clientele.Schemas;
using Clientele.Unit.Architecture;

namespace Clientele.Unit.Campaign;

public sealed class ReasonTextTests
{
    private static readonly Language[] Languages = Enum.GetValues<Language>();

    private static readonly Schema Campaign = SchemaCatalog.LoadFolder(Path.Combine(SourceTree.Root, "src", "Shared", "Schemas")).Find("campaign")!;

    /// <summary>No wording but that of the last field and of the group.</summary>
    private static readonly Schema Plain = SchemaFile.Parse(
        BinaryData.FromString("""
            { "name": "plain", "groups": [ { "name": "amounts", "wording": { "en": { "reason": "spent {value}", "none": "spent nothing" } } } ],
              "fields": [
                { "name": "code", "type": "string", "role": "id" },
                { "name": "Monthly_fee", "type": "number", "group": "amounts" },
                { "name": "Born", "type": "year" },
                { "name": "Contract_start", "type": "date" },
                { "name": "VIP", "type": "boolean" },
                { "name": "Plan", "type": "string", "constraints": { "enum": ["Basic", "Gold"] } },
                { "name": "Town", "type": "string" },
                { "name": "Extra", "type": "number", "group": "amounts", "wording": { "en": { "title": "Extra", "reason": "pays for extras" } } },
                { "name": "Shop", "type": "boolean", "wording": { "es": { "reason": "vino a la tienda" } } } ] }
            """),
        "plain.json");

    public static TheoryData<string, Language> Features()
    {
        var data = new TheoryData<string, Language>();
        foreach (Language language in Languages)
        {
            foreach (string field in Campaign.Fields.Where(field => field.Role == FieldRole.Feature).Select(field => field.Name))
            {
                data.Add(field, language);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void Every_feature_of_the_shipped_schema_is_told_in_every_language(string name, Language language)
    {
        int topic = Campaign.Fields.ToList().FindIndex(field => field.Name == name);
        SchemaField field = Campaign.Fields[topic];
        Wording wording = field.Wording.Of(language).ShouldNotBeNull();
        field.TitleIn(language).ShouldBe(wording.Title);
        char.IsUpper(wording.Title.ShouldNotBeNull()[0]).ShouldBeTrue();
        wording.Reason.ShouldNotBeNull().Contains(Wording.ValueMark, StringComparison.Ordinal).ShouldBe(field.Type != FieldType.Boolean);
        if (field.IsCategory)
        {
            wording.Values.ShouldNotBeNull().Keys.ShouldBe(field.Categories);
        }
        else
        {
            wording.None.ShouldNotBeNull().ShouldNotContain(Wording.ValueMark);
        }

        string[] sentences = [.. new[] { 0, 1, 2, double.NaN }.Select(value => Say(Campaign, topic, value, language))];
        sentences.ShouldAllBe(sentence => IsSentence(sentence));
        sentences.Distinct().Count().ShouldBe(field.Type == FieldType.Boolean ? 3 : 4);
    }

    [Theory]
    [InlineData("household")]
    [InlineData("spend")]
    [InlineData("purchases")]
    [InlineData("accepted")]
    public void Totals_that_mean_something_are_told_in_every_language(string name)
    {
        int topic = Campaign.Fields.Count + Campaign.Groups.ToList().FindIndex(group => group.Name == name);
        foreach (Language language in Languages)
        {
            Campaign.Groups[topic - Campaign.Fields.Count].TitleIn(language).ShouldNotBe(name);
            new[] { 0, 1, 2, double.NaN }.Select(value => Say(Campaign, topic, value, language)).ShouldAllBe(sentence => IsSentence(sentence));
        }
    }

    [Theory]
    [InlineData("NumCatalogPurchases", 3, "bought 3 times from the catalogue", "compró 3 veces por catálogo", "comprou 3 vezes por catálogo")]
    [InlineData("NumCatalogPurchases", 1, "bought once from the catalogue", "compró una vez por catálogo", "comprou uma vez por catálogo")]
    [InlineData("NumCatalogPurchases", 0, "never bought from the catalogue", "nunca compró por catálogo", "nunca comprou por catálogo")]
    [InlineData("NumCatalogPurchases", double.NaN, "catalogue purchases: unknown", "compras por catálogo: sin dato", "compras por catálogo: sem informação")]
    [InlineData("AcceptedCmp5", 1, "accepted campaign 5", "aceptó la campaña 5", "aceitou a campanha 5")]
    [InlineData("AcceptedCmp5", 0, "did not accept campaign 5", "no aceptó la campaña 5", "não aceitou a campanha 5")]
    [InlineData("Income", 58138.5, "household income of 58,138.5 a year", "ingresos del hogar de 58.138,5 al año", "renda familiar de 58.138,5 por ano")]
    [InlineData("Income", double.NaN, "household income not known", "ingresos del hogar desconocidos", "renda familiar desconhecida")]
    [InlineData("Year_Birth", 42, "is 42 years old", "tiene 42 años", "tem 42 anos")]
    [InlineData("Dt_Customer", 670, "customer for 22 months", "cliente desde hace 22 meses", "cliente há 22 meses")]
    [InlineData("Education", 4, "education: doctorate", "estudios: doctorado", "escolaridade: doutorado")]
    [InlineData("Education", -1, "education: Bootcamp", "estudios: Bootcamp", "escolaridade: Bootcamp")]
    public void A_marketer_reads_the_reason_in_their_own_language(string name, double value, string english, string spanish, string portuguese)
    {
        int topic = Campaign.Fields.ToList().FindIndex(field => field.Name == name);

        Languages.Select(language => Say(Campaign, topic, value, language, "Bootcamp")).ShouldBe([english, spanish, portuguese]);
    }

    [Theory]
    [InlineData(1234.5, "1,234.5", "1.234,5")]
    [InlineData(1234567, "1,234,567", "1.234.567")]
    [InlineData(12.346, "12.35", "12,35")]
    [InlineData(999.999, "1,000", "1.000")]
    [InlineData(-1234.056, "-1,234.06", "-1.234,06")]
    [InlineData(7.1, "7.1", "7,1")]
    [InlineData(0.1, "0.1", "0,1")]
    [InlineData(0.0999, "0.1", "0,1")]
    [InlineData(123456789012345, "123,456,789,012,345", "123.456.789.012.345")]
    [InlineData(-2.5, "-2.5", "-2,5")]
    [InlineData(0.256, "0.26", "0,26")]
    [InlineData(0.0123456, "0.012", "0,012")]
    [InlineData(2.001, "2", "2")]
    [InlineData(-1e-15, "0", "0")]
    [InlineData(3e17, "3E+17", "3E+17")]
    public void Numbers_have_the_language_s_separators_and_two_decimals_that_say_something(double value, string english, string others)
    {
        Say(Plain, 1, value, Language.English).ShouldBe("monthly fee: " + english);
        Say(Plain, 1, value, Language.Spanish).ShouldBe("monthly fee: " + others);
        Say(Plain, 1, value, Language.Portuguese).ShouldBe("monthly fee: " + others);
    }

    [Theory]
    [InlineData(0, "0 days", "0 días", "0 dias")]
    [InlineData(1, "1 day", "1 día", "1 dia")]
    [InlineData(59, "59 days", "59 días", "59 dias")]
    [InlineData(60, "2 months", "2 meses", "2 meses")]
    [InlineData(729, "24 months", "24 meses", "24 meses")]
    [InlineData(730, "2 years", "2 años", "2 anos")]
    [InlineData(36525, "100 years", "100 años", "100 anos")]
    public void A_date_is_told_by_how_long_ago_it_was(double days, string english, string spanish, string portuguese)
    {
        Say(Plain, 3, days, Language.English).ShouldBe($"contract start: {english} ago");
        Say(Plain, 3, days, Language.Spanish).ShouldBe($"contract start: hace {spanish}");
        Say(Plain, 3, days, Language.Portuguese).ShouldBe($"contract start: há {portuguese}");
        Say(Plain, 3, -Math.Max(1, days), Language.English).ShouldStartWith("contract start: in ");
    }

    [Theory]
    [InlineData(2, 45, "born: 45 years ago")]
    [InlineData(2, 1, "born: 1 year ago")]
    [InlineData(2, -3, "born: in 3 years")]
    [InlineData(2, double.NaN, "born: unknown")]
    [InlineData(4, 1, "VIP: yes")]
    [InlineData(4, 0, "VIP: no")]
    [InlineData(5, 1, "plan: Gold")]
    [InlineData(5, -1, "plan: the customer's own")]
    [InlineData(6, -1, "town: the customer's own")]
    [InlineData(6, double.NaN, "town: unknown")]
    [InlineData(7, 5, "pays for extras")]
    [InlineData(7, 0, "extra: 0")]
    [InlineData(8, 1, "shop: yes")]
    [InlineData(9, 0, "spent nothing")]
    [InlineData(9, 1, "spent 1")]
    public void Without_words_of_its_own_a_field_is_told_by_title_and_value(int topic, double value, string expected) =>
        Say(Plain, topic, value, Language.English, "the customer's own").ShouldBe(expected);

    [Fact]
    public void No_is_never_told_in_the_words_for_yes()
    {
        Say(Plain, 8, 1, Language.Spanish).ShouldBe("vino a la tienda");
        Say(Plain, 8, 0, Language.Spanish).ShouldBe("shop: no");
    }

    [Fact]
    public void A_long_text_or_one_of_several_lines_stays_a_short_sentence()
    {
        Say(Plain, 6, -1, Language.English, new string('x', 8000)).ShouldBe("town: " + new string('x', 59) + "…");
        Say(Plain, 6, -1, Language.English, new string('x', 58) + "😀😀").ShouldBe("town: " + new string('x', 58) + "…");
        Say(Plain, 6, -1, Language.English, "a\r\nb").ShouldBe("town: a  b");
        Say(Plain, 6, -1, Language.Portuguese, "").ShouldBe("town: outro");
    }

    [Fact]
    public void Nothing_is_told_as_nothing() => ReasonText.Of(Plain, Reason.Nothing, "", Language.English, ReasonText.For).ShouldBe("");

    [Fact]
    public void An_answer_holds_the_reasons_that_there_are_in_three_languages()
    {
        var record = new TypedRecord(Plain);
        record.SetText(6, "Évora"u8);
        var score = new CustomerScore(0.5, 1, ObjectiveVerdicts.None, 1, new TopReasons(new Reason(6, 0.3f, -1), new Reason(9, -0.25f, 1200), Reason.Nothing));

        ReasonView.Of(score, record).ShouldBe(
            [
                new ReasonView("town: Évora", "town: Évora", "town: Évora", 0.3, "Town"),
                new ReasonView("spent 1,200", "amounts: 1.200", "amounts: 1.200", -0.25, "amounts"),
            ]);
    }

    private static bool IsSentence(string sentence) =>
        sentence.Length is > 4 and < 100 && char.IsLower(sentence[0]) && !sentence.EndsWith('.') && !sentence.AsSpan().ContainsAny('{', '}') && !sentence.Contains("  ", StringComparison.Ordinal);

    private static string Say(Schema schema, int topic, double value, Language language, string text = "") =>
        ReasonText.Of(schema, new Reason((short)topic, 1, value), text, language);
}
