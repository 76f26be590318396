namespace Clientele.Learning;

/// <summary>Interval of a rate by inverting the score test; unlike rate ± error it stays within 0 and 1 and has a width even where all or none respond. Wilson (1927).</summary>
/// <param name="Lower">0 or more.</param>
/// <param name="Upper">1 or less.</param>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Above 0.</param>
    /// <param name="confidence">Between 0 and 1, both excluded.</param>
    public static WilsonInterval Of(double successes, double trials, double confidence = 0.95)
    {
        if (!(trials > 0 && successes >= 0 && successes <= trials && double.IsFinite(trials)))
        {
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"Of {trials} trials, 0 to {trials} succeed, and there is at least one.");
        }

        RequireConfidence(confidence);
        double z = NormalDistribution.InverseCdf(0.5 + (0.5 * confidence));
        double rate = successes / trials;
        double shrink = 1 + (z * z / trials);
        double middle = (rate + (z * z / (2 * trials))) / shrink;
        double half = z / shrink * Math.Sqrt((rate * (1 - rate) / trials) + (z * z / (4 * trials * trials)));

        // Rounding must not lead out of 0..1, nor past a rate of 0 or 1.
        return new WilsonInterval(successes == 0 ? 0 : Math.Max(0, middle - half), successes == trials ? 1 : Math.Min(1, middle + half));
    }

    internal static void RequireConfidence(double confidence)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        }
    }
}
