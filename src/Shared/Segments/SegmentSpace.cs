using System.Text.Json.Serialization;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>One number that segments are made by: (answer within low and high − centre) / scale.</summary>
/// <param name="Low">Smaller answers count as this one.</param>
/// <param name="High">Larger answers count as this one.</param>
/// <param name="Centre">In the unit of the answer.</param>
/// <param name="Scale">In the unit of the answer, above 0.</param>
public sealed record SegmentVariable(Question Question, double Low, double High, double Centre, double Scale)
{
    internal void Check(int fields)
    {
        Question.Check(fields);
        bool isFinite = double.IsFinite(Low) && double.IsFinite(High) && double.IsFinite(Centre) && double.IsFinite(Scale);
        if (!isFinite || Low > High || Scale <= 0)
        {
            throw new InvalidDataException($"The variable '{Question.Name}' has bounds {Low} to {High}, centre {Centre} and scale {Scale}.");
        }
    }
}

/// <summary>
/// A customer as the numbers that segments are made by, chosen by roles, types and groups of the schema. Fitted once, part of the model; immutable.
/// </summary>
public sealed class SegmentSpace
{
    private readonly FeatureSpace _questions;
    private readonly SegmentVariable[] _variables;

    /// <param name="fields">Number of fields of the schema.</param>
    /// <exception cref="InvalidDataException">The variables cannot have come from a fit.</exception>
    [JsonConstructor]
    public SegmentSpace(int fields, IReadOnlyList<SegmentVariable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (variables.Count == 0)
        {
            throw new InvalidDataException("Segments are made by no variable.");
        }

        foreach (SegmentVariable variable in variables)
        {
            variable.Check(fields);
        }

        Fields = fields;
        _variables = [.. variables];
        _questions = new FeatureSpace(fields, [.. variables.Select(variable => variable.Question)], []);
    }

    /// <summary>Number of fields of the schema.</summary>
    public int Fields { get; }

    public IReadOnlyList<SegmentVariable> Variables => _variables;

    /// <summary>The answers to the variables' questions, NaN where there is none. Allocates nothing.</summary>
    public void Read(TypedRecord record, Span<double> answers) => _questions.Read(record, answers);

    /// <summary>Turns answers into the numbers that customers are compared by, in place; a missing one becomes the typical one. Allocates nothing.</summary>
    public void Scale(Span<double> answers)
    {
        for (int i = 0; i < _variables.Length; i++)
        {
            SegmentVariable variable = _variables[i];
            double answer = double.IsNaN(answers[i]) ? variable.Question.Typical : answers[i];
            answers[i] = (Math.Min(Math.Max(answer, variable.Low), variable.High) - variable.Centre) / variable.Scale;
        }
    }

    /// <summary>Both steps for every training row.</summary>
    public Matrix Encode(TrainingRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var matrix = new Matrix(rows.Count, _variables.Length);
        var record = new TypedRecord(rows.Schema);
        for (int row = 0; row < rows.Count; row++)
        {
            rows.CopyTo(row, record);
            Read(record, matrix.RowToWrite(row));
            Scale(matrix.RowToWrite(row));
        }

        return matrix;
    }
}
