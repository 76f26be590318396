using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Learning;

namespace Clientele.Functions.Web;

/// <summary>What the charts of the page of models hold, as ECharts takes it.</summary>
public static class ModelsCharts
{
    /// <summary>Share of the responders reached by share of the customers contacted, beside what picking at random reaches.</summary>
    /// <param name="versions">Each with its name.</param>
    /// <param name="random">What the line of chance is called.</param>
    public static JsonObject Gains(IReadOnlyList<(string Name, IReadOnlyList<GainPoint> Points)> versions, string random, string contacted, string reached) => Chart(
        Share(contacted),
        Upwards(Share(reached)),
        [
            .. versions.Select(version => Line(version.Name, version.Points.Select(point => Point(point.Share, point.Gain)))),
            Diagonal(random),
        ]);

    /// <summary>How many times the base rate responds in each tenth, the most probable first.</summary>
    public static JsonObject Lift(IReadOnlyList<(string Name, IReadOnlyList<DecileFigures> Deciles)> versions, string tenth, string lift)
    {
        ArgumentNullException.ThrowIfNull(versions);
        JsonNode[] series =
        [
            .. versions.Select(version => new JsonObject
            {
                ["type"] = "bar", ["name"] = version.Name, ["data"] = new JsonArray([.. version.Deciles.Select(decile => Number(decile.Lift))]),
            }),
        ];

        // The base rate, drawn once: a tenth above the line responds more than everyone.
        series[0]!["markLine"] = new JsonObject
        {
            ["silent"] = true,
            ["symbol"] = "none",
            ["label"] = new JsonObject { ["show"] = false },
            ["lineStyle"] = new JsonObject { ["color"] = "@css:--line-strong", ["type"] = "dashed" },
            ["data"] = new JsonArray(new JsonObject { ["yAxis"] = 1 }),
        };
        JsonObject chart = Chart(
            new JsonObject { ["type"] = "category", ["name"] = tenth, ["nameLocation"] = "middle", ["nameGap"] = 28, ["data"] = new JsonArray([.. Enumerable.Range(1, 10).Select(number => (JsonNode)number)]) },
            Upwards(new JsonObject { ["type"] = "value", ["name"] = lift, ["axisLabel"] = new JsonObject { ["formatter"] = "@format:number" } }),
            series);
        chart["tooltip"] = new JsonObject { ["trigger"] = "axis", ["valueFormatter"] = "@format:number" };
        return chart;
    }

    /// <summary>What was predicted against what happened, each bin with its 95% interval; on the diagonal both are the same.</summary>
    public static JsonObject Calibration(IReadOnlyList<ReliabilityBin> bins, string name, string perfect, string predicted, string observed)
    {
        ArgumentNullException.ThrowIfNull(bins);
        JsonObject line = Line(name, bins.Select(bin => Point(bin.MeanProbability, bin.ObservedRate)));
        line["showSymbol"] = true;
        line["symbolSize"] = 9;
        line["markLine"] = new JsonObject
        {
            ["silent"] = true,
            ["symbol"] = "none",
            ["label"] = new JsonObject { ["show"] = false },
            ["lineStyle"] = new JsonObject { ["type"] = "solid", ["width"] = 1.5, ["opacity"] = 0.6, ["color"] = "@color:1" },
            ["data"] = new JsonArray([.. bins.Select(bin => (JsonNode)new JsonArray(
                new JsonObject { ["coord"] = Point(bin.MeanProbability, bin.Lower) }, new JsonObject { ["coord"] = Point(bin.MeanProbability, bin.Upper) }))]),
        };
        double most = bins.Count == 0 ? 1 : Math.Min(1, Math.Ceiling(10 * Math.Max(bins[^1].MeanProbability, bins.Max(bin => bin.Upper))) / 10);
        return Chart(Share(predicted, most), Upwards(Share(observed, most)), [line, Diagonal(perfect, most)]);
    }

