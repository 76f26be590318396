using System.Text.Json.Nodes;
using Clientele.Functions.Web;
using Clientele.Learning;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Unit.Functions.Web;

public sealed class SegmentsChartsTests
{
    private static readonly Schema Schema = SchemaCatalog.Load([("shop.json", BinaryData.FromString("""
        { "name": "shop", "title": "Shop", "grain": "customer", "fields": [
            { "name": "id", "type": "integer", "role": "id", "constraints": { "required": true } },
            { "name": "member", "type": "boolean", "role": "feature" } ] }
        """))])[0];

    [Fact]
    public void A_mix_has_a_bar_for_each_segment_and_a_part_for_each_product_the_largest_first()
    {
        JsonObject chart = SegmentsCharts.Mix(Proposal(), "spend", Language.Spanish);

        Names(chart["yAxis"]!["data"]!).ShouldBe(["uno", "dos"]);
        JsonArray series = chart["series"]!.AsArray();
        series.Select(each => (string?)each!["name"]).ShouldBe(["carne", "vino"]);
        Values(series[0]!).ShouldBe([0.75, 0.5]);
        Values(series[1]!).ShouldBe([0.25, 0.5]);
        series.ShouldAllBe(each => (string?)each!["stack"] == "mix");
    }

    [Fact]
    public void Response_and_profit_are_told_for_everybody_and_for_each_objective()
    {
        (string?, string)[] series = [(null, "Everybody"), ("balanced", "Balanced")];

        JsonArray response = SegmentsCharts.Response(Proposal(), series, Language.English)["series"]!.AsArray();
        JsonArray profit = SegmentsCharts.Profit(Proposal(), series, Language.English)["series"]!.AsArray();

        Values(response[0]!).ShouldBe([0.1, 0.2]);
        // Nobody of the second segment is above the cut-off: no bar, which is not a rate of 0.
        Values(response[1]!).ShouldBe([0.5, null]);
        Values(profit[0]!).ShouldBe([-50, 20]);
        Values(profit[1]!).ShouldBe([25, 0]);
    }

    [Theory]
    [InlineData(400, "up3")]
    [InlineData(200, "up3")]
    [InlineData(199, "up2")]
    [InlineData(120, "up1")]
    [InlineData(100, "even")]
    [InlineData(91, "even")]
    [InlineData(90, "down1")]
    [InlineData(60, "down2")]
    [InlineData(49, "down3")]
    [InlineData(0, "down3")]
    public void Half_is_as_far_from_everyone_as_double(double index, string band) => ProfileHeat.Band(index).ShouldBe(band);

    [Fact]
    public void What_tells_segments_apart_most_comes_first_and_a_missing_answer_leaves_its_cell_empty()
    {
        IReadOnlyList<HeatRow> rows = ProfileHeat.Rows(Proposal(), Schema);

        rows.Select(row => row.Title.En).ShouldBe(["income", "member", "colour"]);
        rows.Select(row => row.IsShare).ShouldBe([false, true, true]);
        rows[2].Cells.Select(cell => cell?.Index).ShouldBe([110, null]);
    }

    private static ProposalView Proposal() => new()
    {
        Key = "2",
        Figures = new ComparedSegments(ClusterAlgorithm.KMeans, 2, true, 0.4, 0.2, 10, 1, 0.9, 0.01, 0.3),
        CustomersInNone = 0,
        Segments =
        [
            Segment(1, "one", "uno", 100, 10, -50, new SegmentObjective(10, 5, 25), [Product("wine", "vino", 100, 0.25), Product("meat", "carne", 300, 0.75)],
                [Feature("member", 0.3), Feature("income", -0.8), Feature("hue=blue", 0.1, "colour")]),
            Segment(2, "two", "dos", 50, 10, 20, new SegmentObjective(0, 0, 0), [Product("wine", "vino", 50, 0.5), Product("meat", "carne", 50, 0.5)],
                [Feature("member", -0.4), Feature("income", 0.5)]),
        ],
    };

    private static SegmentView Segment(
        int id, string en, string es, long customers, double responses, double profit, SegmentObjective balanced, SegmentProduct[] products, ProfiledFeature[] profile) => new()
        {
            Id = id,
            Name = new LocalText(en, es, en),
            GeneratedName = new LocalText(en, es, en),
            Traits = [],
            TrainingCustomers = 10,
            TrainingShare = 0.5,
            TrainingResponseRate = 0.1,
            Customers = customers,
            Share = 0.5,
            ExpectedResponses = responses,
            ExpectedProfit = profit,
            Objectives = new Dictionary<string, SegmentObjective>(StringComparer.Ordinal) { ["balanced"] = balanced },
            Products = products,
            Profile = profile,
        };

    private static SegmentProduct Product(string name, string es, double total, double mix) =>
        new("spend", new LocalText("Spend", "Gasto", "Gasto"), name, new LocalText(name, es, name), 1, total, mix, 0.5, 100);

    private static ProfiledFeature Feature(string name, double effect, string? title = null) =>
        new(name, new LocalText(title ?? name, title ?? name, title ?? name), 0.5, 0.5, 0.5, 110, effect);

    private static IEnumerable<string?> Names(JsonNode data) => data.AsArray().Select(each => (string?)each);

    private static IEnumerable<double?> Values(JsonNode series) => series["data"]!.AsArray().Select(each => each is null ? null : (double?)(double)each);
}
