using System.Text;
using Azure.Data.Tables;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>Builds the rows of <c>customerscores</c> and <c>customers&lt;schema&gt;</c> for one run and bucket. Every row has every column.</summary>
internal sealed class CustomerRows
{
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly object Zero = 0;

    // Most whole numbers are small, and a boxed one can be shared.
    private static readonly object[] SmallInt32 = Enumerable.Range(0, 1024).Select(i => (object)i).ToArray();
    private static readonly object[] SmallInt64 = Enumerable.Range(0, 1024).Select(i => (object)(long)i).ToArray();
    private static readonly object[] SmallDouble = Enumerable.Range(0, 1024).Select(i => (object)(double)i).ToArray();

    private const int ScoreColumns = 35;

    private static readonly (string English, string Spanish, string Portuguese, string Contribution)[] ReasonColumns =
        [("Reason1", "Reason1Es", "Reason1Pt", "Contribution1"), ("Reason2", "Reason2Es", "Reason2Pt", "Contribution2"), ("Reason3", "Reason3Es", "Reason3Pt", "Contribution3")];

    // What a row of customers<schema> has beside the file's own columns.
    private static readonly string[] Reserved = ["PartitionKey", "RowKey", "Timestamp", "Customer", "Repairs", "Run", "Uploaded"];

    private static readonly DateOnly EarliestDate = new(1601, 1, 1);
    private static readonly DateTime NoDate = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Rows whose transaction was written are filled again: one is a kilobyte, and a large bucket has hundreds of thousands.
    private readonly Stack<TableEntity> _free = new();
    private readonly string _partition;
    private readonly string _run;
    private readonly string _modelVersion;
    private readonly string _segmentsVersion;
    private readonly object _uploaded;
    private readonly (SchemaField Field, string Column)[] _columns;
    private readonly Schema _schema;
    private readonly PublishedReasons _reasons;

    public CustomerRows(Schema schema, RunRow run, int bucket, PublishedReasons reasons)
    {
        _schema = schema;
        _reasons = reasons;
        _partition = CustomerKey.Partition(schema.Id, bucket);
        _run = run.Id.Value;
        _modelVersion = run.ModelVersion;
        _segmentsVersion = run.SegmentsVersion;
        _uploaded = run.Id.Uploaded;
        _columns = schema.Fields.Where(field => field.IsPublished).Select(field => (field, ColumnOf(field))).ToArray();
    }

    /// <summary>A field's column: letters, digits and underscores, a letter first, and no name that the row needs for itself.</summary>
    public static string ColumnOf(SchemaField field)
    {
        var name = new StringBuilder(field.Name.Length);
        foreach (char c in field.Name)
        {
            name.Append(char.IsLetterOrDigit(c) ? c : '_');
        }

        if (name.Length == 0 || !char.IsLetter(name[0]))
        {
            name.Insert(0, 'c');
        }

        string column = name.ToString();
        return Reserved.Contains(column, StringComparer.OrdinalIgnoreCase) ? column + "_" : column;
    }

    /// <summary>The verdicts of a row of <c>customerscores</c>.</summary>
    public static ObjectiveVerdicts VerdictsOf(TableEntity row)
    {
        ObjectiveVerdicts verdicts = ObjectiveVerdicts.None;
        foreach (ObjectiveVerdicts verdict in ScoreFiles.Verdicts)
        {
            verdicts |= row.GetBoolean(verdict.ToString()) == true ? verdict : ObjectiveVerdicts.None;
        }

        return verdicts;
    }

    /// <summary>The column of <c>customerscores</c> with a reason; the first is 0.</summary>
    public static string ReasonColumn(int reason, Language language) => language switch
    {
        Language.Spanish => ReasonColumns[reason].Spanish,
        Language.Portuguese => ReasonColumns[reason].Portuguese,
        _ => ReasonColumns[reason].English,
    };

    /// <summary>The row with this result as its current one. <paramref name="existing"/> gives what becomes, or stays, the previous one.</summary>
    public TableEntity Score(in ScoredRow row, TableEntity? existing, CustomerChange change)
    {
        CustomerScore score = row.Score;
        object probability = score.Probability;
        TableEntity entity = Empty(row, ScoreColumns);
        entity.Add("Probability", probability);
        entity.Add("Decile", SmallInt32[score.Decile]);
        entity.Add("Aggressive", Has(score, ObjectiveVerdicts.Aggressive));
        entity.Add("Moderate", Has(score, ObjectiveVerdicts.Moderate));
        entity.Add("Balanced", Has(score, ObjectiveVerdicts.Balanced));
        entity.Add("Frugal", Has(score, ObjectiveVerdicts.Frugal));
        entity.Add("ExpectedProfit", score.ExpectedProfit);
        entity.Add("Segment2", Int32(row.Segments.Two));
        entity.Add("Segment3", Int32(row.Segments.Three));
        entity.Add("Segment", Int32(row.Segments.Recommended));
        AddReasons(entity, row);
        entity.Add("SeenInTraining", row.SeenInTraining ? True : False);
        entity.Add("Run", _run);
        entity.Add("ModelVersion", _modelVersion);
        entity.Add("SegmentsVersion", _segmentsVersion);
        entity.Add("Uploaded", _uploaded);

        // Without an earlier upload the previous probability is the current one, so that a change computed from the two is none.
        string prefix = change == CustomerChange.ReplacesCurrent ? "Previous" : "";
        entity.Add("PreviousRun", existing?.Text(prefix + "Run") ?? "");
        entity.Add("PreviousProbability", existing is null ? probability : PreviousProbability(score, existing, change));
        entity.Add("PreviousSegment2", existing?.GetInt32(prefix + "Segment2") ?? Zero);
        entity.Add("PreviousSegment3", existing?.GetInt32(prefix + "Segment3") ?? Zero);
        entity.Add("PreviousSegment", existing?.GetInt32(prefix + "Segment") ?? Zero);
        return entity;
    }

