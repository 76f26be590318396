namespace Clientele.Insiders;

/// <summary>How the value of customers is estimated.</summary>
public sealed record ValueOptions
{
    /// <summary>Customers that parameters are fitted on, evenly spread over the table; sums are over everybody. 1,000 or more.</summary>
    public int MostFitted { get; init; } = 50_000;

    /// <summary>Of the fits' further starts and of the randomised PIT.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Weight of the squared logarithms of parameters without a unit, see <see cref="Learning.LikelihoodOptions.Penalty"/>. 0 or more.</summary>
    public double Penalty { get; init; } = 0.05;

    /// <summary>Identified customers who came back, that a model needs; with fewer, the forecast is the naive one. 2 or more.</summary>
    public int FewestReturning { get; init; } = 100;

    /// <summary>Days of history that a model needs. 14 or more.</summary>
    public int ShortestHistory { get; init; } = 60;

    internal static void Check(ValueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MostFitted < 1_000 || options.FewestReturning < 2 || options.ShortestHistory < 14)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options, "MostFitted is 1,000 or more, FewestReturning 2 or more, ShortestHistory 14 or more.");
        }

        if (!(options.Penalty >= 0 && double.IsFinite(options.Penalty)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Penalty, "Penalty is 0 or more.");
        }
    }
}

/// <summary>What the forecasts of the coming months are made with.</summary>
public enum ForecastMethod
{
    /// <summary>BG/NBD and Gamma-Gamma, on the clock of the seasons.</summary>
    Model,

    /// <summary>As much a day as in the 90 days before.</summary>
    Naive,

    /// <summary>As in the same days of the year before, by this year's level.</summary>
    Seasonal,
}
