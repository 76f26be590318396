using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>A fitted <see cref="BgNbd"/>. Times are in the unit of the histories it was fitted on. Immutable, safe from any thread.</summary>
public sealed class BgNbdModel
{
    private readonly double[] _logCovariance;

    /// <exception cref="ArgumentException">A parameter is not above 0, or the covariance has a wrong size.</exception>
    [JsonConstructor]
    public BgNbdModel(double r, double alpha, double a, double b, double logLikelihood, ReadOnlyMemory<double> logCovariance, bool converged, int iterations)
    {
        Learning.LogCovariance.RequirePositive(r, nameof(r));
        Learning.LogCovariance.RequirePositive(alpha, nameof(alpha));
        Learning.LogCovariance.RequirePositive(a, nameof(a));
        Learning.LogCovariance.RequirePositive(b, nameof(b));
        InputChecks.Finite([logLikelihood], nameof(logLikelihood));
        (R, Alpha, A, B, LogLikelihood, Converged, Iterations) = (r, alpha, a, b, logLikelihood, converged, iterations);
        _logCovariance = Learning.LogCovariance.Checked(logCovariance, 4);
    }

    /// <summary>Shape of the purchase rates.</summary>
    public double R { get; }

    /// <summary>Rate of the purchase rates: their mean is r/α.</summary>
    public double Alpha { get; }

    /// <summary>With <see cref="B"/>: the mean probability to stop after a purchase is a/(a + b).</summary>
    public double A { get; }

    public double B { get; }

    /// <summary>Weighted sum over the customers, without the penalty.</summary>
    public double LogLikelihood { get; }

    /// <summary>
    /// Of ln r, ln α, ln a, ln b, row by row: the inverse Hessian of what was minimised. Empty where that has none, as when the data show no drop-out.
    /// </summary>
    public ReadOnlyMemory<double> LogCovariance => _logCovariance;

    public bool Converged { get; }

    /// <summary>Of the best start.</summary>
    public int Iterations { get; }

    /// <summary>Of r, α, a, b; empty where there is no covariance.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> StandardErrors => Learning.LogCovariance.StandardErrors(_logCovariance, R, Alpha, A, B);

    /// <summary>Probability that the customer has not stopped; 1 without repeats, as one stops after repeats only (the paper's note on P(alive), 2008).</summary>
    public double ProbabilityAlive(PurchaseHistory history)
    {
        history.Require(nameof(history));
        int x = history.Repeats;
        return x == 0
            ? 1
            : 1 / (1 + (A / (B + x - 1) * Math.Exp((R + x) * Math.Log((Alpha + history.Age) / (Alpha + history.Recency)))));
    }

    /// <summary>The number of purchases in the next <paramref name="t"/>, as a distribution.</summary>
    /// <param name="t">0 or more.</param>
    public PurchaseDistribution Purchases(double t, PurchaseHistory history)
    {
        double alive = ProbabilityAlive(history);
        return new PurchaseDistribution(alive, R + history.Repeats, t / (Alpha + history.Age), A, B + history.Repeats);
    }

    /// <summary>Mean of <see cref="Purchases"/>: E(Y(t) | x, t_x, T), equation 10.</summary>
    /// <inheritdoc cref="Purchases" path="/param"/>
    public double ExpectedPurchases(double t, PurchaseHistory history) => Purchases(t, history).Mean;

    /// <summary>Repeat purchases of a new customer in the <paramref name="t"/> after the first purchase: E(X(t)), equation 9.</summary>
    /// <inheritdoc cref="Purchases" path="/param"/>
    public double ExpectedPurchases(double t) => ExpectedPurchases(t, default);

    /// <summary>Draws a number of purchases in the next <paramref name="t"/>.</summary>
    /// <inheritdoc cref="Purchases" path="/param"/>
    public int Simulate(Random random, double t, PurchaseHistory history) => Purchases(t, history).Sample(random);
}
