namespace Clientele.Runs;

/// <summary>The tables that runs are kept in, and what they rejected.</summary>
public static class RunTables
{
    public static TableDefinition Runs { get; } = new()
    {
        Name = "runs",
        Row = "One attempt at working through one version of an upload, or at training on one set of labelled files.",
        PartitionKey = "Schema id; `unknown` for a file that no schema claims.",
        RowKey = "Run id: `yyyyMMddTHHmmssZ` of the upload, 8 hex digits of its path and ETag, and the attempt from `01`. Their order is the order of uploads.",
        Lifetime = "Written when the upload is first seen, changed by If-Match until `completed` or `failed`, final from then on. Not removed by the program: a row stands for its upload, which would otherwise be planned again.",
        IsReported = false,
        Columns =
        [
            new("Kind", ColumnType.String, "`score`, `transactions` or `train`."),
            new("Source", ColumnType.String, "Container and path of the upload; `training/<schema>` for a train run."),
            new("SourceETag", ColumnType.String, "Version of the upload that the run works on; for a train run a hash over all labelled files and their versions."),
            new("Uploaded", ColumnType.DateTime, "When the upload was last modified, to the second; for a train run the newest of its files."),
            new("State", ColumnType.String, "`planned`, `waiting` (there is no model yet), `running`, `completed` or `failed`."),
            new("Error", ColumnType.String, "Why it failed, in a sentence; otherwise empty."),
            new("ModelVersion", ColumnType.String, "Version scored with, fixed when the run was planned; for a completed train run the version it trained. Empty before."),
            new("SegmentsVersion", ColumnType.String, "Version of the segments that customers were placed by, fixed when the run was planned; for a completed train run the version it trained. Empty where there was none."),
            new("Demonstration", ColumnType.Boolean, "The model was trained on the shipped, made-up sample."),
            new("Started", ColumnType.DateTime, "When the planner saw the run, by the service's clock; until then the same as Uploaded."),
            new("Read", ColumnType.Int64, "Records in the file; 0 until completed, like the four counts that follow."),
            new("Accepted", ColumnType.Int64, "Customers scored. Accepted + Rejected = Read in every completed run."),
            new("Repaired", ColumnType.Int64, "Accepted customers of whom at least one value was put right."),
            new("Rejected", ColumnType.Int64, "Records that could not be used, Duplicates included."),
            new("Duplicates", ColumnType.Int64, "Records set aside because a later one in the file has the same id."),
            new("Dialect", ColumnType.String, "How the file was understood (delimiter, encoding, numbers, dates); empty until planned and for train runs."),
            new("Overrides", ColumnType.String, "What the retry call said of the dialect, as JSON; otherwise empty."),
            new("Warnings", ColumnType.String, "Sentences worth reading although the run went on, one a line; empty for none."),
            new("DriftPsi", ColumnType.Double, "How far the file is from training: the largest population stability index of a column, see `docs/drift.md`. 0 until completed and where nothing was compared, like the next two."),
            new("DriftFeature", ColumnType.String, "The column of DriftPsi; empty for none."),
            new("DriftScorePsi", ColumnType.Double, "The same index of the probabilities."),
            new("Progress", ColumnType.Double, "Of a train run: share of the fit that is done, 0 to 1, brought up to date every few seconds. Otherwise 0."),
            new("Nudges", ColumnType.Int32, "How often Watch queued the run again because it had not moved."),
        ],
    };

    public static TableDefinition RunParts { get; } = new()
    {
        Name = "runparts",
        Row = "One part of a run that is done, or that failed at least once. A part without a row is still to be done.",
        PartitionKey = "Run id.",
        RowKey = "Stage and part, such as `read-000012`.",
        Lifetime = "Written when the part is done, or at its first fault; final once Done. Not removed by the program.",
        IsReported = false,
        Columns =
        [
            new("Done", ColumnType.Boolean, "The part's output stands."),
            new("Faults", ColumnType.Int32, "Tries that ended with an error. Tries that were killed leave no trace."),
            new("Error", ColumnType.String, "The last of them; empty for none."),
            new("Size", ColumnType.Int32, "Of a plan part: how many parts the stage after it has. Otherwise 1."),
            new("Read", ColumnType.Int64, "Records read by the part."),
            new("Accepted", ColumnType.Int64, "Of a read part: records that could be scored. Of a publish part: customers of its bucket, repeated ids counted once."),
            new("Repaired", ColumnType.Int64, "Of those, the ones with a value put right."),
            new("Rejected", ColumnType.Int64, "Records rejected by the part."),
            new("Duplicates", ColumnType.Int64, "Records of a bucket set aside because a later one has the same id."),
            new("ScoreBlocks", ColumnType.Int32, "Blocks staged for `scores.csv`."),
            new("RejectBlocks", ColumnType.Int32, "Blocks staged for `rejects.csv`."),
            new("Output", ColumnType.String, "What the next stage needs: where a chunk's pieces are, a bucket's totals, the trained version. For the program alone."),
        ],
    };

    public static TableDefinition Rejects { get; } = new()
    {
        Name = "rejects",
        Row = "One reason for which records of a run were rejected, with the first of them. The records themselves are in `results/<run>/rejects.csv`.",
        PartitionKey = "Run id.",
        RowKey = "Column and code, such as `ID-missing_id`; `record-<code>` where the whole record is meant.",
        Lifetime = "Written once, when the run finishes or fails for too many rejects. Not removed by the program.",
        IsReported = true,
        Columns =
        [
            new("Column", ColumnType.String, "The column's name in the schema; empty where the whole record is meant."),
            new("Code", ColumnType.String, "The reason, as a code that does not change: see `docs/csv.md`."),
            new("Count", ColumnType.Int64, "Records rejected for it."),
            new("Line", ColumnType.Int64, "Line of the first of them in the file."),
            new("Example", ColumnType.String, "The value at fault in that one, cut to a readable length."),
            new("Sentence", ColumnType.String, "What is wrong and what to do."),
        ],
    };
}
