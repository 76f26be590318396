using System.Text.Json.Nodes;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions.Web;

/// <summary>What the charts of the page of segments hold, as ECharts takes it.</summary>
public static class SegmentsCharts
{
    /// <summary>Segments against the parts of what they buy, each bar 100%.</summary>
    /// <param name="group">Of the schema, such as what is spent by product.</param>
    public static JsonObject Mix(ProposalView proposal, string group, Language language)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        SegmentProduct[] parts = [.. Parts(proposal, group)];
        return Bars(
            proposal,
            language,
            parts.Select(part => (part.Title.In(language), proposal.Segments.Select(segment => Part(segment, part)?.Mix))),
            format: "percent",
            stack: "mix",
            most: 1);
    }

    /// <summary>Share of the customers who respond: of everybody, and of those above each objective's cut-off.</summary>
    /// <param name="series">An objective's name in the model, null for everybody, and what it is called.</param>
    public static JsonObject Response(ProposalView proposal, IReadOnlyList<(string? Objective, string Name)> series, Language language)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Bars(
            proposal,
            language,
            series.Select(each => (each.Name, proposal.Segments.Select(segment => RateOf(segment, each.Objective)))),
            format: "percent");
    }

    /// <summary>Expected profit of contacting everybody, and those above each objective's cut-off.</summary>
    /// <inheritdoc cref="Response"/>
    public static JsonObject Profit(ProposalView proposal, IReadOnlyList<(string? Objective, string Name)> series, Language language)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Bars(
            proposal,
            language,
            series.Select(each => (each.Name, proposal.Segments.Select(segment => (double?)(each.Objective is null ? segment.ExpectedProfit : segment.Objectives[each.Objective].Profit)))),
            format: "short");
    }

    /// <summary>Null where nobody would be contacted.</summary>
    public static double? RateOf(SegmentView segment, string? objective)
    {
        ArgumentNullException.ThrowIfNull(segment);
        (long customers, double responses) = objective is null
            ? (segment.Customers, segment.ExpectedResponses)
            : (segment.Objectives[objective].Customers, segment.Objectives[objective].ExpectedResponses);
        return customers > 0 ? responses / customers : null;
    }

    /// <summary>The groups of the schema that segments are told in, each with its title.</summary>
    public static IEnumerable<SegmentProduct> Groups(ProposalView proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal.Segments.SelectMany(segment => segment.Products ?? []).DistinctBy(product => product.Group);
    }

    /// <summary>The parts of a group, those that most is spent on first.</summary>
    public static IEnumerable<SegmentProduct> Parts(ProposalView proposal, string group)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal.Segments.SelectMany(segment => segment.Products ?? []).Where(product => product.Group == group)
            .GroupBy(product => product.Name, StringComparer.Ordinal)
            .OrderByDescending(part => part.Sum(product => product.Total))
            .Select(part => part.First());
    }

    public static SegmentProduct? Part(SegmentView segment, SegmentProduct part)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(part);
        return segment.Products?.FirstOrDefault(product => product.Group == part.Group && product.Name == part.Name);
    }

    private static JsonObject Bars(
        ProposalView proposal, Language language, IEnumerable<(string Name, IEnumerable<double?> Values)> series, string format, string? stack = null, double? most = null) => new()
        {
            ["grid"] = new JsonObject { ["left"] = 8, ["right"] = 24, ["top"] = 8, ["bottom"] = 44, ["containLabel"] = true },
            ["legend"] = new JsonObject { ["type"] = "scroll", ["bottom"] = 0 },
            ["tooltip"] = new JsonObject { ["trigger"] = "axis", ["axisPointer"] = new JsonObject { ["type"] = "shadow" }, ["valueFormatter"] = "@format:" + (format == "short" ? "whole" : "percent1") },
            ["xAxis"] = new JsonObject { ["type"] = "value", ["max"] = most, ["axisLabel"] = new JsonObject { ["formatter"] = "@format:" + format, ["hideOverlap"] = true } },
            ["yAxis"] = new JsonObject
            {
                ["type"] = "category",
                ["inverse"] = true,
                ["data"] = new JsonArray([.. proposal.Segments.Select(segment => (JsonNode)segment.Name.In(language))]),
                ["axisLabel"] = new JsonObject { ["width"] = 130, ["overflow"] = "break", ["lineHeight"] = 15 },
            },
            ["series"] = new JsonArray([.. series.Select(each => (JsonNode)new JsonObject
        {
            ["type"] = "bar",
            ["name"] = each.Name,
            ["stack"] = stack,
            ["data"] = new JsonArray([.. each.Values.Select(value => value is { } known && double.IsFinite(known) ? (JsonNode)known : null)]),
        })]),
        };
}
