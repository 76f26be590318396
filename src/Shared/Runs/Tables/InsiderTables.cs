using Clientele.Insiders;

namespace Clientele.Runs;

/// <summary>The tables about the loyalty programme, which come from uploads of transactions.</summary>
public static class InsiderTables
{
    private const string Rewritten = "Rewritten by every upload of transactions that finishes; never by an older one than wrote it.";
    private const string Schema = "Schema, such as `transactions`.";
    private const string VersionText = "Of the clusters and rules.";
    private const string RunText = "The run that wrote the row.";

    public static TableDefinition Insiders { get; } = new()
    {
        Name = "insiders",
        Row = "One customer who bought something: what their purchases come to, their cluster, and whether they are in the programme and why.",
        PartitionKey = "Schema and bucket, such as `transactions-07`.",
        RowKey = "The customer's id as a key: whole numbers padded with zeros to 19 digits; `invoice-…` where the buyer is not known.",
        Lifetime = "Written by the newest upload of transactions that holds the customer; customers missing from a later one stay, with the run and time of theirs.",
        IsReported = true,
        Columns =
        [
            new("Customer", ColumnType.String, "The id as in the file; `invoice-` and the number of the invoice where the buyer is not known."),
            new("Identified", ColumnType.Boolean, "Whether the buyer is known. Who is not can't come back, and never counts as entered or left."),
            .. PurchaseFeatures.All.Select(feature => new ColumnDefinition(ColumnOf(feature), TypeOf(feature), MeaningOf(feature))),
            new("FirstPurchase", ColumnType.DateTime, "Day of the first invoice."),
            new("LastPurchase", ColumnType.DateTime, "Day of the last invoice."),
            new("Cluster", ColumnType.Int32, "Id of the cluster, as in `insiderclusters`. It stays with the group when clusters are fitted again."),
            new("ClusterName", ColumnType.String, "Its name in English."),
            new("ClusterNameEs", ColumnType.String, "In Spanish."),
            new("ClusterNamePt", ColumnType.String, "In Portuguese."),
            new("Insider", ColumnType.Boolean, "In the programme: the conditions to enter are met or, for who was in at the upload before, those to stay."),
            new("Change", ColumnType.String, "Since the upload before: `entered`, `left`, `new` (in the programme, and not in that upload), empty for none. Always empty where the buyer is not known."),
            new("Why", ColumnType.String, "Why in or out, in English."),
            new("WhyEs", ColumnType.String, "In Spanish."),
            new("WhyPt", ColumnType.String, "In Portuguese."),
            new("Missing", ColumnType.String, "What is missing to enter, in English; empty for insiders."),
            new("MissingEs", ColumnType.String, "In Spanish."),
            new("MissingPt", ColumnType.String, "In Portuguese."),
            new("PreviousRun", ColumnType.String, "The run of the upload before; empty when the customer was not in it."),
            new("PreviousCluster", ColumnType.Int32, "Cluster then; 0 without one."),
            new("PreviousInsider", ColumnType.Boolean, "Whether in the programme then."),
            new("Alive", ColumnType.Double, "Probability that the customer still buys at all, 0 to 1. 0 where the buyer is not known, as all that is expected."),
            .. ValueModel.Horizons.SelectMany(Expected),
            new("ModelVersion", ColumnType.String, VersionText),
            new("Run", ColumnType.String, RunText),
            new("Uploaded", ColumnType.DateTime, "When that run's file was uploaded."),
        ],
    };

    public static TableDefinition Clusters { get; } = new()
    {
        Name = "insiderclusters",
        Row = "One cluster of customers who buy alike, over the customers of the newest upload.",
        PartitionKey = Schema,
        RowKey = "Cluster id, padded with zeros to 3 digits.",
        Lifetime = Rewritten,
        IsReported = true,
        Columns =
        [
            new("Cluster", ColumnType.Int32, "Its id."),
            new("Name", ColumnType.String, "Made of what tells the group apart, in English."),
            new("NameEs", ColumnType.String, "In Spanish."),
            new("NamePt", ColumnType.String, "In Portuguese."),
            new("Insider", ColumnType.Boolean, "One of the groups that carry the most revenue per customer: the conditions of the programme were made after them."),
            new("Customers", ColumnType.Int64, "How many."),
            new("Members", ColumnType.Int64, "Of them, those in the programme."),
            new("Share", ColumnType.Double, "Share of all customers."),
            new("TotalRevenue", ColumnType.Double, "Money of their purchases."),
            new("RevenueShare", ColumnType.Double, "Share of all revenue."),
            .. PurchaseFeatures.All.SelectMany(feature => new ColumnDefinition[]
            {
                new("Mean" + ColumnOf(feature), ColumnType.Double, $"Mean of {ColumnOf(feature)} in `insiders`."),
                new("Median" + ColumnOf(feature), ColumnType.Double, "Its median."),
            }),
            new("Action1", ColumnType.String, "What marketing can do, the largest prize first, in English; empty for none."),
            new("Action1Es", ColumnType.String, "In Spanish."),
            new("Action1Pt", ColumnType.String, "In Portuguese."),
            new("Prize1", ColumnType.Double, "What it may bring in a year, in money; the sentence says how it is reckoned. 0 for none."),
            new("Action2", ColumnType.String, "The next, in English; empty for none."),
            new("Action2Es", ColumnType.String, "In Spanish."),
            new("Action2Pt", ColumnType.String, "In Portuguese."),
            new("Prize2", ColumnType.Double, "As Prize1."),
            new("ModelVersion", ColumnType.String, VersionText),
            new("Run", ColumnType.String, RunText),
        ],
    };

