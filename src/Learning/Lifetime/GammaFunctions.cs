namespace Clientele.Learning;

/// <summary>
/// ln Γ and its first two derivatives for arguments above 0, by Stirling's series after shifting the argument above 12 (Abramowitz &amp; Stegun 6.1.41,
/// 6.3.18, 6.4.12). Error about 1e-15, relative to the value or to 1.
/// </summary>
internal static class GammaFunctions
{
    private const double Large = 12;
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public static double LogGamma(double z)
    {
        double shifted = 1;
        for (; z < Large; z++)
        {
            shifted *= z;
        }

        double v = 1 / (z * z);
        double series = ((((((((((1 / 156.0 * v) - (691 / 360360.0)) * v) + (1 / 1188.0)) * v) - (1 / 1680.0)) * v) + (1 / 1260.0)) * v) - (1 / 360.0)) * v;
        return ((z - 0.5) * Math.Log(z)) - z + HalfLogTwoPi + ((series + (1 / 12.0)) / z) - Math.Log(shifted);
    }

    public static double Digamma(double z)
    {
        double shifted = 0;
        for (; z < Large; z++)
        {
            shifted += 1 / z;
        }

        double v = 1 / (z * z);
        double series = ((((((((((1 / 12.0 * v) - (691 / 32760.0)) * v) + (1 / 132.0)) * v) - (1 / 240.0)) * v) + (1 / 252.0)) * v) - (1 / 120.0)) * v;
        return Math.Log(z) - (0.5 / z) - ((series + (1 / 12.0)) * v) - shifted;
    }

    public static double Trigamma(double z)
    {
        double shifted = 0;
        for (; z < Large; z++)
        {
            shifted += 1 / (z * z);
        }

        double v = 1 / (z * z);
        double series = ((((((((((7 / 6.0 * v) - (691 / 2730.0)) * v) + (5 / 66.0)) * v) - (1 / 30.0)) * v) + (1 / 42.0)) * v) - (1 / 30.0)) * v;
        return (1 / z) + (0.5 * v) + ((series + (1 / 6.0)) * v / z) + shifted;
    }
}
