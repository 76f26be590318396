using System.Globalization;
using System.Text.Json.Nodes;
using Clientele.Insiders;
using Microsoft.Extensions.Localization;

namespace Clientele.Functions.Web;

/// <summary>Options of the charts over time: revenue by month with what is expected, and how earlier forecasts did.</summary>
internal static class InsiderTimeCharts
{
    /// <summary>Lines of what was seen, dashed on with what is expected, each with a band of 80%.</summary>
    public static JsonObject Months(InsiderReport report, IStringLocalizer words)
    {
        DateOnly[] months = MonthsOf(report);
        var series = new JsonArray();
        Add(series, new Line(words["EveryoneSeen"], words["EveryoneExpected"], "everyone", "@color:3"), months, report.AllMonths);
        Add(series, new Line(words["MembersSeen"], words["MembersExpected"], "members", "@color:1"), months, report.MemberMonths);
        return new JsonObject
        {
            ["grid"] = InsiderCharts.Grid(bottom: 64),
            ["legend"] = InsiderCharts.Legend(words["EveryoneSeen"], words["EveryoneExpected"], words["MembersSeen"], words["MembersExpected"]),
            ["tooltip"] = new JsonObject { ["trigger"] = "item", ["valueFormatter"] = "@format:whole" },
            ["xAxis"] = InsiderCharts.Categories([.. months.Select(month => NameOf(month, report))], isUpright: false),
            ["yAxis"] = new JsonObject { ["type"] = "value", ["axisLabel"] = new JsonObject { ["formatter"] = "@format:short" } },
            ["series"] = series,
        };
    }

    /// <summary>What forecasts from days in the past said, beside what came.</summary>
    public static JsonObject Holdouts(IReadOnlyList<ForecastHoldout> holdouts, IStringLocalizer words)
    {
        var series = new JsonArray(
            InsiderCharts.Bar(words["Actual"], holdouts.Select(holdout => holdout.Actual), "@color:8"),
            InsiderCharts.Bar(words["Forecast"], holdouts.Select(holdout => holdout.Model), "@color:1"),
            InsiderCharts.Bar(words["AsBefore"], holdouts.Select(holdout => holdout.Naive), "@color:2"));
        string[] names = [words["Actual"], words["Forecast"], words["AsBefore"]];
        if (holdouts.Any(holdout => holdout.Seasonal is not null))
        {
            series.Add(InsiderCharts.Bar(words["AsYearBefore"], holdouts.Select(holdout => holdout.Seasonal ?? 0), "@color:5"));
            names = [.. names, words["AsYearBefore"]];
        }

        return new JsonObject
        {
            ["grid"] = InsiderCharts.Grid(bottom: 56),
            ["legend"] = InsiderCharts.Legend(names),
            ["tooltip"] = new JsonObject { ["trigger"] = "axis", ["axisPointer"] = new JsonObject { ["type"] = "shadow" }, ["valueFormatter"] = "@format:whole" },
            ["xAxis"] = InsiderCharts.Categories([.. holdouts.Select(holdout => words["After", Amounts.Count(holdout.Days), Amounts.Day(holdout.Cut)].Value)], isUpright: false),
            ["yAxis"] = new JsonObject { ["type"] = "value", ["axisLabel"] = new JsonObject { ["formatter"] = "@format:short" } },
            ["series"] = series,
        };
    }

    /// <summary>Of everyone and of members together, in order.</summary>
    public static DateOnly[] MonthsOf(InsiderReport report) => [.. report.AllMonths.Concat(report.MemberMonths).Select(month => month.Month).Distinct().Order()];

    /// <summary>Such as "Dec 2017", with a star where the history has only a part of the month.</summary>
    public static string NameOf(DateOnly month, InsiderReport report) =>
        month.ToString("MMM yyyy", CultureInfo.CurrentCulture) + (report.AllMonths.Concat(report.MemberMonths).Any(each => each.Month == month && !each.Whole) ? "*" : "");

    private static void Add(JsonArray series, Line line, DateOnly[] months, IReadOnlyList<MonthRevenue> revenue)
    {
        Dictionary<DateOnly, MonthRevenue> known = revenue.ToDictionary(month => month.Month);
        int firstExpected = Array.FindIndex(months, month => known.TryGetValue(month, out MonthRevenue? each) && each.Expected > 0);
        int coming = firstExpected < 0 ? months.Length : firstExpected;

        // The dashed line and its band start at the last month that is known, so that they hang together with what was seen.
        series.Add(Drawn(line.Seen, line.Colour, Values(0, coming, month => month.Seen), isDashed: false));
        if (coming == months.Length)
        {
            return;
        }

        int joint = Math.Max(0, coming - 1);
        series.Add(Drawn(line.Expected, line.Colour, Values(joint, months.Length, month => month.Seen + month.Expected), isDashed: true));
        series.Add(Band(line, Values(joint, months.Length, month => month.Expected > 0 ? month.Low : month.Seen), isFilled: false));
        series.Add(Band(line, Values(joint, months.Length, month => month.Expected > 0 ? month.High - month.Low : 0), isFilled: true));

        JsonArray Values(int from, int before, Func<MonthRevenue, double> value) => new(
            [.. months.Select((month, i) => i >= from && i < before && known.TryGetValue(month, out MonthRevenue? each) ? (JsonNode?)Math.Round(value(each), 2) : null)]);
    }

    private static JsonObject Drawn(string name, string colour, JsonArray values, bool isDashed) => new()
    {
        ["type"] = "line",
        ["name"] = name,
        ["data"] = values,
        ["symbol"] = isDashed ? "emptyCircle" : "circle",
        ["symbolSize"] = 7,
        ["showAllSymbol"] = true,
        ["itemStyle"] = new JsonObject { ["color"] = colour },
        ["lineStyle"] = new JsonObject { ["color"] = colour, ["width"] = 2.5, ["type"] = isDashed ? "dashed" : "solid" },
        ["z"] = 3,
    };

    /// <summary>Two lines that are not seen, one upon the other; what lies between them is.</summary>
    private static JsonObject Band(Line line, JsonArray values, bool isFilled) => new()
    {
        ["type"] = "line",
        ["name"] = line.Expected,
        ["stack"] = line.Stack,
        ["data"] = values,
        ["silent"] = true,
        ["symbol"] = "none",
        ["itemStyle"] = new JsonObject { ["color"] = line.Colour },
        ["lineStyle"] = new JsonObject { ["opacity"] = 0 },
        ["areaStyle"] = new JsonObject { ["color"] = line.Colour, ["opacity"] = isFilled ? 0.16 : 0 },
        ["z"] = 1,
    };

    /// <param name="Seen">Name of what was seen.</param>
    /// <param name="Expected">Name of what is expected, and of its band: one switch in the legend for all of it.</param>
    private sealed record Line(string Seen, string Expected, string Stack, string Colour);
}
