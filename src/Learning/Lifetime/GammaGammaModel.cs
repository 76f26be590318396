using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>A fitted <see cref="GammaGamma"/>, in the currency of the values it was fitted on. Immutable, safe from any thread.</summary>
public sealed class GammaGammaModel
{
    private readonly double[] _logCovariance;

    /// <exception cref="ArgumentException">A parameter is not above 0, or the covariance has a wrong size.</exception>
    [JsonConstructor]
    public GammaGammaModel(double p, double q, double gamma, double logLikelihood, ReadOnlyMemory<double> logCovariance, bool converged, int iterations)
    {
        Learning.LogCovariance.RequirePositive(p, nameof(p));
        Learning.LogCovariance.RequirePositive(q, nameof(q));
        Learning.LogCovariance.RequirePositive(gamma, nameof(gamma));
        InputChecks.Finite([logLikelihood], nameof(logLikelihood));
        (P, Q, Gamma, LogLikelihood, Converged, Iterations) = (p, q, gamma, logLikelihood, converged, iterations);
        _logCovariance = Learning.LogCovariance.Checked(logCovariance, 3);
    }

    /// <summary>Shape of one customer's values.</summary>
    public double P { get; }

    /// <summary>Shape of the rates ν over customers. Up to 1 the mean value of all customers is infinite.</summary>
    public double Q { get; }

    /// <summary>Rate of the rates ν.</summary>
    public double Gamma { get; }

    /// <summary>Weighted sum over the customers, without the penalty.</summary>
    public double LogLikelihood { get; }

    /// <summary>Of ln p, ln q, ln γ, row by row: the inverse Hessian of what was minimised. Empty where that has none.</summary>
    public ReadOnlyMemory<double> LogCovariance => _logCovariance;

    public bool Converged { get; }

    /// <summary>Of the best start.</summary>
    public int Iterations { get; }

    /// <summary>Of p, q, γ; empty where there is no covariance.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> StandardErrors => Learning.LogCovariance.StandardErrors(_logCovariance, P, Q, Gamma);

    /// <summary>Mean value of a purchase to come, E(M | p, q, γ, m̄, x): equation 5; without purchases pγ/(q − 1), that of all customers.</summary>
    /// <exception cref="InvalidOperationException">p·x + q ≤ 1: too little is known for a mean.</exception>
    public double ExpectedValue(PurchaseValue seen)
    {
        (double shape, double rate) = Rates(seen);
        return shape > 1
            ? P * rate / (shape - 1)
            : throw new InvalidOperationException(FormattableString.Invariant($"p·x + q is {shape} for {seen.Purchases} purchases; a mean value needs more than 1."));
    }

    /// <summary>Mean and deviation of the logarithm of what the customer spends in the next <paramref name="purchases"/> together.</summary>
    /// <param name="purchases">1 or more.</param>
    public (double Mean, double Deviation) LogTotal(int purchases, PurchaseValue seen)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(purchases, 1);
        (double shape, double rate) = Rates(seen);
        double total = P * purchases;
        return (
            GammaFunctions.Digamma(total) - GammaFunctions.Digamma(shape) + Math.Log(rate),
            Math.Sqrt(GammaFunctions.Trigamma(total) + GammaFunctions.Trigamma(shape)));
    }

    /// <summary>Draws what the customer spends in the next <paramref name="purchases"/> together; 0 for none.</summary>
    /// <param name="purchases">0 or more.</param>
    public double Simulate(Random random, int purchases, PurchaseValue seen)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(purchases);
        (double shape, double rate) = Rates(seen);
        if (purchases == 0)
        {
            return 0;
        }

        double perUnit = GammaDraw.Next(random, shape) / rate;
        return GammaDraw.Next(random, P * purchases) / perUnit;
    }

    /// <summary>ν given what was seen: gamma(q + p·x, rate γ + x·m̄).</summary>
    private (double Shape, double Rate) Rates(PurchaseValue seen)
    {
        if (seen.Fault is { } fault)
        {
            throw new ArgumentException($"The customer {fault}", nameof(seen));
        }

        return seen.Purchases == 0 ? (Q, Gamma) : (Q + (P * seen.Purchases), Gamma + (seen.Purchases * seen.MeanValue));
    }
}
