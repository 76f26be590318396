namespace Clientele.Learning;

/// <summary>How a <see cref="LogisticRegression"/> is fitted.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>Weight of ½‖β‖² against the sum of the log-losses; the intercept is free. scikit-learn's 1/C. 0 or more.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>
    /// Weight of ‖β‖₁ = Σ|βⱼ| against the sum of the log-losses; above 0 it makes coefficients exactly 0. scikit-learn's elastic net of l1_ratio ρ has
    /// L1 = ρ/C and <see cref="L2"/> = (1 − ρ)/C. 0 or more.
    /// </summary>
    public double L1 { get; init; }

    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>
    /// Converged when no component of the gradient (with <see cref="L1"/>: of the subgradient nearest to 0), per unit of weight, is larger. Above 0.
    /// </summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Newton steps; a handful is usual. 1 or more.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Most threads; 0: as many as cores. The model is the same for any number.</summary>
    public int Threads { get; init; }

    internal static void Check(LogisticRegressionOptions options)
    {
        if (!(options.L2 >= 0 && double.IsFinite(options.L2)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.L2, "L2 is 0 or more.");
        }

        if (!(options.L1 >= 0 && double.IsFinite(options.L1)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.L1, "L1 is 0 or more.");
        }

        ArgumentNullException.ThrowIfNull(options.ClassWeights, nameof(options));
        if (!(options.Tolerance > 0 && double.IsFinite(options.Tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "Tolerance is above 0.");
        }

        if (options.MaxIterations < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxIterations, "MaxIterations is 1 or more.");
        }

        if (options.Threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads is 0 or more.");
        }
    }
}
