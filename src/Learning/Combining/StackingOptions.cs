namespace Clientele.Learning;

/// <summary>How <see cref="Stacking"/> weighs its members.</summary>
public sealed record StackingOptions
{
    /// <summary>Weight of ½‖β‖² on the members' coefficients against the sum of the log-losses; the intercept is free. 0 or more.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Keeps every coefficient at 0 or above: members are alike, and without this one is often held against another.</summary>
    public bool NonNegative { get; init; } = true;

    internal static void Check(StackingOptions options)
    {
        if (!(options.L2 >= 0 && double.IsFinite(options.L2)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.L2, "L2 is 0 or more.");
        }
    }
}
