using System.Reflection;
using System.Text.Json;
using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Unit.Insiders.Report;

public sealed class InsiderReportTests
{
    private static readonly InsiderReportInput Input = ReportShop.Input();
    private static readonly InsiderReport Report = InsiderReport.Of(Input);

    [Fact]
    public void All_nine_questions_are_answered_in_order_with_numbers()
    {
        Report.Answers.Select(answer => answer.Key).ShouldBe(["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"]);
        Report.Answers.ShouldAllBe(answer => answer.Numbers.Count > 0 && answer.Text.En.Length > 20);
        Report.Answers.SelectMany(answer => answer.Numbers.Select(number => (answer.Key, number.Name))).ShouldBeUnique();
    }

    [Fact]
    public void Numbers_of_the_answers_are_those_of_the_customers()
    {
        int members = Input.Members.Count(member => member);
        double revenue = Enumerable.Range(0, 200).Sum(customer => Input.Purchases[customer, PurchaseFeature.Revenue]);
        double theirs = Enumerable.Range(0, 200).Where(customer => Input.Members[customer]).Sum(customer => Input.Purchases[customer, PurchaseFeature.Revenue]);

        Number("q2", "members").ShouldBe(members);
        Number("q2", "memberShare").ShouldBe(members / 200.0);
        Number("q2", "left").ShouldBe(3);
        Number("q4", "revenue").ShouldBe(revenue, 1e-6);
        Number("q4", "revenueShare").ShouldBe(theirs / revenue, 1e-12);
        Number("q5", "revenue201801").ShouldBe(0.6 * 12345, 1e-9);
        Number("q5", "holdoutsWon").ShouldBe(1, "the second forecast was further off than as much as before");
        Number("q6", "enterRevenue").ShouldBe(600);
        Number("q7", "stayRecency").ShouldBe(170);
    }

    [Fact]
    public void Numbers_are_written_as_each_language_writes_them()
    {
        LocalText months = Answer("q5").Text;

        months.En.ShouldContain("Jan 2018 7,407 (6,000 to 9,000)");
        months.Es.ShouldContain("ene 2018 7.407 (6.000 a 9.000)");
        months.Pt.ShouldContain("jan 2018 7.407 (6.000 a 9.000)");
        Answer("q2").Text.Es.ShouldContain(" %)");
    }

    [Fact]
    public void Who_is_near_the_conditions_is_counted()
    {
        // In: 700 and 10 days. Near: 400 (revenue alone), 300 days (recency alone). Far: neither. Edge: a member with 550.
        var shop = new ReportShop();
        shop.Add([(354, 700)]).Add([(354, 400)]).Add([(64, 700)]).Add([(64, 100)]).Add([(354, 550)]).Add([(354, 50)], identified: false);
        var rules = new InsiderRules([new(PurchaseFeature.Revenue, AtLeast: true, 600, 500), new(PurchaseFeature.Recency, AtLeast: false, 20, 35)], 1, 1);

        ReportRules near = ReportRules.Of(shop.Table(), [true, false, false, false, true, false], rules);

        near.MissingOne.ShouldBe([1, 1]);
        near.OnTheEdge.ShouldBe(1);
        near.LeavingSoon.ShouldBe(2, "10 and 30 days are more than 35");
    }

    [Fact]
    public void Nothing_is_left_in_English_in_the_other_languages()
    {
        using JsonDocument json = JsonDocument.Parse(Report.ToJson());
        var texts = new List<LocalText>();
        Collect(json.RootElement, texts);
        foreach (Type type in typeof(InsiderReport).Assembly.GetTypes().Where(type => type.Namespace == typeof(InsiderReport).Namespace))
        {
            const BindingFlags own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            texts.AddRange(type.GetFields(own).Where(field => field.FieldType == typeof(LocalText)).Select(field => (LocalText)field.GetValue(null)!));
        }

        texts.Count.ShouldBeGreaterThan(150);

        // Nothing to say is the same in every language.
        foreach (LocalText text in texts.Where(text => text.En.Length > 0))
        {
            text.Es.ShouldNotBe(text.En, text.En);
            text.Pt.ShouldNotBe(text.En, text.En);
            text.Es.ShouldNotBeNullOrWhiteSpace(text.En);
        }
    }

    [Fact]
    public void The_first_upload_has_nobody_who_entered_or_left()
    {
        InsiderReport first = InsiderReport.Of(Input with { Movement = null });

        first.Answers[1].Text.En.ShouldEndWith("This is the first upload: nobody has entered or left yet.");
        first.Answers[1].Numbers.ShouldNotContain(number => number.Name == "left");
    }

