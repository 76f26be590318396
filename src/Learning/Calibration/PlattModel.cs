using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>P(1 | score) = 1 / (1 + exp(−(slope · score + intercept))). Immutable, safe from any thread.</summary>
public sealed class PlattModel
{
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    [JsonConstructor]
    public PlattModel(double slope, double intercept, int iterations, bool converged)
    {
        InputChecks.Finite([slope], nameof(slope));
        InputChecks.Finite([intercept], nameof(intercept));
        (Slope, Intercept, Iterations, Converged) = (slope, intercept, iterations, converged);
    }

    /// <summary>−A of the papers.</summary>
    public double Slope { get; }

    /// <summary>−B of the papers.</summary>
    public double Intercept { get; }

    public int Iterations { get; }

    public bool Converged { get; }

    /// <summary>Probability of class 1 for one score.</summary>
    public double Predict(double score) => LogisticRegressionModel.Sigmoid((Slope * score) + Intercept);

    /// <summary>The same for many; the same bits as one by one.</summary>
    public double[] Predict(ReadOnlySpan<double> scores)
    {
        var probabilities = new double[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            probabilities[i] = Predict(scores[i]);
        }

        return probabilities;
    }
}
