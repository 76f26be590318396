using System.Text.Json;
using Clientele.Functions;

namespace Clientele.HandlerUnderTest;

/// <summary>A predictor that answers what a test tells it.</summary>
public sealed class ScriptedPredictor : IPredictor
{
    public PredictionOutcome Outcome { get; set; } = new PredictionOutcome.NoChampion();

    public string? AskedSchema { get; private set; }

    public JsonElement AskedCustomer { get; private set; }

    public Task<PredictionOutcome> PredictAsync(JsonElement customer, string schema, CancellationToken cancellation)
    {
        AskedCustomer = customer.Clone();
        AskedSchema = schema;
        return Task.FromResult(Outcome);
    }
}
