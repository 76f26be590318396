using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>Places one customer after the other without allocating. Not thread-safe: each worker makes its own.</summary>
public sealed class SegmentScorer
{
    private readonly SegmentModel _model;
    private readonly double[] _row;
    private Schema? _accepted;

    // For each total of the schema the variable that it answers, −1 for none.
    private int[] _variableOfTotal = [];

    internal SegmentScorer(SegmentModel model)
    {
        _model = model;
        _row = new double[model.Space.Variables.Count];
    }

    /// <summary>A missing value counts as the typical one.</summary>
    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public SegmentAssignment Place(TypedRecord record)
    {
        Read(record);
        return PlaceRow();
    }

    /// <summary>The same for a customer of whom perhaps not everything is told: false where a value is missing that segments are made by.</summary>
    /// <param name="totals">Of <see cref="GroupTotal.Of"/>, in its order; NaN where not told.</param>
    /// <param name="isGiven">Whether a field was told.</param>
    /// <inheritdoc cref="Place"/>
    public bool TryPlace(TypedRecord record, ReadOnlySpan<double> totals, Func<int, bool> isGiven, out SegmentAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(isGiven);
        Read(record);
        Span<bool> isTold = _row.Length <= 256 ? stackalloc bool[_row.Length] : new bool[_row.Length];
        isTold.Clear();
        for (int total = 0; total < totals.Length; total++)
        {
            int variable = _variableOfTotal[total];
            if (variable >= 0 && !double.IsNaN(totals[total]))
            {
                _row[variable] = totals[total];
                isTold[variable] = true;
            }
        }

        for (int i = 0; i < _row.Length; i++)
        {
            if (!isTold[i] && !_model.Space.Variables[i].Question.Fields.All(isGiven))
            {
                assignment = default;
                return false;
            }
        }

        assignment = PlaceRow();
        return true;
    }

    private SegmentAssignment PlaceRow()
    {
        _model.Space.Scale(_row);
        return new SegmentAssignment(IdBy(0), IdBy(1), IdBy(2));
    }

    private int IdBy(int proposal)
    {
        SegmentProposal by = _model.Proposals[proposal];
        return by.Segments[by.Place(_row)].Id;
    }

    private void Read(TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!ReferenceEquals(record.Schema, _accepted))
        {
            Accept(record.Schema);
        }

        _model.Space.Read(record, _row);
    }

    private void Accept(Schema schema)
    {
        if (schema.Fingerprint != _model.SchemaFingerprint || schema.Fields.Count != _model.Space.Fields)
        {
            throw new ArgumentException(
                $"The segments were made for schema '{_model.SchemaId}' ({_model.SchemaFingerprint}); the record is of '{schema.Id}' ({schema.Fingerprint}).", nameof(schema));
        }

        Question[] questions = [.. _model.Space.Variables.Select(variable => variable.Question)];
        _variableOfTotal = [.. GroupTotal.Of(schema).Select(total => Array.FindIndex(questions, question => question.IsOf(total)))];
        _accepted = schema;
    }
}
