using System.Text.Json.Serialization;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>How a <see cref="FeatureSpace"/> is fitted.</summary>
public sealed record FeatureSpaceOptions
{
    /// <summary>A text needs at least this many rows for a column of its own. 1 or more.</summary>
    public int MinimumLevelRows { get; init; } = 10;

    /// <summary>Share of rows at either end whose values count as the value at that end. At least 0, below ½.</summary>
    public double CappedShare { get; init; } = 0.005;

    /// <summary>The questions asked, by <see cref="Question.Topic"/>; null for all that the schema has.</summary>
    public IReadOnlyList<int>? Topics { get; init; }

    /// <summary>Leaves out what the schema calls sensitive.</summary>
    public bool WithoutSensitive { get; init; }
}

/// <summary>
/// A customer as numbers, by the roles, types and groups of the schema, never by the names of its fields: first the answers to questions (fields and
/// totals of groups, dates and years counted from the record's own day), then columns made of them (logarithms, shares, rates, levels, flags of what is
/// missing). Fitted once on training rows, immutable, part of the model: a file and a single prediction pass through the same code.
/// </summary>
public sealed class FeatureSpace
{
    /// <summary>Texts of one field with a column of their own, at most.</summary>
    public const int MaxLevels = 200;

    private const int MaxColumns = 5_000;
    private const string UnknownText = "Unknown";

    private readonly Question[] _questions;
    private readonly QuestionReader[] _readers;
    private readonly FeatureColumn[] _columns;
    private readonly Question?[] _ofField;

    /// <param name="fields">Number of fields of the schema.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    [JsonConstructor]
    public FeatureSpace(int fields, IReadOnlyList<Question> questions, IReadOnlyList<FeatureColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(columns);
        if (fields is < 0 or > MaxColumns || questions.Count > MaxColumns || columns.Count > MaxColumns)
        {
            throw new InvalidDataException($"There are {fields} fields, {questions.Count} questions and {columns.Count} columns; at most {MaxColumns} of each are possible.");
        }

        _questions = [.. questions];
        _columns = [.. columns];
        _ofField = new Question?[fields];
        foreach (Question question in _questions)
        {
            question.Check(fields);
            if (question.Kind is not (QuestionKind.Total or QuestionKind.Count))
            {
                _ofField[question.Fields[0]] = question;
            }
        }

        foreach (FeatureColumn column in _columns)
        {
            column.Check(_questions.Length);
        }

        _readers = Array.ConvertAll(_questions, question => new QuestionReader(question));
    }

    /// <summary>Number of fields of the schema that this was fitted for.</summary>
    public int Fields => _ofField.Length;

    public IReadOnlyList<Question> Questions => _questions;

    public IReadOnlyList<FeatureColumn> Columns => _columns;

    /// <summary>For each column the topic of the question that it tells of.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Topics => Array.ConvertAll(_columns, column => _questions[column.Of].Topic);

    /// <summary>Fits on every row.</summary>
    public static FeatureSpace Fit(TrainingRows rows, FeatureSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Fit(rows, [.. Enumerable.Range(0, rows.Count)], options);
    }

    /// <summary>Fits on some of the rows: what a fold may know.</summary>
    /// <param name="chosen">Indices of rows; at least one.</param>
    /// <param name="options">Null for the defaults.</param>
    public static FeatureSpace Fit(TrainingRows rows, ReadOnlySpan<int> chosen, FeatureSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (chosen.IsEmpty)
        {
            throw new ArgumentException("There are no rows to fit on.", nameof(chosen));
        }

        return new FeatureSpaceFit(rows, chosen, options ?? new FeatureSpaceOptions()).Run();
    }

    /// <summary>
    /// The answers to the questions, NaN where there is none; a category answers with its place among the levels (their number: any other text).
    /// Allocates nothing.
    /// </summary>
    public void Read(TypedRecord record, Span<double> answers)
    {
        ArgumentNullException.ThrowIfNull(record);
        for (int i = 0; i < _readers.Length; i++)
        {
            answers[i] = _readers[i].Read(record);
        }
    }

    /// <summary>Writes the columns of a customer, all finite. Allocates nothing.</summary>
    /// <param name="answers">As <see cref="Read"/> gives them.</param>
    /// <param name="into">A number per column.</param>
    public void Encode(ReadOnlySpan<double> answers, Span<double> into)
    {
        for (int j = 0; j < _columns.Length; j++)
        {
            FeatureColumn column = _columns[j];
            into[j] = column.Kind switch
            {
                ColumnKind.Missing => double.IsNaN(answers[column.Of]) ? 1 : 0,
                ColumnKind.Level => Known(answers, column.Of) == column.Level ? 1 : 0,
                ColumnKind.Value => Known(answers, column.Of),
                ColumnKind.Log => SignedLog(Known(answers, column.Of)),
                ColumnKind.Ratio => Ratio(column, answers),
                _ => Math.Log(1 + Math.Max(0, Ratio(column, answers))),
            };
        }
    }

    /// <summary>Both steps for one record.</summary>
    public void Write(TypedRecord record, Span<double> into)
    {
        Span<double> answers = _questions.Length <= 256 ? stackalloc double[_questions.Length] : new double[_questions.Length];
        Read(record, answers);
        Encode(answers, into);
    }

    /// <summary>The rows as a matrix, through <see cref="Write"/>.</summary>
    public Matrix Encode(TrainingRows rows, ReadOnlySpan<int> chosen)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var matrix = new Matrix(chosen.Length, _columns.Length);
        var record = new TypedRecord(rows.Schema);
        for (int i = 0; i < chosen.Length; i++)
        {
            rows.CopyTo(chosen[i], record);
            Write(record, matrix.RowToWrite(i));
        }

        return matrix;
    }

    /// <summary>
    /// What stands in for a missing value, in the field's own unit: the median of training, the commoner of 0 and 1, the index of the commonest declared
    /// category. NaN for a field that is not asked or never had a value.
    /// </summary>
    /// <param name="asOf">The day from which dates and years count back.</param>
    public double TypicalNumber(int field, int asOf) => _ofField[field] switch
    {
        null or { IsKnown: false } => double.NaN,
        { Kind: QuestionKind.Days } days => asOf - days.Typical,
        { Kind: QuestionKind.Years } years => RecordAge.YearOf(asOf) - years.Typical,
        { Kind: QuestionKind.Category } category => category.TypicalCategory >= 0 ? category.TypicalCategory : double.NaN,
        { } question => question.Typical,
    };

    /// <summary>What stands in for a missing text: the commonest of training, or "Unknown".</summary>
    public string TypicalText(int field) => _ofField[field]?.TypicalText ?? UnknownText;

    private static double SignedLog(double value) => value >= 0 ? Math.Log(1 + value) : -Math.Log(1 - value);

    private double Known(ReadOnlySpan<double> answers, int question)
    {
        Question asked = _questions[question];
        double answer = answers[question];
        return double.IsNaN(answer) ? asked.Typical : Math.Min(Math.Max(answer, asked.Low), asked.High);
    }

    private double Ratio(FeatureColumn column, ReadOnlySpan<double> answers) =>
        column.Scale * Known(answers, column.Of) / Math.Max(Known(answers, column.Per) + column.Offset, column.Floor);
}
