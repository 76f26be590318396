using Clientele.Insiders;
using Clientele.Runs.Insiders;
using Clientele.Schemas;
using Microsoft.Extensions.Localization;

namespace Clientele.Functions.Web;

/// <summary>A table in words.</summary>
/// <param name="Title">What it holds.</param>
/// <param name="Rows">Of each the first cell is its heading.</param>
/// <param name="Words">Columns, beside the first, that hold words and not numbers.</param>
public sealed record FigureTable(string Title, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows, params int[] Words)
{
    /// <summary>As the report has it.</summary>
    public static FigureTable Of(ReportTable table, Language language)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new FigureTable(
            table.Title.In(language),
            [.. table.Head.Select(head => head.In(language))],
            table.Rows,
            [.. Enumerable.Range(0, table.Head.Count).Where(column => !table.Numbers.Contains(column))]);
    }
}

/// <summary>The figures of the charts and answers as tables.</summary>
public sealed class InsiderFigures(IStringLocalizer words, Amounts amounts, Language language)
{
    private const string None = "–";

    public FigureTable Shares(ReportTotals totals) => new(
        words["Shares"],
        [words["Measure"], words["Members"], words["Others"]],
        [
            [words["Customers"], Amounts.Percent(totals.CustomerShare), Amounts.Percent(1 - totals.CustomerShare)],
            [words["Lines"], Amounts.Percent(totals.LineShare), Amounts.Percent(1 - totals.LineShare)],
            [words["Revenue"], Amounts.Percent(totals.RevenueShare), Amounts.Percent(1 - totals.RevenueShare)],
        ]);

    public FigureTable Map(ReportMap map, IReadOnlyList<ReportCluster> clusters) => new(
        words["Map"],
        [words["Group"], words["MapShown"], words["MapMembers"]],
        [.. clusters.Select(cluster => new[]
        {
            InsiderCharts.NameOf(cluster, language),
            Amounts.Count(map.Clusters.Count(id => id == cluster.Id)),
            Amounts.Count(map.Clusters.Where((id, i) => id == cluster.Id && map.Members[i]).Count()),
        })]);

    public FigureTable Groups(IReadOnlyList<ReportCluster> clusters) => new(
        words["GroupShares"],
        [words["Group"], words["Customers"], words["Members"], words["OfCustomers"], words["OfRevenue"]],
        [.. clusters.Select(cluster => new[]
        {
            InsiderCharts.NameOf(cluster, language),
            Amounts.Count(cluster.Customers),
            Amounts.Count(cluster.Members),
            Amounts.Percent(cluster.CustomerShare),
            Amounts.Percent(cluster.RevenueShare),
        })]);

    public FigureTable Movement(IReadOnlyList<InsiderGroup> groups) => new(
        words["Movement"],
        [words["Group"], words["Members"], words["Entered"], words["New"], words["Left"]],
        [.. groups.Select(group => new[]
        {
            InsiderCharts.NameOf(group, language), Amounts.Count(group.Members), Amounts.Count(group.Entered), Amounts.Count(group.New), Amounts.Count(group.Left),
        })]);

    public FigureTable Spread(RevenueDistribution spread) => new(
        words["Spread"],
        [words["RevenueFrom"], words["Members"], words["Others"]],
        [.. spread.Members.Select((share, i) => new[] { amounts.Money(spread.Edges[i]), Amounts.Percent(share), Amounts.Percent(spread.Others[i]) })]);

    public FigureTable Traits(IReadOnlyList<ReportTrait> traits) => new(
        words["Traits"],
        [words["Feature"], words["MembersMedian"], words["OthersMedian"]],
        [.. traits.Select(trait => new[] { PurchaseFeatures.Title(trait.Feature).In(language), Of(trait.Feature, trait.MembersMedian), Of(trait.Feature, trait.OthersMedian) })]);

