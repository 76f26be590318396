namespace Clientele.Learning;

/// <summary>How a <see cref="Pca"/> is fitted.</summary>
public sealed record PcaOptions
{
    /// <summary>Directions to keep, from the one with the most variance; 0 (the default): all. No more than there are columns.</summary>
    public int Components { get; init; }

    /// <summary>Whether transformed coordinates are scaled to variance 1 over the rows of the fit.</summary>
    public bool Whiten { get; init; }

    internal static void Check(PcaOptions options)
    {
        if (options.Components < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Components, "Components is 0 or more.");
        }
    }
}
