namespace Clientele.Learning;

/// <summary>How a <see cref="LogisticRegression"/> is fitted.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>Weight of ½‖β‖² against the sum of the log-losses; the intercept is free. scikit-learn's 1/C. 0 or more.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Converged when no component of the gradient, per unit of weight, is larger. Above 0.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Newton steps; a handful is usual. 1 or more.</summary>
    public int MaxIterations { get; init; } = 100;

    internal static void Check(LogisticRegressionOptions options)
    {
        if (!(options.L2 >= 0 && double.IsFinite(options.L2)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.L2, "L2 is 0 or more.");
        }

        if (!(options.Tolerance > 0 && double.IsFinite(options.Tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "Tolerance is above 0.");
        }

        if (options.MaxIterations < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxIterations, "MaxIterations is 1 or more.");
        }
    }
}
