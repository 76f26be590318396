namespace Clientele.Runs;

/// <summary>The tables about models rather than customers.</summary>
public static class ModelTables
{
    public static TableDefinition Models { get; } = new()
    {
        Name = "models",
        Row = "One trained version of a model.",
        PartitionKey = "Schema and kind, such as `campaign-response`.",
        RowKey = "Version: 16 hex digits that follow from the training files, the schema, the seed, the training settings and the code.",
        Lifetime = "Written when a version has been trained and judged; rewritten when it becomes, or ceases to be, the champion, and when it is pinned or released. Not removed by the program.",
        IsReported = true,
        Columns =
        [
            new("Schema", ColumnType.String, "Schema id."),
            new("Kind", ColumnType.String, "What the model is for: `response` or `segments`."),
            new("Version", ColumnType.String, "As the row key."),
            new("Current", ColumnType.Boolean, "It is the champion: new runs are scored with it."),
            new("Status", ColumnType.String, "`champion`, `retired` (was champion), or never champion: `kept`, `rejected` or `held`; see `docs/models.md`."),
            new("Demonstration", ColumnType.Boolean, "Trained on the shipped, made-up sample."),
            new("Rows", ColumnType.Int64, "Customers learnt from."),
            new("RocAuc", ColumnType.Double, "Area under the ROC curve. This and the next five are of customers that the model had not seen (out of fold)."),
            new("AveragePrecision", ColumnType.Double, "Area under the precision-recall curve."),
            new("LogLoss", ColumnType.Double, "Mean logarithmic loss, natural logarithm."),
            new("Brier", ColumnType.Double, "Mean squared error of the probability."),
            new("ProfitPerThousandAtBreakEven", ColumnType.Double, "Profit per 1,000 customers when everyone at or above the break-even probability is contacted, in the file's currency."),
            new("BaseRate", ColumnType.Double, "Share of the training customers who accepted."),
            new("Fingerprint", ColumnType.String, "Of the schema that it was trained for."),
            new("Parent", ColumnType.String, "The champion when it was trained; empty for none."),
            new("Run", ColumnType.String, "The run that trained it; empty when it came another way."),
            new("CodeVersion", ColumnType.String, "Of the program that trained it."),
            new("Pinned", ColumnType.Boolean, "It is the champion and stays so until an operator releases it."),
            new("Reason", ColumnType.String, "How it became champion, if it did, and what the gate said of it, in sentences with the figures."),
            new("Grade", ColumnType.String, "`A`, `B` or `C` against the baseline; empty for a version that was not judged, for which the numbers that follow are 0."),
            new("GradeSentence", ColumnType.String, "The grade in words."),
            new("RocAucLow", ColumnType.Double, "Lower end of RocAuc's 95% interval."),
            new("RocAucHigh", ColumnType.Double, "Its upper end."),
            new("LogLossStandardError", ColumnType.Double, "Standard error of LogLoss."),
            new("BaselineLogLoss", ColumnType.Double, "Log-loss of giving everyone the base rate: a model must be below it."),
            new("TopTenthLift", ColumnType.Double, "How many times the base rate respond among the most probable tenth."),
            new("Against", ColumnType.String, "The champion that it was judged against; empty for none."),
            new("Segments", ColumnType.Int32, "Of kind `segments`: how many are recommended. This and the next three are 0 for other kinds, as the figures of responses are for this one."),
            new("Silhouette", ColumnType.Double, "Of kind `segments`: mean silhouette of the recommended ones, −1 to 1."),
            new("Stability", ColumnType.Double, "Of kind `segments`: how well fits on resampled customers agree, as a mean adjusted Rand index; 1 is always the same segments."),
            new("SmallestShare", ColumnType.Double, "Of kind `segments`: share of the customers in the smallest one."),
        ],
    };

    public static TableDefinition Objectives { get; } = new()
    {
        Name = "objectives",
        Row = "One business objective under one model version: what its evaluation promises, and how many current customers are above its cut-off.",
        PartitionKey = "Schema and model version.",
        RowKey = "Objective: `aggressive`, `moderate`, `balanced` or `frugal`.",
        Lifetime = "Written when the version is promoted, brought up to date by every run that finishes with it. Rows of a version that is no longer champion stay as its last run left them.",
        IsReported = true,
        Columns =
        [
            new("Objective", ColumnType.String, "As the row key."),
            new("CutOff", ColumnType.Double, "A customer is worth contacting when their probability is at least this."),
            new("Precision", ColumnType.Double, "Share of those contacted who respond, in the evaluation."),
            new("Recall", ColumnType.Double, "Share of the responders who are contacted, in the evaluation."),
            new("Contacts", ColumnType.Int64, "Customers contacted, of those in the evaluation."),
            new("Profit", ColumnType.Double, "Of these contacts, in the file's currency."),
            new("Note", ColumnType.String, "A sentence where the objective could not be met; otherwise empty."),
            new("Customers", ColumnType.Int64, "Current customers of the schema above their cut-off, whichever version scored them."),
            new("AllCustomers", ColumnType.Int64, "Current customers of the schema."),
            new("PrecisionLow", ColumnType.Double, "Lower end of the 95% bootstrap interval of Precision at this cut-off; the next five likewise."),
            new("PrecisionHigh", ColumnType.Double, "Its upper end."),
            new("RecallLow", ColumnType.Double, "Lower end for Recall."),
            new("RecallHigh", ColumnType.Double, "Its upper end."),
            new("ProfitLow", ColumnType.Double, "Lower end for Profit."),
            new("ProfitHigh", ColumnType.Double, "Its upper end."),
            new("ReturnOnInvestment", ColumnType.Double, "Profit per unit of what the contacts cost: 0.5 is half as much again as was spent."),
            new("ContactCost", ColumnType.Double, "What a contact costs, in the file's currency: of the economics that the verdicts of the last run use, or, before any run, those in force when the version was promoted."),
            new("ResponseValue", ColumnType.Double, "What a response brings, of the same economics."),
            new("BreakEven", ColumnType.Double, "ContactCost / ResponseValue: above this probability a contact pays on average."),
            new("ProfitAtBreakEven", ColumnType.Double, "Profit of contacting everyone at or above BreakEven, in the evaluation; to compare with that of `balanced`."),
            new("Evaluated", ColumnType.Int64, "Customers in the evaluation: Contacts is of these."),
            new("Run", ColumnType.String, "The latest run that finished with the version, whose economics these are; empty before any."),
        ],
    };

    public static TableDefinition Deciles { get; } = new()
    {
        Name = "deciles",
        Row = "One tenth of the customers that a model version was evaluated on, by probability, out of fold.",
        PartitionKey = "Schema and model version.",
        RowKey = "Decile: `01`, the most probable, to `10`.",
        Lifetime = "Written when the version is promoted, and by every run that finishes with it. Not removed by the program.",
        IsReported = true,
        Columns =
        [
            new("Decile", ColumnType.Int32, "1, the most probable, to 10: as Decile in `customerscores`."),
            new("Customers", ColumnType.Int64, "Customers in it. Equal probabilities are in one decile, so sizes may differ."),
            new("Responses", ColumnType.Int64, "Those of them who accepted."),
            new("LowestProbability", ColumnType.Double, "Of the customers in it; where it is empty, the probability that nobody below the decile above reaches."),
            new("ResponseRate", ColumnType.Double, "Responses / Customers; 0 where it is empty."),
            new("Lift", ColumnType.Double, "ResponseRate over that of all customers."),
            new("Gain", ColumnType.Double, "Share of all responders in this decile and those above it; 1 in the last."),
        ],
    };
}
