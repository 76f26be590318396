using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>P(1) = 1 / (1 + exp(−(intercept + Σ coefficient · log-odds of the member))). Immutable, safe from any thread, keeps no training data.</summary>
public sealed class StackingModel
{
    private readonly double[] _coefficients;

    /// <exception cref="ArgumentException">No coefficient, or a value that is not finite.</exception>
    [JsonConstructor]
    public StackingModel(double intercept, ReadOnlyMemory<double> coefficients, bool converged)
    {
        if (coefficients.IsEmpty)
        {
            throw new ArgumentException("A stack needs at least one member.", nameof(coefficients));
        }

        InputChecks.Finite([intercept], nameof(intercept));
        InputChecks.Finite(coefficients.Span, nameof(coefficients));
        (Intercept, _coefficients, Converged) = (intercept, coefficients.ToArray(), converged);
    }

    public double Intercept { get; }

    /// <summary>One per member.</summary>
    public ReadOnlyMemory<double> Coefficients => _coefficients;

    public bool Converged { get; }

    /// <param name="probabilities">One per member, in the order in which they were fitted; they count as at least 1e-6 from 0 and from 1.</param>
    /// <exception cref="ArgumentException">Another number of members, or a value that is not a probability.</exception>
    public double Predict(ReadOnlySpan<double> probabilities)
    {
        LogOdds.CheckRow(probabilities, _coefficients.Length);
        double margin = Intercept;
        for (int member = 0; member < _coefficients.Length; member++)
        {
            margin += _coefficients[member] * LogOdds.Of(probabilities[member]);
        }

        return LogisticRegressionModel.Sigmoid(margin);
    }

    /// <summary>For every row of a matrix with one column per member; the same bits as row by row.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double})" path="/exception"/>
    public double[] Predict(Matrix probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var combined = new double[probabilities.Rows];
        for (int i = 0; i < combined.Length; i++)
        {
            combined[i] = Predict(probabilities.Row(i));
        }

        return combined;
    }
}
