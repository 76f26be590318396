using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>What the response model says of one customer.</summary>
/// <param name="Probability">That they accept, 0 to 1.</param>
/// <param name="Decile">1, the most probable tenth of the training customers, to 10.</param>
/// <param name="Verdicts">The objectives under which they are worth contacting.</param>
/// <param name="ExpectedProfit">Of contacting them: probability × response value − contact cost.</param>
public readonly record struct CustomerScore(double Probability, int Decile, ObjectiveVerdicts Verdicts, double ExpectedProfit);

/// <summary>Scores one customer after the other without allocating. Not thread-safe: each worker makes its own.</summary>
public sealed class ResponseScorer
{
    private readonly ResponseModel _model;
    private readonly double[] _row;
    private Schema? _accepted;

    internal ResponseScorer(ResponseModel model)
    {
        _model = model;
        _row = new double[model.Features.Columns];
    }

    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public CustomerScore Score(TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!ReferenceEquals(record.Schema, _accepted))
        {
            Accept(record.Schema);
        }

        _model.Features.Write(record, _row);
        double probability = _model.Logistic.Predict(_row);
        return new CustomerScore(
            probability,
            Deciles.Of(probability, _model.DecileBoundaries),
            _model.Objectives.Judge(probability),
            (probability * _model.Economics.ResponseValue) - _model.Economics.ContactCost);
    }

    private void Accept(Schema schema)
    {
        if (schema.Fingerprint != _model.SchemaFingerprint || schema.Fields.Count != _model.Features.Fields)
        {
            throw new ArgumentException(
                $"The model was trained for schema '{_model.SchemaId}' ({_model.SchemaFingerprint}); the record is of '{schema.Id}' ({schema.Fingerprint}).",
                nameof(schema));
        }

        _accepted = schema;
    }
}
