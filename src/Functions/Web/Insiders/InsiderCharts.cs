using System.Globalization;
using System.Text.Json.Nodes;
using Clientele.Insiders;
using Clientele.Runs.Insiders;
using Clientele.Schemas;
using Microsoft.Extensions.Localization;

namespace Clientele.Functions.Web;

/// <summary>Options of the charts about groups and shares; those over time are in <see cref="InsiderTimeCharts"/>. Words are in the reader's language.</summary>
internal static class InsiderCharts
{
    /// <summary>Colours that the style sheet has; further groups begin again, and are told by their numbers.</summary>
    private const int Colours = 9;

    /// <summary>Of a place on the map: what is finer is not seen.</summary>
    private const int MapDecimals = 3;

    /// <summary>Members' part of customers, lines and revenue, each of one whole.</summary>
    public static JsonObject Shares(ReportTotals totals, IStringLocalizer words)
    {
        double[] shares = [totals.CustomerShare, totals.LineShare, totals.RevenueShare];
        return new JsonObject
        {
            ["grid"] = Grid(bottom: 56, right: 56),
            ["legend"] = Legend(words["Members"], words["Others"]),
            ["tooltip"] = new JsonObject { ["trigger"] = "item", ["valueFormatter"] = "@format:percent1" },
            ["xAxis"] = Measured("@format:percent", most: 1),
            ["yAxis"] = Categories([words["Customers"], words["Lines"], words["Revenue"]], isUpright: true),
            ["series"] = new JsonArray(
                Bar(words["Members"], shares, "@color:1", stack: "all", label: "@format:percent1"),
                Bar(words["Others"], [.. shares.Select(share => 1 - share)], "@css:--line", stack: "all")),
        };
    }

    /// <summary>Customers as dots in the colour of their group, members as diamonds; the insiders' groups lie above the others.</summary>
    public static JsonObject Map(ReportMap map, IReadOnlyList<ReportCluster> clusters, Language language, IStringLocalizer words)
    {
        var series = new JsonArray();
        foreach (ReportCluster cluster in clusters.OrderBy(cluster => cluster.Insider).ThenByDescending(cluster => cluster.Customers))
        {
            foreach (bool members in new[] { false, true })
            {
                series.Add(new JsonObject
                {
                    ["type"] = "scatter",
                    ["name"] = NameOf(cluster, language),
                    ["data"] = Points(map, cluster.Id, members),
                    ["symbol"] = members ? "diamond" : "circle",
                    ["symbolSize"] = members ? 9 : 5,
                    ["itemStyle"] = new JsonObject
                    {
                        ["color"] = string.Create(CultureInfo.InvariantCulture, $"@color:{ColourOf(cluster, clusters)}"),
                        ["opacity"] = members ? 0.95 : 0.6,
                        ["borderColor"] = "@css:--surface",
                        ["borderWidth"] = members ? 1 : 0,
                    },
                });
            }
        }

        return new JsonObject
        {
            ["grid"] = new JsonObject { ["left"] = 28, ["right"] = 12, ["top"] = 12, ["bottom"] = 28 },
            ["tooltip"] = new JsonObject { ["trigger"] = "item", ["formatter"] = "{a}" },
            ["xAxis"] = Unmeasured(words["MapX"]),
            ["yAxis"] = Unmeasured(words["MapY"]),
            ["series"] = series,
        };
    }

    /// <summary>Each group's part of the customers beside its part of the revenue.</summary>
    public static JsonObject Groups(IReadOnlyList<ReportCluster> clusters, Language language, IStringLocalizer words) => new()
    {
        ["grid"] = Grid(bottom: 56),
        ["legend"] = Legend(words["OfCustomers"], words["OfRevenue"]),
        ["tooltip"] = new JsonObject { ["trigger"] = "axis", ["axisPointer"] = new JsonObject { ["type"] = "shadow" }, ["valueFormatter"] = "@format:percent1" },
        ["xAxis"] = Measured("@format:percent"),
        ["yAxis"] = Categories([.. clusters.Select(cluster => NameOf(cluster, language))], isUpright: true),
        ["series"] = new JsonArray(
            Bar(words["OfCustomers"], [.. clusters.Select(cluster => cluster.CustomerShare)], "@color:3"),
            Bar(words["OfRevenue"], [.. clusters.Select(cluster => cluster.RevenueShare)], "@color:1")),
    };

    /// <summary>By group: to the right who came into the programme, to the left who fell out of it.</summary>
    public static JsonObject Movement(IReadOnlyList<InsiderGroup> groups, Language language, IStringLocalizer words) => new()
    {
        ["grid"] = Grid(bottom: 56),
        ["legend"] = Legend(words["Left"], words["Entered"], words["New"]),
        ["tooltip"] = new JsonObject { ["trigger"] = "axis", ["axisPointer"] = new JsonObject { ["type"] = "shadow" }, ["valueFormatter"] = "@format:whole" },
        ["xAxis"] = Measured("@format:whole", leastStep: 1),
        ["yAxis"] = Categories([.. groups.Select(group => NameOf(group, language))], isUpright: true),
        ["series"] = new JsonArray(
            Bar(words["Left"], [.. groups.Select(group => (double)-group.Left)], "@color:6", stack: "moved"),
            Bar(words["Entered"], [.. groups.Select(group => (double)group.Entered)], "@color:1", stack: "moved"),
            Bar(words["New"], [.. groups.Select(group => (double)group.New)], "@color:3", stack: "moved")),
    };