    public static TableDefinition Report { get; } = new()
    {
        Name = "insiderreport",
        Row = "One of the nine questions about the programme, with its answer.",
        PartitionKey = Schema,
        RowKey = "`q1` to `q9`.",
        Lifetime = Rewritten,
        IsReported = true,
        Columns =
        [
            new("Question", ColumnType.String, "In English."),
            new("QuestionEs", ColumnType.String, "In Spanish."),
            new("QuestionPt", ColumnType.String, "In Portuguese."),
            new("Answer", ColumnType.String, "In English."),
            new("AnswerEs", ColumnType.String, "In Spanish."),
            new("AnswerPt", ColumnType.String, "In Portuguese."),
            new("Figures", ColumnType.String, "The main numbers as a JSON object, such as `{\"insiders\":735}`."),
            new("ModelVersion", ColumnType.String, VersionText),
            new("Run", ColumnType.String, RunText),
        ],
    };

    public static TableDefinition Forecast { get; } = new()
    {
        Name = "insiderforecast",
        Row = "Revenue of one month, of everybody or of the insiders: seen, or expected with an 80% interval.",
        PartitionKey = Schema,
        RowKey = "Group and month, such as `insiders-2017-12`.",
        Lifetime = Rewritten,
        IsReported = true,
        Columns =
        [
            new("Group", ColumnType.String, "`all` or `insiders`: those who are in the programme now, also in months gone by."),
            new("Month", ColumnType.DateTime, "Its first day."),
            new("Seen", ColumnType.Double, "Money up to the last day of the history; 0 in months to come."),
            new("Expected", ColumnType.Double, "Money still to come in the month; 0 in months gone by."),
            new("Revenue", ColumnType.Double, "Seen and expected together."),
            new("Low", ColumnType.Double, "Lower end of the 80% interval of Revenue."),
            new("High", ColumnType.Double, "Upper end of it."),
            new("Whole", ColumnType.Boolean, "False where the history begins or ends within the month."),
            new("Method", ColumnType.String, "How it is forecast: the method that did best on days held out."),
            new("ModelVersion", ColumnType.String, VersionText),
            new("Run", ColumnType.String, RunText),
        ],
    };

    /// <summary>The column of <c>insiders</c> with a feature.</summary>
    public static string ColumnOf(PurchaseFeature feature) => feature.ToString();

    /// <summary>Whether a feature is a count, or days.</summary>
    public static bool IsWhole(PurchaseFeature feature) => feature
        is PurchaseFeature.Recency or PurchaseFeature.Lines or PurchaseFeature.Returns or PurchaseFeature.Invoices or PurchaseFeature.Units or PurchaseFeature.Products or PurchaseFeature.Tenure;

    private static ColumnType TypeOf(PurchaseFeature feature) => IsWhole(feature) ? ColumnType.Int64 : ColumnType.Double;

    private static string MeaningOf(PurchaseFeature feature) => feature switch
    {
        PurchaseFeature.Revenue => "Money of all purchases; returns are not taken off.",
        PurchaseFeature.Recency => "Days from the last purchase to the last day of the history.",
        PurchaseFeature.Lines => "Lines of purchases: a product on an invoice is one.",
        PurchaseFeature.Frequency => "Purchases a day, counted as the schema says.",
        PurchaseFeature.Returns => "Units that came back.",
        PurchaseFeature.Invoices => "Different invoices with a purchase.",
        PurchaseFeature.Units => "Units bought.",
        PurchaseFeature.Ticket => "Revenue per invoice.",
        PurchaseFeature.DaysBetween => "Mean days from one day of purchase to the next; the tenure, at least 1, of who bought on one day only.",
        PurchaseFeature.BasketUnits => "Units per invoice.",
        PurchaseFeature.BasketProducts => "Mean number of different products on an invoice.",
        PurchaseFeature.Products => "Different products bought.",
        PurchaseFeature.Tenure => "Days from the first purchase to the last day of the history.",
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, null),
    };

    private static IEnumerable<ColumnDefinition> Expected(int days) =>
    [
        new($"Purchases{days}", ColumnType.Double, $"Purchases expected within {days} days of the last day of the history."),
        new($"Purchases{days}Low", ColumnType.Int64, "Lower end of their 80% interval."),
        new($"Purchases{days}High", ColumnType.Int64, "Upper end."),
        new($"Revenue{days}", ColumnType.Double, $"Money expected within {days} days."),
        new($"Revenue{days}Low", ColumnType.Double, "Lower end of its 80% interval."),
        new($"Revenue{days}High", ColumnType.Double, "Upper end."),
    ];
}
