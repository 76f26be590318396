using System.Globalization;
using System.Text.Json.Nodes;
using Clientele.Functions.Web;
using Clientele.Insiders;
using Clientele.Runs.Insiders;
using Clientele.Schemas;
using Clientele.Unit.Insiders.Report;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Clientele.Unit.Functions.Web;

public sealed class InsiderChartsTests
{
    private static readonly InsiderReport Report = InsiderReport.Of(ReportShop.Input());
    private static readonly InsiderGroup[] Moved =
    [
        new(1, new("Regular", "Regulares", "Regulares"), Insider: true, Customers: 60, Members: 50, Entered: 4, New: 2, Left: 3),
        new(2, new("Small", "Pequeños", "Pequenos"), Insider: false, Customers: 70, Members: 0, Entered: 0, New: 0, Left: 1),
    ];

    [Fact]
    public void The_members_part_and_that_of_the_others_are_one_whole()
    {
        JsonObject options = InsiderCharts.Shares(Report.Totals, Words());

        double[][] series = [.. Series(options).Select(Values)];
        series[0].ShouldBe([Rounded(Report.Totals.CustomerShare), Rounded(Report.Totals.LineShare), Rounded(Report.Totals.RevenueShare)]);
        series[0].Zip(series[1], (members, others) => members + others).ShouldAllBe(sum => Math.Abs(sum - 1) < 1e-3);
    }

    [Fact]
    public void The_map_has_each_customer_shown_once_with_members_as_diamonds()
    {
        ReportMap map = Report.Map.ShouldNotBeNull();
        JsonObject[] series = [.. Series(InsiderCharts.Map(map, Report.Clusters, Language.English, Words()))];

        series.Sum(each => each["data"]!.AsArray().Count).ShouldBe(map.Clusters.Count);
        series.Where(each => (string?)each["symbol"] == "diamond").Sum(each => each["data"]!.AsArray().Count).ShouldBe(map.Members.Count(member => member));
        ((string?)series[^1]["name"]).ShouldBe("1 Regular, high revenue", "insiders lie above the others");
        series.Select(each => (string?)each["itemStyle"]!["color"]).Distinct().Count().ShouldBe(Report.Clusters.Count);
    }

    [Fact]
    public void What_is_expected_hangs_together_with_what_was_seen_and_lies_within_its_band()
    {
        JsonObject[] members = [.. Series(InsiderTimeCharts.Months(Report, Words())).Skip(4)];
        JsonNode?[][] lines = [.. members.Select(each => each["data"]!.AsArray().ToArray())];
        (JsonNode?[] seen, JsonNode?[] expected, JsonNode?[] low, JsonNode?[] width) = (lines[0], lines[1], lines[2], lines[3]);

        lines.ShouldAllBe(line => line.Length == 15);
        seen.Count(value => value is not null).ShouldBe(12);
        expected.Take(11).ShouldAllBe(value => value == null);
        ((double)expected[11]!).ShouldBe((double)seen[11]!);
        ((double)width[11]!).ShouldBe(0);
        for (int month = 12; month < 15; month++)
        {
            seen[month].ShouldBeNull();
            ((double)expected[month]!).ShouldBeInRange((double)low[month]!, (double)low[month]! + (double)width[month]!);
            ((double)low[month]! + (double)width[month]!).ShouldBe(0.6 * 15000, 0.01);
        }
    }

    [Fact]
    public void A_month_of_which_the_history_has_a_part_has_a_star() =>
        Names(InsiderTimeCharts.Months(Report, Words()), "xAxis").Count(name => name.EndsWith('*')).ShouldBe(1);

    [Fact]
    public void Forecasts_of_a_year_before_are_shown_only_where_there_is_one()
    {
        Series(InsiderTimeCharts.Holdouts(Report.Holdouts, Words())).Count().ShouldBe(4);
        Series(InsiderTimeCharts.Holdouts([Report.Holdouts[0]], Words())).Count().ShouldBe(3);
    }

    [Fact]
    public void Who_left_goes_to_the_left()
    {
        double[][] series = [.. Series(InsiderCharts.Movement(Moved, Language.English, Words())).Select(Values)];

        series[0].ShouldBe([-3, -1]);
        series[1].ShouldBe([4, 0]);
        series[2].ShouldBe([2, 0]);
    }

    [Fact]
    public void A_conditions_row_says_both_thresholds_and_how_many_miss_it_alone()
    {
        FigureTable rules = new InsiderFigures(Words(), new Amounts(new ConfigurationBuilder().Build()), Language.Spanish).Rules(Report.Rules);

        rules.Rows.Count.ShouldBe(2);
        rules.Rows.ShouldAllBe(row => row.Count == rules.Head.Count);
        rules.Rows[0][0].ShouldBe("Ingresos");
        rules.Rows[0][1].ShouldContain("600");
        rules.Rows[0][2].ShouldContain("500");
        rules.Rows[0][3].ShouldBe(Report.Rules.MissingOne[0].ToString("N0", CultureInfo.CurrentCulture));
    }

    private static IStringLocalizer<InsidersTexts> Words() =>
        new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<InsidersTexts>>();

    private static IEnumerable<JsonObject> Series(JsonObject options) => options["series"]!.AsArray().Select(each => each!.AsObject());

    private static double[] Values(JsonObject series) => [.. series["data"]!.AsArray().Select(value => (double)value!)];

    private static IEnumerable<string> Names(JsonObject options, string axis) => options[axis]!["data"]!.AsArray().Select(name => (string)name!);

    private static double Rounded(double share) => Math.Round(share, 4);
}