    /// <summary>Profit by customers contacted, the most probable first, with each objective where its cut-off lies.</summary>
    /// <param name="names">Of the objectives, by their names in the model.</param>
    public static JsonObject Profit(PricedFigures figures, string curve, Func<string, string> names, string contacts, string profit)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(names);
        JsonObject line = Line(curve, figures.Curve.Select(step => Point(step.Contacts, step.Profit)));
        line["areaStyle"] = new JsonObject { ["opacity"] = 0.08 };
        line["markLine"] = new JsonObject
        {
            ["silent"] = true,
            ["symbol"] = "none",
            ["label"] = new JsonObject { ["show"] = false },
            ["lineStyle"] = new JsonObject { ["color"] = "@css:--line-strong", ["type"] = "solid" },
            ["data"] = new JsonArray(new JsonObject { ["yAxis"] = 0 }),
        };
        JsonObject chart = Chart(
            new JsonObject { ["type"] = "value", ["name"] = contacts, ["nameLocation"] = "middle", ["nameGap"] = 28, ["max"] = figures.Customers, ["axisLabel"] = new JsonObject { ["formatter"] = "@format:short", ["hideOverlap"] = true } },
            Upwards(new JsonObject { ["type"] = "value", ["name"] = profit, ["axisLabel"] = new JsonObject { ["formatter"] = "@format:short" } }),
            [line, .. figures.Objectives.Select((objective, place) => Mark(names(objective.Name), objective, place))]);
        chart["tooltip"] = new JsonObject { ["trigger"] = "item", ["valueFormatter"] = "@format:whole" };
        return chart;
    }

    /// <summary>Objectives often lie close to each other: their names alternate above and below the curve, and their signs differ.</summary>
    private static JsonObject Mark(string name, Objective objective, int place) => new()
    {
        ["type"] = "scatter",
        ["name"] = name,
        ["symbol"] = new[] { "circle", "diamond", "pin", "triangle" }[place % 4],
        ["symbolSize"] = place % 4 == 2 ? 30 : 14,
        ["z"] = 4,
        ["itemStyle"] = new JsonObject { ["color"] = $"@color:{place + 2}", ["borderColor"] = "@css:--surface", ["borderWidth"] = 1 },
        ["label"] = new JsonObject { ["show"] = true, ["formatter"] = "{a}", ["position"] = place % 2 == 0 ? "top" : "bottom", ["color"] = "@css:--text", ["textBorderColor"] = "@css:--surface", ["textBorderWidth"] = 3 },
        ["labelLayout"] = new JsonObject { ["moveOverlap"] = "shiftY" },
        ["data"] = new JsonArray(Point(objective.Contacts, objective.Profit)),
    };

    private static JsonObject Chart(JsonObject x, JsonObject y, JsonNode[] series) => new()
    {
        ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 36, ["bottom"] = 64, ["containLabel"] = true },
        ["legend"] = new JsonObject { ["type"] = "scroll", ["bottom"] = 0 },
        ["tooltip"] = new JsonObject { ["trigger"] = "axis", ["valueFormatter"] = "@format:percent1" },
        ["xAxis"] = x,
        ["yAxis"] = y,
        ["series"] = new JsonArray(series),
    };

    private static JsonObject Share(string name, double most = 1) => new()
    {
        ["type"] = "value",
        ["name"] = name,
        ["nameLocation"] = "middle",
        ["nameGap"] = 28,
        ["min"] = 0,
        ["max"] = most,
        ["axisLabel"] = new JsonObject { ["formatter"] = "@format:percent", ["hideOverlap"] = true },
    };

    /// <summary>The name of an axis that goes up stands above it, beginning where the axis does: beside it, the figures are in its way.</summary>
    private static JsonObject Upwards(JsonObject axis)
    {
        axis["nameLocation"] = "end";
        axis["nameGap"] = 14;
        axis["nameTextStyle"] = new JsonObject { ["align"] = "left", ["padding"] = new JsonArray(0, 0, 0, -24) };
        return axis;
    }

    private static JsonObject Line(string name, IEnumerable<JsonNode> points) => new()
    {
        ["type"] = "line",
        ["name"] = name,
        ["showSymbol"] = false,
        ["lineStyle"] = new JsonObject { ["width"] = 2.5 },
        ["data"] = new JsonArray([.. points]),
    };

    private static JsonObject Diagonal(string name, double most = 1)
    {
        JsonObject line = Line(name, [Point(0, 0), Point(most, most)]);
        line["lineStyle"] = new JsonObject { ["type"] = "dashed", ["color"] = "@css:--line-strong" };
        line["itemStyle"] = new JsonObject { ["color"] = "@css:--line-strong" };
        return line;
    }

    private static JsonArray Point(double x, double y) => new(Number(x), Number(y));

    /// <summary>JSON has no infinite numbers: nothing is drawn there.</summary>
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
