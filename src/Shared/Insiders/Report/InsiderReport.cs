using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>
/// What the programme's marketing team asked, answered from one upload, with all the numbers that pages and files show. The same input gives the same
/// report, to the last bit.
/// </summary>
public sealed record InsiderReport
{
    public required string SchemaTitle { get; init; }

    public required string RunId { get; init; }

    public required string UploadName { get; init; }

    public required string ModelVersion { get; init; }

    public required bool Demonstration { get; init; }

    /// <summary>Of the history.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Of the history.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>To the nine questions, in order.</summary>
    public required IReadOnlyList<InsiderAnswer> Answers { get; init; }

    public required ReportTotals Totals { get; init; }

    /// <summary>By revenue, the largest first; at most <see cref="ReportTotals.MostListed"/>.</summary>
    public required IReadOnlyList<ReportMember> TopMembers { get; init; }

    /// <summary>What tells members from others, the strongest first; one feature of each kind.</summary>
    public required IReadOnlyList<ReportTrait> Traits { get; init; }

    public required ReportRules Rules { get; init; }

    /// <summary>The one with the most revenue per customer first.</summary>
    public required IReadOnlyList<ReportCluster> Clusters { get; init; }

    /// <summary>Null where there is none.</summary>
    public required ReportMap? Map { get; init; }

    /// <summary>Null where everybody or nobody is a member.</summary>
    public required RevenueDistribution? Distribution { get; init; }

    public required IReadOnlyList<MonthRevenue> MemberMonths { get; init; }

    public required IReadOnlyList<MonthRevenue> AllMonths { get; init; }

    public required IReadOnlyList<ForecastHoldout> Holdouts { get; init; }

    public required LocalText ForecastMethod { get; init; }

    /// <summary>Null at the first upload.</summary>
    public required InsiderMovement? Movement { get; init; }

    public required InsiderEvidence Evidence { get; init; }

    /// <summary>Null where everybody or nobody is a member.</summary>
    public required InsiderHypotheses? Hypotheses { get; init; }

    /// <summary>Null where there are no figures to plan by.</summary>
    public required ExperimentPlan? Experiment { get; init; }

    /// <summary>The largest prize first.</summary>
    public required IReadOnlyList<InsiderAction> Actions { get; init; }

    public required IReadOnlyList<ComparedClusters> Compared { get; init; }

    public required IReadOnlyList<CleanedLines> Cleaning { get; init; }

    /// <summary>O(customers · log customers), and a few seconds at most: what is drawn again and again is a sample.</summary>
    /// <exception cref="ArgumentException">The input's parts do not fit each other, or there are no customers.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static InsiderReport Of(InsiderReportInput input, CancellationToken cancellation = default)
    {
        InsiderReportInput.Check(input);
        PurchaseTable purchases = input.Purchases;
        InsiderEvidence evidence = InsiderEvidence.Of(purchases, input.Members, input.Rules, cancellation);
        double? lapse = evidence.Later is LaterPurchases later ? 1 - later.MembersRate.Value : null;
        int known = input.Members.Where((member, customer) => member && purchases.Identified[customer]).Count();
        var report = new InsiderReport
        {
            SchemaTitle = input.SchemaTitle,
            RunId = input.RunId,
            UploadName = input.UploadName,
            ModelVersion = input.ModelVersion,
            Demonstration = input.Demonstration,
            FirstDay = DateOnly.FromDayNumber(purchases.FirstDay),
            LastDay = DateOnly.FromDayNumber(purchases.LastDay),
            Answers = [],
            Totals = ReportTotals.Of(purchases, input.Members),
            TopMembers = ReportMember.Of(purchases, input.Members),
            Traits = ReportTrait.Of(purchases, input.Members),
            Rules = ReportRules.Of(purchases, input.Members, input.Rules),
            Clusters = ReportCluster.Of(purchases, input.Clusters, input.CustomerClusters, input.Members),
            Map = ReportMap.Of(input),
            Distribution = RevenueDistribution.Of(purchases, input.Members),
            MemberMonths = input.MemberMonths,
            AllMonths = input.AllMonths,
            Holdouts = input.Holdouts,
            ForecastMethod = input.ForecastMethod,
            Movement = input.Movement,
            Evidence = evidence,
            Hypotheses = InsiderHypotheses.Of(purchases, input.Members, cancellation),
            Experiment = ExperimentPlan.Of(evidence.Later, known, purchases.Identified.Count(identified => identified) - known),
            Actions = InsiderActions.Of(purchases, input.Clusters, input.CustomerClusters, lapse),
            Compared = input.Compared,
            Cleaning = input.Cleaning,
        };
        return report with { Answers = InsiderAnswers.Of(report) };
    }

    /// <summary>The members' months that something is still expected of.</summary>
    [JsonIgnore]
    public IEnumerable<MonthRevenue> MonthsToCome => ValueAnswers.Coming(MemberMonths, LastDay);

    /// <summary>How it is written, for whoever describes it.</summary>
    public static JsonTypeInfo<InsiderReport> JsonType => InsiderReportJson.Default.InsiderReport;

    /// <summary>For the API; camel case.</summary>
    public BinaryData ToJson() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, InsiderReportJson.Default.InsiderReport));

    /// <exception cref="InvalidDataException">Not a report.</exception>
    public static InsiderReport FromJson(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, InsiderReportJson.Default.InsiderReport) ?? throw new InvalidDataException("The report is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"This is no report on insiders: {e.Message}", e);
        }
    }
}
