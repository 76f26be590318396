using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>P(1 | x) = 1 / (1 + exp(−(intercept + β·x))). Immutable, safe from any thread, keeps no training data.</summary>
public sealed class LogisticRegressionModel
{
    private readonly double[] _coefficients;

    /// <exception cref="ArgumentException">A value is not finite.</exception>
    [JsonConstructor]
    public LogisticRegressionModel(double intercept, ReadOnlyMemory<double> coefficients, int iterations, bool converged, double objective)
    {
        InputChecks.Finite([intercept], nameof(intercept));
        InputChecks.Finite(coefficients.Span, nameof(coefficients));
        InputChecks.Finite([objective], nameof(objective));
        Intercept = intercept;
        _coefficients = coefficients.ToArray();
        Iterations = iterations;
        Converged = converged;
        Objective = objective;
    }

    public double Intercept { get; }

    /// <summary>One per column, in log-odds per unit of it.</summary>
    public ReadOnlyMemory<double> Coefficients => _coefficients;

    public int Iterations { get; }

    public bool Converged { get; }

    /// <summary>Weighted sum of the log-losses plus ½·L2·‖β‖² + L1·‖β‖₁ at the end of the fit.</summary>
    public double Objective { get; }

    /// <summary>Log-odds of one row.</summary>
    /// <exception cref="ArgumentException">The row does not have one value per coefficient.</exception>
    public double Margin(ReadOnlySpan<double> row)
    {
        InputChecks.SameLength(_coefficients.Length, row.Length, nameof(row));
        return Intercept + VectorKernels.Dot(_coefficients, row);
    }

    /// <summary>Probability of class 1 for one row.</summary>
    /// <inheritdoc cref="Margin" path="/exception"/>
    public double Predict(ReadOnlySpan<double> row) => Sigmoid(Margin(row));

    /// <summary>Probabilities of every row of a matrix; the same bits as row by row.</summary>
    public double[] Predict(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var probabilities = new double[inputs.Rows];
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = Predict(inputs.Row(i));
        }

        return probabilities;
    }

    /// <summary>Both branches take exp of a number that is not positive, so neither overflows.</summary>
    public static double Sigmoid(double margin)
    {
        double e = Math.Exp(-Math.Abs(margin));
        return margin >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
}
