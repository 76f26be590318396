using Clientele.Functions;

namespace Clientele.HandlerUnderTest;

/// <summary>A predictor that answers what a test tells it.</summary>
public sealed class ScriptedPredictor : IPredictor
{
    public PredictionOutcome Outcome { get; set; } = new PredictionOutcome.NotReady("No model is in use yet.");

    /// <summary>What it was asked last; the customers are copies that outlive the call.</summary>
    public PredictionRequest? Asked { get; private set; }

    public Task<PredictionOutcome> PredictAsync(PredictionRequest request, CancellationToken cancellation)
    {
        Asked = request with { Customers = [.. request.Customers.Select(customer => customer.Clone())] };
        return Task.FromResult(Outcome);
    }
}
