using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>What the response model says of one customer.</summary>
/// <param name="Probability">That they accept, 0 to 1.</param>
/// <param name="Decile">1, the most probable tenth of the training customers, to 10.</param>
/// <param name="Verdicts">The objectives under which they are worth contacting.</param>
/// <param name="ExpectedProfit">Of contacting them: probability × response value − contact cost.</param>
/// <param name="Reasons">What pushes the probability most, up or down.</param>
public readonly record struct CustomerScore(double Probability, int Decile, ObjectiveVerdicts Verdicts, double ExpectedProfit, TopReasons Reasons);

/// <summary>Scores one customer after the other without allocating. Not thread-safe: each worker makes its own.</summary>
public sealed class ResponseScorer
{
    private readonly PricedResponse _priced;
    private readonly ResponseModel _model;
    private readonly double[] _row;
    private Schema? _accepted;

    internal ResponseScorer(PricedResponse priced)
    {
        _priced = priced;
        _model = priced.Model;
        _row = new double[_model.Features.Columns];
    }

    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public CustomerScore Score(TypedRecord record) => Score(record, trained: -1);

    /// <param name="record">Of the schema that the model was trained for.</param>
    /// <param name="trained">The customer's place among the trained ones; −1: not one of them.</param>
    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public CustomerScore Score(TypedRecord record, int trained)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!ReferenceEquals(record.Schema, _accepted))
        {
            Accept(record.Schema);
        }

        _model.Features.Write(record, _row);
        double probability = trained >= 0 ? _model.OutOfFold.Probabilities[trained] : _model.Logistic.Predict(_row);
        return new CustomerScore(
            probability,
            Deciles.Of(probability, _model.DecileBoundaries),
            _priced.Objectives.Judge(probability),
            (probability * _priced.Economics.ResponseValue) - _priced.Economics.ContactCost,
            TopReasons.None);
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
