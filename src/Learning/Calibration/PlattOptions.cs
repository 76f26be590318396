namespace Clientele.Learning;

/// <summary>How a <see cref="Platt"/> calibration is fitted.</summary>
public sealed record PlattOptions
{
    /// <summary>Converged when no component of the gradient, per unit of weight, is larger. Above 0.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>Newton steps; a handful is usual. 1 or more.</summary>
    public int MaxIterations { get; init; } = 100;

    internal static void Check(PlattOptions options)
    {
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
