using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Unit.Architecture;

namespace Clientele.Unit.Segments;

public sealed class SegmentNamesTests
{
    private const string SpendTotal = "spend_total";

    private static readonly Schema Campaign = SchemaFile.Parse(
        BinaryData.FromBytes(File.ReadAllBytes(Path.Combine(SourceTree.Root, "src", "Shared", "Schemas", "campaign.json"))), "campaign.json");

    [Fact]
    public void A_name_says_what_a_group_is_most_unlike_everyone_else_in()
    {
        IReadOnlyList<SegmentName> names = Names(
            Campaign,
            [("MntWines", 1.4), ("Income", 1.5), ("NumCatalogPurchases", 1.2), ("Recency", 0.1)],
            [("Income", -1.5), ("household_total", 0.8), ("purchases_total", -0.7), ("MntFishProducts", -0.6)]);

        names[0].Name.ShouldBe(new LocalText("High income, wines, catalogue", "Ingresos altos, vinos, catálogo", "Renda alta, vinhos, catálogo"));
        names[0].Traits.Select(trait => trait.En).ShouldBe(["high income", "wines", "catalogue"]);
        names[1].Name.ShouldBe(new LocalText(
            "Low income, children at home, few purchases", "Ingresos bajos, hijos en casa, pocas compras", "Renda baixa, filhos em casa, poucas compras"));
    }

    [Fact]
    public void A_total_speaks_for_its_members_when_it_is_stronger_and_they_for_it_when_they_are()
    {
        Names(Campaign, [(SpendTotal, 2), ("MntWines", 1.9), ("MntMeatProducts", 1.8), ("Income", 1)])[0].Name.En.ShouldBe("High spend, high income");
        Names(Campaign, [("MntWines", 2), (SpendTotal, 1.9), ("MntMeatProducts", 1.8), ("MntFruits", 1.7), ("Income", 1)])[0].Name.En.ShouldBe("Wines, meat, high income");
    }

    [Fact]
    public void Of_a_text_only_the_strongest_category_is_told_and_never_that_a_group_is_not_of_one() =>
        Names(Campaign, [("Marital_Status=Married", -1.5), ("Education=PhD", 1), ("Education=Basic", 0.9), ("AcceptedCmp3", -0.8), ("Complain", 0.2)])[0]
            .Name.ShouldBe(new LocalText("Education: doctorate, did not accept campaign 3", "Estudios: doctorado, no aceptó la campaña 3", "Escolaridade: doutorado, não aceitou a campanha 3"));

    [Fact]
    public void Words_are_made_of_titles_where_the_schema_has_none()
    {
        IReadOnlyList<SegmentName> names = Names(
            Club.Schema, [("Income", 1), ("Wine", 0.9), ("Born", 0.8)], [("Kids", -1), ("Member", -0.9), ("Born", -0.8)], [("Member", 2), ("Plan=Gold", 1), (SpendTotal, 0.5)]);

        names.Select(name => name.Name).ShouldBe(
        [
            new LocalText("High income, high wine, born longer ago", "Ingresos altos, más wine, born hace más tiempo", "Renda alta, mais wine, born há mais tempo"),
            new LocalText("Low kids, no member, born more recently", "Menos kids, sin member, born más reciente", "Menos kids, sem member, born mais recente"),
            new LocalText("Member, plan: Gold, high spend", "Member, tarifa: oro, gasto alto", "Member, plan: Gold, mais spend"),
        ]);
    }

    [Fact]
    public void A_group_like_everyone_else_is_called_typical_and_has_no_traits()
    {
        IReadOnlyList<SegmentName> names = Names(Club.Schema, [("Income", 0.29), ("Wine", -0.29)], []);

        names.Select(name => name.Name.Es).ShouldBe(["Clientes típicos", "Clientes típicos (2)"]);
        names[0].Traits.ShouldBeEmpty();
    }