    [Fact]
    public void A_shop_without_members_is_reported_too()
    {
        InsiderReport report = InsiderReport.Of(Input with { Members = [.. Input.Members.Select(_ => false)], MemberMonths = [], MapX = [], MapY = [], Cleaning = [], Holdouts = [] });

        report.Answers.Count.ShouldBe(9);
        report.Hypotheses.ShouldBeNull();
        report.TopMembers.ShouldBeEmpty();
        InsiderReportHtml.Render(report).ToString().ShouldContain("nothing to judge");
        InsiderReportMarkdown.Render(report, Language.Spanish).ToString().ShouldContain("no hay nada que juzgar");
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => InsiderReport.Of(Input with { Members = [true] })).Message.ShouldContain("Members holds 1 values for 200 customers");
        Should.Throw<ArgumentException>(() => InsiderReport.Of(Input with { MapX = [1] })).Message.ShouldContain("MapX");
        Should.Throw<ArgumentException>(() => InsiderReport.Of(Input with { Clusters = [Input.Clusters[0]] })).Message.ShouldContain("group");
        Should.Throw<ArgumentException>(() => InsiderReport.Of(Input with { Purchases = new ReportShop().Table() }));
    }

    [Fact]
    public void The_map_shows_two_thousand_customers_at_most_within_its_frame()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 5_001; i++)
        {
            shop.Revenue(i);
        }

        ReportMap map = ReportMap.Of(Input with
        {
            Purchases = shop.Table(),
            CustomerClusters = [.. Enumerable.Range(0, 5_001).Select(i => i % 2 == 0 ? 1 : 2)],
            Members = new bool[5_001],
            MapX = [.. Enumerable.Range(0, 5_001).Select(i => i == 2_500 ? 1e9 : i)],
            MapY = new double[5_001],
        }).ShouldNotBeNull();

        map.X.Count.ShouldBe(ReportMap.MostPoints);
        map.X.ShouldAllBe(x => x >= 0 && x <= 1);
        map.X[1000].ShouldBe(1, "an outlier stops at the edge");
        map.X[500].ShouldBe(0.25, 0.01);
        map.Y.ShouldAllBe(y => y == 0.5);
    }

    [Fact]
    public void Json_is_read_as_it_was_written_and_anything_else_is_refused()
    {
        BinaryData json = Report.ToJson();

        InsiderReport.FromJson(json).ToJson().ToArray().ShouldBe(json.ToArray());
        using JsonDocument document = JsonDocument.Parse(json);
        document.RootElement.GetProperty("answers")[3].GetProperty("numbers")[0].GetProperty("name").GetString().ShouldBe("revenueShare");
        document.RootElement.GetProperty("actions")[0].GetProperty("kind").GetString().ShouldBeOneOf("winBack", "raiseFrequency", "raiseBasket", "reduceReturns", "protect");
        Should.Throw<InvalidDataException>(() => InsiderReport.FromJson(BinaryData.FromString("{}")));
        Should.Throw<InvalidDataException>(() => InsiderReport.FromJson(BinaryData.FromString("null")));
        Should.Throw<InvalidDataException>(() => InsiderReport.FromJson(BinaryData.FromString("[1")));
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        InsiderReport again = InsiderReport.Of(ReportShop.Input());

        again.ToJson().ToArray().ShouldBe(Report.ToJson().ToArray());
        InsiderReportHtml.Render(again).ToArray().ShouldBe(InsiderReportHtml.Render(Report).ToArray());
        InsiderReportMarkdown.Render(again, Language.Portuguese).ToArray().ShouldBe(InsiderReportMarkdown.Render(InsiderReport.FromJson(again.ToJson()), Language.Portuguese).ToArray());
    }

    private static InsiderAnswer Answer(string key) => Report.Answers.Single(answer => answer.Key == key);

    private static double Number(string key, string name) => Answer(key).Numbers.Single(number => number.Name == name).Value;

    private static void Collect(JsonElement element, List<LocalText> into)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Collect(item, into);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("en", out JsonElement en))
            {
                into.Add(new LocalText(en.GetString()!, element.GetProperty("es").GetString()!, element.GetProperty("pt").GetString()!));
                return;
            }

            foreach (JsonProperty property in element.EnumerateObject())
            {
                Collect(property.Value, into);
            }
        }
    }
}
