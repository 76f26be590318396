namespace Clientele.Runs;

/// <summary>The tables about segments.</summary>
public static class SegmentTables
{
    private const string Life = "Rewritten whenever the champion of the segments changes; rows of segments that it does not have are removed.";
    private const string ProposalText = "Which proposal: `2`, `3`, or `recommended` for the recommended number.";
    private const string SegmentText = "The segment's id: as Segment2, Segment3 or Segment in `customerscores`. It stays with the group when segments are trained again.";
    private const string Partition = "Schema, proposal and segment, such as `campaign-recommended-1`.";
    private const string VersionText = "Of the segments.";

    public static TableDefinition Segments { get; } = new()
    {
        Name = "segments",
        Row = "One segment of customers: what it is called, what training found, and its current customers.",
        PartitionKey = "Schema and proposal: `campaign-2`, `campaign-3` or `campaign-recommended`. The last keeps its key when another number is recommended.",
        RowKey = "Segment id, padded with zeros to 3 digits.",
        Lifetime = Life + " Brought up to date by every run that finishes, and when a segment is given a name.",
        IsReported = true,
        Columns =
        [
            new("Proposal", ColumnType.String, ProposalText),
            new("Segment", ColumnType.Int32, SegmentText),
            new("Segments", ColumnType.Int32, "How many segments the proposal has."),
            new("Algorithm", ColumnType.String, "By which they are made."),
            new("Name", ColumnType.String, "In English: as people gave it, else as generated from what distinguishes the group."),
            new("NameEs", ColumnType.String, "The same in Spanish."),
            new("NamePt", ColumnType.String, "The same in Portuguese."),
            new("Traits", ColumnType.String, "What tells its customers from everyone else, the strongest first, with `; ` between."),
            new("TraitsEs", ColumnType.String, "Traits in Spanish."),
            new("TraitsPt", ColumnType.String, "Traits in Portuguese."),
            new("TrainingCustomers", ColumnType.Int64, "Customers of the segment in training."),
            new("TrainingShare", ColumnType.Double, "Their share of all in training."),
            new("TrainingResponseRate", ColumnType.Double, "Share of them who responded. The response has no part in making segments."),
            new("Customers", ColumnType.Int64, "Current customers in the segment."),
            new("Share", ColumnType.Double, "Their share of all current customers; 0 while there are none."),
            new("ExpectedResponses", ColumnType.Double, "Sum of their probabilities."),
            new("ExpectedProfit", ColumnType.Double, "Of contacting all of them: ExpectedResponses × ResponseValue − Customers × ContactCost."),
            new("AggressiveCustomers", ColumnType.Int64, "Of them, those above the cut-off of `aggressive`."),
            new("AggressiveProfit", ColumnType.Double, "Expected profit of contacting these."),
            new("ModerateCustomers", ColumnType.Int64, "The same for `moderate`."),
            new("ModerateProfit", ColumnType.Double, "The same for `moderate`."),
            new("BalancedCustomers", ColumnType.Int64, "The same for `balanced`."),
            new("BalancedProfit", ColumnType.Double, "The same for `balanced`."),
            new("FrugalCustomers", ColumnType.Int64, "The same for `frugal`."),
            new("FrugalProfit", ColumnType.Double, "The same for `frugal`."),
            new("Silhouette", ColumnType.Double, "Of the proposal: mean silhouette, −1 to 1."),
            new("Stability", ColumnType.Double, "Of the proposal: mean adjusted Rand index of fits on resampled customers."),
            new("ContactCost", ColumnType.Double, "Of the economics that the profits are under: those of Run."),
            new("ResponseValue", ColumnType.Double, "Of the same economics."),
            new("Version", ColumnType.String, VersionText),
            new("Run", ColumnType.String, "The latest run that finished, whose economics these are; empty before any."),
        ],
    };

    public static TableDefinition Profiles { get; } = new()
    {
        Name = "segmentprofiles",
        Row = "One thing that is known of customers, in one segment beside everyone, as training found it.",
        PartitionKey = Partition,
        RowKey = "The column's name, a total's (`spend_total`), or `column=category`, escaped.",
        Lifetime = Life,
        IsReported = true,
        Columns =
        [
            new("Proposal", ColumnType.String, ProposalText),
            new("Segment", ColumnType.Int32, SegmentText),
            new("Feature", ColumnType.String, "As the row key, not escaped."),
            new("Title", ColumnType.String, "For people, in English."),
            new("TitleEs", ColumnType.String, "In Spanish."),
            new("TitlePt", ColumnType.String, "In Portuguese."),
            new("Mean", ColumnType.Double, "Over the segment's customers in training; of yes/no and categories the share."),
            new("Median", ColumnType.Double, "The same."),
            new("Share", ColumnType.Double, "Share of the segment's customers for whom it is above 0, yes, or this category."),
            new("Index", ColumnType.Double, "Mean over everyone's mean, times 100: 100 is as everyone."),
            new("EffectSize", ColumnType.Double, "How far the segment is from everyone else: Cohen's d; of shares Cohen's h. 0.2 is small, 0.5 medium, 0.8 large."),
            new("Version", ColumnType.String, VersionText),
        ],
    };

    public static TableDefinition Products { get; } = new()
    {
        Name = "segmentproducts",
        Row = "One product or channel in one segment: what it is of the segment's whole, as training found it.",
        PartitionKey = Partition,
        RowKey = "Group and column, such as `spend-MntWines`, escaped.",
        Lifetime = Life,
        IsReported = true,
        Columns =
        [
            new("Proposal", ColumnType.String, ProposalText),
            new("Segment", ColumnType.Int32, SegmentText),
            new("Group", ColumnType.String, "What is divided, such as `spend` or `purchases`."),
            new("GroupTitle", ColumnType.String, "The group for people, in English."),
            new("GroupTitleEs", ColumnType.String, "In Spanish."),
            new("GroupTitlePt", ColumnType.String, "In Portuguese."),
            new("Product", ColumnType.String, "The column: a product of spending, a channel of purchases."),
            new("Title", ColumnType.String, "The column for people, in English."),
            new("TitleEs", ColumnType.String, "In Spanish."),
            new("TitlePt", ColumnType.String, "In Portuguese."),
            new("Amount", ColumnType.Double, "Mean per customer of the segment."),
            new("Total", ColumnType.Double, "Sum over the segment's customers in training."),
            new("Mix", ColumnType.Double, "Share of the segment's total of the group, 0 to 1."),
            new("ShareOfAll", ColumnType.Double, "Share of everyone's total of this column that comes from the segment: of spending, its share of revenue."),
            new("Index", ColumnType.Double, "Mix over everyone's mix, times 100."),
            new("Version", ColumnType.String, VersionText),
        ],
    };
}