    /// <summary>The existing row with this older result as its previous one.</summary>
    public TableEntity WithPrevious(in ScoredRow row, TableEntity existing)
    {
        var entity = new TableEntity(existing);
        entity["PreviousRun"] = _run;
        entity["PreviousProbability"] = row.Score.Probability;
        entity["PreviousSegment2"] = Int32(row.Segments.Two);
        entity["PreviousSegment3"] = Int32(row.Segments.Three);
        entity["PreviousSegment"] = Int32(row.Segments.Recommended);
        return entity;
    }

    public TableEntity Customer(in ScoredRow row)
    {
        TableEntity entity = Empty(row, _columns.Length + Reserved.Length);
        var cursor = new ByteCursor(row.Columns);
        foreach ((SchemaField field, string column) in _columns)
        {
            entity.Add(column, field.Type switch
            {
                FieldType.Text => Encoding.UTF8.GetString(cursor.ShortText()),
                FieldType.Integer => Integer(Known(cursor.Number())),
                FieldType.Boolean => cursor.Number() >= 0.5 ? True : False,
                FieldType.Date => Date(cursor.Number()),
                _ => Number(Known(cursor.Number())),
            });
        }

        entity.Add("Repairs", RepairsOf(row));
        entity.Add("Run", _run);
        entity.Add("Uploaded", _uploaded);
        return entity;
    }

    private void AddReasons(TableEntity entity, in ScoredRow row)
    {
        for (int i = 0; i < TopReasons.Count; i++)
        {
            (string english, string spanish, string portuguese, string contribution) = ReasonColumns[i];
            PublishedReason reason = _reasons.Of(row, i);
            entity.Add(english, reason.English);
            entity.Add(spanish, reason.Spanish);
            entity.Add(portuguese, reason.Portuguese);
            entity.Add(contribution, Number(ReasonView.Published(row.Score.Reasons[i].Contribution)));
        }
    }

    /// <summary>Takes a row back whose transaction was written.</summary>
    public void Recycle(TableEntity entity) => _free.Push(entity);

    private TableEntity Empty(in ScoredRow row, int columns)
    {
        TableEntity entity = _free.TryPop(out TableEntity? used) ? used : new TableEntity(_partition, row.KeyText, columns);
        if (used is not null)
        {
            entity.Clear();
            entity.PartitionKey = _partition;
            entity.RowKey = row.KeyText;
        }

        entity.Add("Customer", row.IdText);
        return entity;
    }

    private static double PreviousProbability(in CustomerScore score, TableEntity existing, CustomerChange change)
    {
        if (change == CustomerChange.BecomesCurrent)
        {
            return existing.GetDouble("Probability") ?? score.Probability;
        }

        return existing.Text("PreviousRun").Length == 0 ? score.Probability : existing.GetDouble("PreviousProbability") ?? score.Probability;
    }

    // A missing value of a column that the model does not use has no typical one to stand in for it.
    private static double Known(double value) => double.IsFinite(value) ? value : 0;

    private static object Int32(int value) => value < SmallInt32.Length ? SmallInt32[value] : value;

    private static object Integer(double value)
    {
        double rounded = Math.Round(value);
        return rounded is >= 0 and < 1024 ? SmallInt64[(int)rounded] : (long)rounded;
    }

    private static object Number(double value)
    {
        int index = value is >= 0 and < 1024 ? (int)value : 0;
        return value == index && !double.IsNegative(value) ? SmallDouble[index] : value;
    }

    // The service knows no date before 1601.
    private static DateTimeOffset Date(double day)
        => new(double.IsNaN(day) ? NoDate : Max(DateOnly.FromDayNumber((int)day), EarliestDate).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;

    private static object Has(in CustomerScore score, ObjectiveVerdicts verdict) => score.Verdicts.HasFlag(verdict) ? True : False;

    private string RepairsOf(in ScoredRow row)
    {
        if (row.Repairs.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        for (int i = 0; i < row.Repairs.Length; i += 2)
        {
            text.Append(i == 0 ? "" : "; ").Append(_schema.Fields[row.Repairs[i]].Name).Append(": ").Append(RepairText.Code((RepairCode)row.Repairs[i + 1]));
        }

        return text.ToString();
    }
}
