namespace Clientele.Learning;

/// <summary>Draws from the gamma distribution of scale 1 (Marsaglia &amp; Tsang, A simple method for generating gamma variables, 2000).</summary>
internal static class GammaDraw
{
    /// <param name="shape">Above 0.</param>
    public static double Next(Random random, double shape)
    {
        if (shape < 1)
        {
            // U^(1/shape) brings the shape down by one.
            return Next(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        double d = shape - (1 / 3.0);
        double c = 1 / Math.Sqrt(9 * d);
        for (; ; )
        {
            double normal = NormalDistribution.InverseCdf(1 - random.NextDouble());
            double cube = Math.Pow(1 + (c * normal), 3);
            if (cube > 0 && double.IsFinite(cube)
                && Math.Log(1 - random.NextDouble()) < (0.5 * normal * normal) + (d * (1 - cube + Math.Log(cube))))
            {
                return d * cube;
            }
        }
    }
}
