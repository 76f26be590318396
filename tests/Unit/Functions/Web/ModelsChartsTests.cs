using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Functions.Web;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Unit.Functions.Web;

public sealed class ModelsChartsTests
{
    private static readonly double[] Labels = [1, 1, 0, 1, 0, 0, 0, 0, 0, 0];
    private static readonly double[] Probabilities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05];

    [Fact]
    public void The_profit_curve_has_each_objective_where_its_cut_off_lies()
    {
        PricedFigures figures = PricedFigures.Of(Judged(), new Economics(3, 11), new ObjectiveRules());

        JsonObject chart = ModelsCharts.Profit(figures, "curve", name => name.ToUpperInvariant(), "contacts", "profit");

        JsonArray series = chart["series"]!.AsArray();
        series.Select(each => (string?)each!["name"]).ShouldBe(["curve", "AGGRESSIVE", "MODERATE", "BALANCED", "FRUGAL"]);
        // Four contacts reach all three responders: 33 − 12. The first two alone bring 22 − 6.
        Data(series[3]!).ShouldBe([(4, 21)]);
        Data(series[0]!).ShouldContain((4, 21));
        Data(series[0]!)[0].ShouldBe((0, 0));
        Data(series[0]!)[^1].ShouldBe((10, 3));
        ((int)chart["xAxis"]!["max"]!).ShouldBe(10);
        // At or above 3/11: seven contacts with three responders.
        (figures.ContactsAtBreakEven, figures.ProfitAtBreakEven).ShouldBe((7, 12));
    }

    [Fact]
    public void Dearer_contacts_move_the_cut_off_up_and_the_profit_down()
    {
        PricedFigures cheap = PricedFigures.Of(Judged(), new Economics(3, 11), new ObjectiveRules());
        PricedFigures dear = PricedFigures.Of(Judged(), new Economics(8, 11), new ObjectiveRules());

        dear.Objectives[2].CutOff.ShouldBeGreaterThan(cheap.Objectives[2].CutOff);
        dear.Objectives[2].Profit.ShouldBeLessThan(cheap.Objectives[2].Profit);
        dear.Curve[^1].Profit.ShouldBe(33 - 80);
    }

    [Fact]
    public void Calibration_shows_every_bin_with_its_interval()
    {
        ReliabilityBin[] bins = [new(0, 0.1, 20, 0.05, 0.04, 0.01, 0.2), new(0.1, 0.6, 20, 0.35, 0.4, 0.22, 0.61)];

        JsonObject chart = ModelsCharts.Calibration(bins, "version", "perfect", "predicted", "observed");

        JsonNode line = chart["series"]![0]!;
        Data(line).ShouldBe([(0.05, 0.04), (0.35, 0.4)]);
        line["markLine"]!["data"]!.AsArray().Select(each => ((double)each![0]!["coord"]![1]!, (double)each[1]!["coord"]![1]!)).ShouldBe([(0.01, 0.2), (0.22, 0.61)]);
        ((double)chart["xAxis"]!["max"]!).ShouldBe(0.7);
        Data(chart["series"]![1]!).ShouldBe([(0, 0), (0.7, 0.7)]);
    }

    [Fact]
    public void Gains_are_drawn_for_each_version_beside_chance()
    {
        GainPoint[] points = [new(0, 0), new(0.5, 1), new(1, 1)];

        JsonArray series = ModelsCharts.Gains([("a", points), ("b", points)], "random", "x", "y")["series"]!.AsArray();

        series.Select(each => (string?)each!["name"]).ShouldBe(["a", "b", "random"]);
        Data(series[1]!).ShouldBe([(0, 0), (0.5, 1), (1, 1)]);
        Data(series[2]!).ShouldBe([(0, 0), (1, 1)]);
    }

    [Fact]
    public void What_is_no_number_is_left_out_of_the_chart()
    {
        DecileFigures[] deciles = [.. Enumerable.Range(1, 10).Select(number => new DecileFigures(number, number == 1 ? 0 : 5, 0, 0.1, 0, number == 1 ? double.NaN : 1, 0))];

        JsonObject chart = ModelsCharts.Lift([("a", deciles)], "tenth", "lift");

        chart["series"]![0]!["data"]!.AsArray()[0].ShouldBeNull();
        chart.ToJsonString().ShouldNotContain("NaN");
    }

    private static OutOfFold Judged() => new(Labels, Probabilities, new long[Labels.Length], new TopReasons[Labels.Length]);

    private static (double X, double Y)[] Data(JsonNode series) => [.. series["data"]!.AsArray().Select(point => ((double)point![0]!, (double)point[1]!))];
}
