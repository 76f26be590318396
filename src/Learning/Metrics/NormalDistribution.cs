namespace Clientele.Learning;

/// <summary>The standard normal distribution, for intervals.</summary>
internal static class NormalDistribution
{
    /// <summary>Beyond this, in deviations, what is left is below the rounding of 1.</summary>
    private const double Furthest = 8.3;

    /// <summary>Probability of a value up to <paramref name="z"/>, with an absolute error of about 1e-15. Series of Marsaglia (2004), "Evaluating the normal distribution".</summary>
    public static double Cumulative(double z)
    {
        if (Math.Abs(z) > Furthest)
        {
            return z > 0 ? 1 : 0;
        }

        double term = z;
        double sum = z;
        for (int i = 3; sum + term != sum; i += 2)
        {
            term *= z * z / i;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The value that <paramref name="probability"/> lies below, by bisection; at most 8.3 from 0.</summary>
    public static double Quantile(double probability)
    {
        (double low, double high) = (-Furthest, Furthest);
        for (double middle = 0; middle != low && middle != high; middle = 0.5 * (low + high))
        {
            (low, high) = Cumulative(middle) < probability ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }
}
