using System.Text.Json;

namespace Clientele.Functions;

/// <summary>Scores one customer with the champion.</summary>
public interface IPredictor
{
    /// <param name="customer">A JSON object, a property per column.</param>
    /// <param name="schema">The kind of customer.</param>
    /// <param name="cancellation">Ends the call early.</param>
    Task<PredictionOutcome> PredictAsync(JsonElement customer, string schema, CancellationToken cancellation);
}

/// <summary>What a prediction came to: one of the nested records.</summary>
public abstract record PredictionOutcome
{
    private PredictionOutcome()
    {
    }

    public sealed record Scored(Prediction Prediction) : PredictionOutcome;

    /// <summary>The customer could not be used.</summary>
    /// <param name="Fields">A sentence for each bad field.</param>
    public sealed record BadFields(IReadOnlyList<BadField> Fields) : PredictionOutcome;

    /// <summary>No model is in use yet.</summary>
    public sealed record NoChampion : PredictionOutcome;

    public sealed record UnknownSchema : PredictionOutcome;
}

/// <summary>One customer's result.</summary>
/// <param name="Probability">Of accepting the next campaign, 0 to 1.</param>
/// <param name="Decile">1 (most likely) to 10, among the customers of the training data.</param>
/// <param name="Verdicts">By objective: whether to contact.</param>
/// <param name="ExpectedProfit">Of contacting, in the schema's currency; negative is a loss.</param>
/// <param name="ModelVersion">The champion that was asked.</param>
/// <param name="Demonstration">Trained on the shipped samples.</param>
/// <param name="Repairs">Values that were put right.</param>
public sealed record Prediction(
    double Probability,
    int Decile,
    IReadOnlyDictionary<string, bool> Verdicts,
    double ExpectedProfit,
    string ModelVersion,
    bool Demonstration,
    IReadOnlyList<PredictionRepair> Repairs);

public sealed record PredictionRepair(string Column, string Code);

public sealed record BadField(string Column, string Sentence);