    [Fact]
    public void No_two_segments_have_the_same_name()
    {
        (string, double)[] spenders = [("Income", 2), ("MntWines", 1.5), ("MntMeatProducts", 1.4), ("NumCatalogPurchases", 1.2)];
        (string, double)[] same = [("Income", 2), ("MntWines", 1.5), ("MntMeatProducts", 1.4)];

        IReadOnlyList<SegmentName> names = Names(Campaign, spenders, spenders, spenders, same, same);

        names.Select(name => name.Name.En).ShouldBe(
            ["High income, wines, meat", "High income, wines, catalogue", "High income, wines, meat, catalogue", "High income, wines, meat (2)", "High income, wines, meat (3)"]);
        names.SelectMany(name => new[] { name.Name.En, name.Name.Es, name.Name.Pt }).Distinct().Count().ShouldBe(15);
        names[3].Traits.ShouldBe(names[0].Traits);
    }

    [Fact]
    public void A_kept_name_stays_whatever_the_group_is_like_now_and_no_other_takes_it()
    {
        SegmentProfile[] profiles = [Profile(Campaign, ("Income", 2)), Profile(Campaign, ("Income", 1))];

        IReadOnlyList<SegmentName> names = SegmentNames.Of(Campaign, profiles, [null, new LocalText("high INCOME", "Antes", "Antes")]);

        names.Select(name => name.Name.En).ShouldBe(["High income (2)", "high INCOME"]);
        names[1].Traits.ShouldHaveSingleItem().Es.ShouldBe("ingresos altos");
    }

    [Fact]
    public void A_name_has_at_most_60_characters_in_every_language_and_says_the_same_in_each()
    {
        Names(Campaign, [("Kidhome", 1), ("NumCatalogPurchases", -0.9), ("NumStorePurchases", -0.8)])[0].Name
            .ShouldBe(new LocalText("Small children at home, few catalogue purchases", "Niños pequeños en casa, pocas compras por catálogo", "Crianças pequenas em casa, poucas compras por catálogo"));

        string title = new('é', 90);
        Schema wordy = Club.Schema with { Fields = [.. Club.Schema.Fields.Select(field => field with { Wording = new LocalWording(new Wording(High: title)) })] };
        IReadOnlyList<SegmentName> names = Names(wordy, [("Wine", 1)], [("Wine", 1)]);
        names.Select(name => name.Name.En).ShouldBe(["É" + new string('é', 58) + "…", "É" + new string('é', 54) + "… (2)"]);
    }

    [Fact]
    public void The_campaign_has_words_for_every_number_and_every_total_in_three_languages()
    {
        IEnumerable<LocalWording> wordings =
        [
            .. Campaign.Fields.Where(field => field is { Role: FieldRole.Feature, Type: FieldType.Integer or FieldType.Number or FieldType.Date }).Select(field => field.Wording),
            .. GroupTotal.Of(Campaign).Select(total => total.Field.Wording),
        ];

        foreach (LocalWording wording in wordings)
        {
            foreach (Language language in Enum.GetValues<Language>())
            {
                wording.Of(language)!.High.ShouldNotBeNullOrEmpty();
                wording.Of(language)!.Low.ShouldNotBeNullOrEmpty();
            }
        }
    }

    private static IReadOnlyList<SegmentName> Names(Schema schema, params (string Name, double Effect)[][] clusters) =>
        SegmentNames.Of(schema, [.. clusters.Select(features => Profile(schema, features))], new LocalText?[clusters.Length]);

    private static SegmentProfile Profile(Schema schema, params (string Name, double Effect)[] features) => new(1, 1, 0, [.. features.Select(feature => Topic(schema, feature.Name, feature.Effect))], []);

    private static ProfiledTopic Topic(Schema schema, string name, double effect)
    {
        string[] parts = name.Split('=');
        int topic = GroupTotal.Of(schema).SingleOrDefault(total => total.Field.Name == name)?.Topic ?? schema.Fields.Select(field => field.Name).ToList().IndexOf(parts[0]);
        LocalText title = parts.Length == 1 ? new LocalText(name, name, name)
            : LocalText.Of(language => $"{schema.Fields[topic].TitleIn(language)}: {schema.Fields[topic].Wording.Of(language)?.Values?.GetValueOrDefault(parts[1]) ?? parts[1]}");
        return new ProfiledTopic(topic, parts.Length > 1, new ProfiledFeature(name, title, 0, 0, 0, 0, effect));
    }
}