    /// <summary>How members' and others' revenue is spread: a share of each in every step of revenue.</summary>
    public static JsonObject Spread(RevenueDistribution spread, IStringLocalizer words) => new()
    {
        ["grid"] = Grid(bottom: 84),
        ["legend"] = Legend(words["Members"], words["Others"]),
        ["tooltip"] = new JsonObject { ["trigger"] = "axis", ["axisPointer"] = new JsonObject { ["type"] = "shadow" }, ["valueFormatter"] = "@format:percent1" },
        ["xAxis"] = Named(Categories([.. spread.Edges.SkipLast(1).Select(edge => Amounts.Number(edge, edge < 100 ? 2 : 0))], isUpright: false), words["RevenueFrom"], 34),
        ["yAxis"] = new JsonObject { ["type"] = "value", ["axisLabel"] = new JsonObject { ["formatter"] = "@format:percent" } },
        ["series"] = new JsonArray(Bar(words["Members"], spread.Members, "@color:1"), Bar(words["Others"], spread.Others, "@color:8")),
    };

    /// <summary>Such as "3 Regular, high revenue": numbers stay with a group when its name changes.</summary>
    public static string NameOf(ReportCluster cluster, Language language) => Named(cluster.Id, cluster.Name, language);

    /// <inheritdoc cref="NameOf(ReportCluster, Language)"/>
    public static string NameOf(InsiderGroup group, Language language) => Named(group.Id, group.Name, language);

    /// <summary>From 1: the number of the group's colour in the style sheet.</summary>
    public static int ColourOf(ReportCluster cluster, IReadOnlyList<ReportCluster> clusters)
    {
        int place = 0;
        while (clusters[place] != cluster)
        {
            place++;
        }

        return 1 + (place % Colours);
    }

    internal static JsonObject Grid(int bottom, int right = 24) => new() { ["left"] = 8, ["right"] = right, ["top"] = 28, ["bottom"] = bottom, ["containLabel"] = true };

    internal static JsonObject Legend(params string[] names) => new() { ["type"] = "scroll", ["bottom"] = 0, ["left"] = 0, ["data"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    internal static JsonObject Bar(string name, IEnumerable<double> values, string colour, string? stack = null, string? label = null)
    {
        var bar = new JsonObject
        {
            ["type"] = "bar",
            ["name"] = name,
            ["data"] = Numbers(values),
            ["itemStyle"] = new JsonObject { ["color"] = colour },
            ["barMaxWidth"] = 28,
        };
        if (stack is not null)
        {
            bar["stack"] = stack;
        }

        if (label is not null)
        {
            // Beside the bar's end: a small one has no room for it.
            bar["label"] = new JsonObject { ["show"] = true, ["position"] = "right", ["color"] = "@css:--text", ["fontWeight"] = 600, ["formatter"] = label };
        }

        return bar;
    }

    internal static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(value => (JsonNode)Math.Round(value, 4))]);

    /// <param name="names">In order.</param>
    /// <param name="isUpright">The first one on top.</param>
    internal static JsonObject Categories(string[] names, bool isUpright)
    {
        var axis = new JsonObject { ["type"] = "category", ["data"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };
        if (isUpright)
        {
            axis["inverse"] = true;
            axis["axisLabel"] = new JsonObject { ["interval"] = 0, ["width"] = 130, ["overflow"] = "break", ["lineHeight"] = 15 };
        }

        return axis;
    }

    /// <summary>An axis from left to right; labels that have no room give way.</summary>
    private static JsonObject Measured(string format, double? most = null, int? leastStep = null)
    {
        var axis = new JsonObject { ["type"] = "value", ["splitNumber"] = 4, ["axisLabel"] = new JsonObject { ["formatter"] = format, ["hideOverlap"] = true } };
        if (most is not null)
        {
            axis["max"] = most;
            axis["interval"] = most / 4;
        }

        if (leastStep is not null)
        {
            axis["minInterval"] = leastStep;
        }

        return axis;
    }

    private static JsonObject Named(JsonObject axis, string name, int gap)
    {
        axis["name"] = name;
        axis["nameLocation"] = "middle";
        axis["nameGap"] = gap;
        return axis;
    }

    private static string Named(int id, LocalText name, Language language) => string.Create(CultureInfo.InvariantCulture, $"{id} {name.In(language)}");

    /// <summary>The directions of the map have no unit: far distances say little.</summary>
    private static JsonObject Unmeasured(string name) => new()
    {
        ["type"] = "value",
        ["min"] = 0,
        ["max"] = 1,
        ["name"] = name,
        ["nameLocation"] = "middle",
        ["nameGap"] = 10,
        ["axisLabel"] = new JsonObject { ["show"] = false },
        ["axisTick"] = new JsonObject { ["show"] = false },
        ["splitLine"] = new JsonObject { ["show"] = false },
    };

    private static JsonArray Points(ReportMap map, int cluster, bool members)
    {
        var points = new JsonArray();
        for (int i = 0; i < map.Clusters.Count; i++)
        {
            if (map.Clusters[i] == cluster && map.Members[i] == members)
            {
                points.Add(new JsonArray(Math.Round(map.X[i], MapDecimals), Math.Round(map.Y[i], MapDecimals)));
            }
        }

        return points;
    }
}
