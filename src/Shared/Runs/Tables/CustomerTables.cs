using Clientele.Runs.Scoring;
using Clientele.Schemas;

namespace Clientele.Runs;

/// <summary>The tables with a row per customer.</summary>
public static class CustomerTables
{
    private const string Partition = "Schema and bucket, such as `campaign-07`: customers are spread over 16 buckets by a hash of their key.";
    private const string Key = "The customer's id: whole numbers padded with zeros to 19 digits; in texts, every byte but letters, digits, `.`, `_` and `-` as `~XX`; without ids `line-<n>`.";
    private const string Life = "Replaced, by If-Match, by the newest upload that holds the customer. Customers missing from a later file stay, with the time of theirs.";

    public static TableDefinition Scores { get; } = new()
    {
        Name = "customerscores",
        Row = "One customer with the result of the newest upload that holds them, and of the one before. The columns are the same for every schema.",
        PartitionKey = Partition,
        RowKey = Key,
        Lifetime = Life + " An older upload that comes late fills the Previous columns only.",
        IsReported = true,
        Columns =
        [
            new("Customer", ColumnType.String, "The id as in the file; `line-<n>`, the line they stand on, where the file has no column of ids."),
            new("Probability", ColumnType.Double, "That they accept the next campaign, 0 to 1."),
            new("Decile", ColumnType.Int32, "1, as probable as the best tenth of the training customers, to 10."),
            new("Aggressive", ColumnType.Boolean, "Worth contacting where nine in ten responders must be reached."),
            new("Moderate", ColumnType.Boolean, "Worth contacting where three in four responders must be reached."),
            new("Balanced", ColumnType.Boolean, "Worth contacting for the most profit."),
            new("Frugal", ColumnType.Boolean, "Worth contacting where three in four contacts must respond."),
            new("ExpectedProfit", ColumnType.Double, "Of contacting them: probability × value of a response − cost of a contact."),
            new("Segment2", ColumnType.Int32, "Segment of two; 0: not segmented yet."),
            new("Segment3", ColumnType.Int32, "Segment of three; 0: not segmented yet."),
            new("Segment", ColumnType.Int32, "Segment of the recommended number; 0: not segmented yet."),
            new("Reason1", ColumnType.String, "What weighs most in the probability, in English: `▲` speaks for a response, `▼` against; empty for none."),
            new("Reason2", ColumnType.String, "The second reason."),
            new("Reason3", ColumnType.String, "The third reason."),
            new("Reason1Es", ColumnType.String, "Reason1 in Spanish."),
            new("Reason2Es", ColumnType.String, "Reason2 in Spanish."),
            new("Reason3Es", ColumnType.String, "Reason3 in Spanish."),
            new("Reason1Pt", ColumnType.String, "Reason1 in Portuguese."),
            new("Reason2Pt", ColumnType.String, "Reason2 in Portuguese."),
            new("Reason3Pt", ColumnType.String, "Reason3 in Portuguese."),
            new("Contribution1", ColumnType.Double, "What Reason1 adds to the log-odds of a response; 0 where there is no reason."),
            new("Contribution2", ColumnType.Double, "The same for Reason2."),
            new("Contribution3", ColumnType.Double, "The same for Reason3."),
            new("SeenInTraining", ColumnType.Boolean, "The model learnt from this customer. While their values are those of training, the probability is that of a model fitted without them (out of fold)."),
            new("Run", ColumnType.String, "The run that this result is of."),
            new("ModelVersion", ColumnType.String, "The version it was scored with."),
            new("SegmentsVersion", ColumnType.String, "The version of the segments; empty: not segmented yet."),
            new("Uploaded", ColumnType.DateTime, "When the upload was last modified, to the second."),
            new("PreviousRun", ColumnType.String, "The run of the upload before; empty for none."),
            new("PreviousProbability", ColumnType.Double, "The probability of the upload before; without one the same as Probability, so that the difference is 0."),
            new("PreviousSegment2", ColumnType.Int32, "Segment2 of the upload before; 0 for none."),
            new("PreviousSegment3", ColumnType.Int32, "Segment3 of the upload before; 0 for none."),
            new("PreviousSegment", ColumnType.Int32, "Segment of the upload before; 0 for none."),
        ],
    };

    /// <summary>The table of a schema's own columns.</summary>
    public static TableDefinition Of(Schema schema) => new()
    {
        Name = "customers" + schema.Id,
        Row = $"One customer of the schema `{schema.Id}` with the values of the newest upload that holds them. Where the file has no usable value, the value that the score stands on is given (the model's typical one), and Repairs names the column; an empty cell of a column that the model does not use is no repair.",
        PartitionKey = Partition,
        RowKey = Key,
        Lifetime = Life,
        IsReported = true,
        Columns =
        [
            new("Customer", ColumnType.String, "The id as in the file; `line-<n>`, the line they stand on, where the file has no column of ids."),
            .. schema.Fields.Where(field => field.IsPublished).Select(ColumnOf),
            new("Repairs", ColumnType.String, "Values put right, as `column: code` with `; ` between; empty for none."),
            new("Run", ColumnType.String, "The run that these values are of."),
            new("Uploaded", ColumnType.DateTime, "When the upload was last modified, to the second."),
        ],
    };

    private static ColumnDefinition ColumnOf(SchemaField field)
    {
        (ColumnType type, string nothing) = field.Type switch
        {
            FieldType.Text => (ColumnType.String, "`Unknown`"),
            FieldType.Integer => (ColumnType.Int64, "0"),
            FieldType.Boolean => (ColumnType.Boolean, "false"),
            FieldType.Date => (ColumnType.DateTime, "1900-01-01"),
            _ => (ColumnType.Double, "0"),
        };
        return new(CustomerRows.ColumnOf(field), type, $"{field.Description ?? $"The column {field.Name} of the file."} No value, and none typical: {nothing}.");
    }
}
