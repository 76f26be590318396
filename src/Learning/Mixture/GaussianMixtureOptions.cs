using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What the components of a mixture may differ in, beside weight and mean.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MixtureCovariance>))]
public enum MixtureCovariance
{
    /// <summary>Each component has a covariance matrix of its own.</summary>
    Full,

    /// <summary>Each component has a variance for each column, and no correlations.</summary>
    Diagonal,

    /// <summary>All components share one covariance matrix.</summary>
    Tied,

    /// <summary>Each component has one variance for all columns.</summary>
    Spherical,
}

/// <summary>How a <see cref="GaussianMixture"/> is fitted.</summary>
public sealed record GaussianMixtureOptions
{
    /// <summary>Number of Gaussians. 1 or more, and no more than there are rows.</summary>
    public int Components { get; init; } = 1;

    public MixtureCovariance Covariance { get; init; }

    /// <summary>Independent fits, of which the likeliest is kept. 1 or more.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Steps of EM in each start. 1 or more.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Converged when a step changed the mean log-likelihood of a row by less. 0 or more.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Added to every variance, so that no component can collapse onto a point; in squared units of the columns. 0 or more.</summary>
    public double Regularisation { get; init; } = 1e-6;

    public int Seed { get; init; }

    /// <summary>Most threads at work; 0 (the default): as many as there are cores. The result is the same to the last bit.</summary>
    public int Threads { get; init; }

    internal static void Check(GaussianMixtureOptions options)
    {
        AtLeast(options, options.Components, 1, nameof(Components));
        AtLeast(options, options.Starts, 1, nameof(Starts));
        AtLeast(options, options.MaxIterations, 1, nameof(MaxIterations));
        AtLeast(options, options.Threads, 0, nameof(Threads));
        NotNegative(options, options.Tolerance, nameof(Tolerance));
        NotNegative(options, options.Regularisation, nameof(Regularisation));
        if (!Enum.IsDefined(options.Covariance))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Covariance, "Covariance is none of the four types.");
        }
    }

    private static void AtLeast(GaussianMixtureOptions options, int value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is {least} or more.");
        }
    }

    private static void NotNegative(GaussianMixtureOptions options, double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is 0 or more.");
        }
    }
}
