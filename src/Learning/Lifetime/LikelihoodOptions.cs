namespace Clientele.Learning;

/// <summary>How a model of purchases is fitted by maximum likelihood.</summary>
public abstract record LikelihoodOptions
{
    /// <summary>
    /// Weight of the squared logarithms of the parameters that have no unit, against the sum of the log-likelihoods: as ½/deviation² of a log-normal prior
    /// around 1. A little, 0.05 say, keeps parameters from running off where the data do not hold them. 0 or more.
    /// </summary>
    public double Penalty { get; init; }

    /// <summary>Converged when no derivative by the logarithm of a parameter, per unit of weight, is larger. Above 0.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Newton steps of one start; ten are usual. 1 or more.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>The first start comes from the means of the data, the others are drawn around it; the best is kept. 1 or more.</summary>
    public int Starts { get; init; } = 3;

    public int Seed { get; init; } = 1;

    internal static void Check(LikelihoodOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.Penalty >= 0 && double.IsFinite(options.Penalty)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Penalty, "Penalty is 0 or more.");
        }

        if (!(options.Tolerance > 0 && double.IsFinite(options.Tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "Tolerance is above 0.");
        }

        if (options.MaxIterations < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxIterations, "MaxIterations is 1 or more.");
        }

        if (options.Starts < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Starts, "Starts is 1 or more.");
        }
    }
}

/// <summary>How a <see cref="BgNbd"/> is fitted. The penalty is on ln²r + ln²a + ln²b.</summary>
public sealed record BgNbdOptions : LikelihoodOptions;

/// <summary>How a <see cref="GammaGamma"/> is fitted. The penalty is on ln²p + ln²q.</summary>
public sealed record GammaGammaOptions : LikelihoodOptions;
