using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>
/// Σ dualᵢ · K(support vectorᵢ, x) + intercept: above 0 speaks for class 1, below for class 0; a distance in kernel space, not a probability
/// (<see cref="Platt"/> and <see cref="Isotonic"/> make one of it). Immutable, safe from any thread; of the training data it keeps the support vectors.
/// </summary>
public sealed class SupportVectorModel
{
    private readonly double[] _supportVectors;
    private readonly double[] _dualCoefficients;

    /// <param name="supportVectors">Row by row, <paramref name="columns"/> values each.</param>
    /// <param name="dualCoefficients">One per support vector: α for class 1, −α for class 0; never 0.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a value is not finite.</exception>
    [JsonConstructor]
    public SupportVectorModel(
        SupportVectorKernel kernel,
        double gamma,
        int columns,
        ReadOnlyMemory<double> supportVectors,
        ReadOnlyMemory<double> dualCoefficients,
        double intercept,
        int iterations,
        bool converged,
        double objective)
    {
        if (!Enum.IsDefined(kernel) || !(gamma > 0 && double.IsFinite(gamma)))
        {
            throw new ArgumentException($"A kernel is Rbf or Linear and gamma is above 0, not {kernel} and {gamma}.", nameof(gamma));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (supportVectors.Length != (long)columns * dualCoefficients.Length)
        {
            throw new ArgumentException($"{dualCoefficients.Length} support vectors of {columns} columns are not {supportVectors.Length} values.", nameof(supportVectors));
        }

        InputChecks.Finite(supportVectors.Span, nameof(supportVectors));
        InputChecks.Finite(dualCoefficients.Span, nameof(dualCoefficients));
        InputChecks.Finite([intercept], nameof(intercept));
        InputChecks.Finite([objective], nameof(objective));
        (Kernel, Gamma, Columns, Intercept) = (kernel, gamma, columns, intercept);
        (Iterations, Converged, Objective) = (iterations, converged, objective);
        _supportVectors = supportVectors.ToArray();
        _dualCoefficients = dualCoefficients.ToArray();
    }

    public SupportVectorKernel Kernel { get; }

    /// <summary>γ of the RBF kernel as it was used; the linear kernel has no use for it.</summary>
    public double Gamma { get; }

    public int Columns { get; }

    /// <summary>Row by row, <see cref="Columns"/> values each, in the order of the training rows.</summary>
    public ReadOnlyMemory<double> SupportVectors => _supportVectors;

    /// <summary>One per support vector: α for class 1, −α for class 0.</summary>
    public ReadOnlyMemory<double> DualCoefficients => _dualCoefficients;

    public double Intercept { get; }

    public int Iterations { get; }

    public bool Converged { get; }

    /// <summary>½·αᵀQα − Σα at the end of the fit, as LIBSVM counts it.</summary>
    public double Objective { get; }

    /// <summary>Decision value of one row. O(support vectors · columns).</summary>
    /// <exception cref="ArgumentException">The row does not have <see cref="Columns"/> values.</exception>
    public double Decision(ReadOnlySpan<double> row)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        double sum = 0;
        for (int s = 0; s < _dualCoefficients.Length; s++)
        {
            ReadOnlySpan<double> vector = _supportVectors.AsSpan(s * Columns, Columns);
            double kernel = Kernel == SupportVectorKernel.Rbf ? Math.Exp(-Gamma * VectorKernels.SquaredDistance(vector, row)) : VectorKernels.Dot(vector, row);
            sum += _dualCoefficients[s] * kernel;
        }

        return Intercept + sum;
    }

    /// <summary>Decision values of every row of a matrix; the same bits as row by row.</summary>
    public double[] Decision(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.SameLength(Columns, inputs.Columns, nameof(inputs));
        var decisions = new double[inputs.Rows];
        Parallel.For(0, decisions.Length, i => decisions[i] = Decision(inputs.Row(i)));
        return decisions;
    }

    /// <summary>Class of one row: 1 where the decision value is above 0, else 0.</summary>
    /// <inheritdoc cref="Decision(ReadOnlySpan{double})" path="/exception"/>
    public double Predict(ReadOnlySpan<double> row) => Decision(row) > 0 ? 1 : 0;

    /// <summary>Classes of every row of a matrix.</summary>
    public double[] Predict(Matrix inputs) => Array.ConvertAll(Decision(inputs), decision => decision > 0 ? 1.0 : 0.0);
}