    public FigureTable Months(InsiderReport report)
    {
        Dictionary<DateOnly, MonthRevenue> all = report.AllMonths.ToDictionary(month => month.Month);
        Dictionary<DateOnly, MonthRevenue> members = report.MemberMonths.ToDictionary(month => month.Month);
        return new FigureTable(
            words["Months"],
            [words["Month"], words["MembersSeen"], words["MembersExpected"], words["Interval80"], words["EveryoneSeen"], words["EveryoneExpected"], words["Interval80"]],
            [.. InsiderTimeCharts.MonthsOf(report).Select(month => (string[])
            [
                InsiderTimeCharts.NameOf(month, report), .. Cells(members.GetValueOrDefault(month)), .. Cells(all.GetValueOrDefault(month)),
            ])]);
    }

    public FigureTable Holdouts(IReadOnlyList<ForecastHoldout> holdouts) => new(
        words["Holdouts"],
        [words["LastDayKnown"], words["DaysAfter"], words["Actual"], words["Forecast"], words["AsBefore"], words["AsYearBefore"]],
        [.. holdouts.Select(holdout => new[]
        {
            Amounts.Day(holdout.Cut),
            Amounts.Count(holdout.Days),
            amounts.Money(holdout.Actual, 0),
            WithError(holdout.Model, holdout.Actual),
            WithError(holdout.Naive, holdout.Actual),
            holdout.Seasonal is { } seasonal ? WithError(seasonal, holdout.Actual) : None,
        })]);

    /// <summary>The conditions with both thresholds, and how many stand just outside.</summary>
    public FigureTable Rules(ReportRules rules) => new(
        words["Rules"],
        [words["Condition"], words["ToEnter"], words["ToStay"], words["MissOnlyThis"]],
        [.. rules.Rules.Conditions.Select((condition, i) => new[]
        {
            PurchaseFeatures.Title(condition.Feature).In(language),
            Bound(condition, condition.Enter),
            Bound(condition, condition.Stay),
            rules.Rules.Conditions.Count > 1 ? Amounts.Count(rules.MissingOne[i]) : None,
        })]);

    public FigureTable TopMembers(IReadOnlyList<ReportMember> members) => new(
        words["TopMembers"],
        [words["Customer"], words["Revenue"], words["Purchases"], words["LastPurchase"]],
        [.. members.Select(member => new[] { member.Id, amounts.Money(member.Revenue, 0), Amounts.Count(member.Invoices), Amounts.Day(member.LastPurchase) })]);

    /// <summary>A number of an answer in its unit.</summary>
    public string Of(AnswerNumber number) => number.Unit switch
    {
        AnswerUnit.Count => Amounts.Count(number.Value),
        AnswerUnit.Money => amounts.Money(number.Value),
        AnswerUnit.Share => Amounts.Percent(number.Value),
        _ => Amounts.Number(number.Value, DecimalsOf(number.Value)),
    };

    /// <summary>A value of a feature in its own unit.</summary>
    public string Of(PurchaseFeature feature, double value) =>
        feature is PurchaseFeature.Revenue or PurchaseFeature.Ticket ? amounts.Money(value) : Amounts.Number(value, DecimalsOf(value));

    public string Interval(double low, double high) => words["Between", amounts.Money(low, 0), amounts.Money(high, 0)];

    private string Bound(RuleCondition condition, double threshold) => words[condition.AtLeast ? "AtLeast" : "AtMost", Of(condition.Feature, threshold)];

    private string[] Cells(MonthRevenue? month) => month is null
        ? [None, None, None]
        : [
            month.Seen > 0 || month.Expected <= 0 ? amounts.Money(month.Seen, 0) : None,
            month.Expected > 0 ? amounts.Money(month.Seen + month.Expected, 0) : None,
            month.Expected > 0 ? Interval(month.Low, month.High) : None,
        ];

    /// <summary>"1,200 (+4%)".</summary>
    private string WithError(double forecast, double actual) => actual > 0
        ? $"{amounts.Money(forecast, 0)} ({(forecast > actual ? "+" : "")}{Amounts.Percent((forecast / actual) - 1, 0)})"
        : amounts.Money(forecast, 0);

    /// <summary>As many as say something.</summary>
    private static int DecimalsOf(double value) => Math.Abs(value) switch { >= 100 => 0, >= 1 => 1, >= 0.01 => 3, _ => 5 };
}
