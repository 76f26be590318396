using Clientele.Features;
using Clientele.Learning;
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
    private readonly BlendScorer _blend;
    private RecordContent? _content;
    private BlendScorer? _compact;
    private Schema? _accepted;

    // For each total of the schema the question that it answers, −1 for none.
    private int[] _fullQuestions = [];
    private int[] _compactQuestions = [];

    internal ResponseScorer(PricedResponse priced)
    {
        _priced = priced;
        _model = priced.Model;
        _blend = _model.Full.CreateScorer();
    }

    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public CustomerScore Score(TypedRecord record) => Score(record, trained: -1);

    /// <param name="record">Of the schema that the model was trained for.</param>
    /// <param name="trained">The customer's place among the trained ones; −1: not one of them.</param>
    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public CustomerScore Score(TypedRecord record, int trained) => Score(record, trained, totals: []);

    /// <summary>The same for a customer of whom totals are told, too. A total that is told counts, whatever its members say.</summary>
    /// <param name="record">Of the schema that the model was trained for.</param>
    /// <param name="trained">The customer's place among the trained ones; negative: not one of them.</param>
    /// <param name="totals">Of <see cref="GroupTotal.Of"/>, in its order; NaN where not told: then the members that are known count.</param>
    /// <exception cref="ArgumentException">The record's schema is not the one that the model was trained for.</exception>
    public CustomerScore Score(TypedRecord record, int trained, ReadOnlySpan<double> totals)
    {
        Read(_blend, record);
        bool isTold = Tell(_blend, _fullQuestions, totals);
        (double probability, TopReasons reasons) = !isTold && IsAsTrained(record, trained) ? Known(trained) : New();
        return ScoreOf(probability, reasons);
    }

    /// <summary>By the compact model, from what is known.</summary>
    /// <inheritdoc cref="Score(TypedRecord, int, ReadOnlySpan{double})"/>
    public CustomerScore ScoreCompact(TypedRecord record, ReadOnlySpan<double> totals)
    {
        BlendScorer compact = _compact ??= _model.Compact.CreateScorer();
        Read(compact, record);
        Tell(compact, _compactQuestions, totals);
        return ScoreOf(LogisticRegressionModel.Sigmoid(compact.Explain()), compact.Top());
    }

    private void Read(BlendScorer blend, TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!ReferenceEquals(record.Schema, _accepted))
        {
            Accept(record.Schema);
        }

        blend.Read(record);
    }

    private static bool Tell(BlendScorer blend, int[] questions, ReadOnlySpan<double> totals)
    {
        bool isTold = false;
        for (int total = 0; total < totals.Length; total++)
        {
            if (questions[total] >= 0 && !double.IsNaN(totals[total]))
            {
                blend.Answers[questions[total]] = totals[total];
                isTold = true;
            }
        }

        return isTold;
    }

    private CustomerScore ScoreOf(double probability, in TopReasons reasons) => new(
        probability,
        Deciles.Of(probability, _model.DecileBoundaries),
        _priced.Objectives.Judge(probability),
        (probability * _priced.Economics.ResponseValue) - _priced.Economics.ContactCost,
        reasons);

    /// <summary>With other values than training saw, the probability found then is not theirs any more.</summary>
    private bool IsAsTrained(TypedRecord record, int trained) =>
        trained >= 0 && (_content ??= new RecordContent(record.Schema)).Of(record) == _model.OutOfFold.Contents[trained];

    private (double Probability, TopReasons Reasons) Known(int trained)
    {
        TopReasons reasons = _model.OutOfFold.Reasons[trained];
        return (_model.OutOfFold.Probabilities[trained], new TopReasons(WithValue(reasons.First), WithValue(reasons.Second), WithValue(reasons.Third)));
    }

    private (double Probability, TopReasons Reasons) New() => (LogisticRegressionModel.Sigmoid(_blend.Explain()), _blend.Top());

    private Reason WithValue(Reason reason) => reason with { Value = _blend.ValueOf(reason.Topic) };

    private void Accept(Schema schema)
    {
        if (schema.Fingerprint != _model.SchemaFingerprint || schema.Fields.Count != _model.Full.Features.Fields)
        {
            throw new ArgumentException(
                $"The model was trained for schema '{_model.SchemaId}' ({_model.SchemaFingerprint}); the record is of '{schema.Id}' ({schema.Fingerprint}).",
                nameof(schema));
        }

        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(schema);
        Question[] full = [.. _model.Full.Features.Questions];
        Question[] compact = [.. _model.Compact.Features.Questions];
        _fullQuestions = [.. totals.Select(total => Array.FindIndex(full, question => question.IsOf(total)))];
        _compactQuestions = [.. totals.Select(total => Array.FindIndex(compact, question => question.IsOf(total)))];
        _accepted = schema;
    }
}
