namespace Clientele.Learning;

/// <summary>Gauss–Legendre quadrature on [0, 1]: exact for polynomials of degree 2n − 1.</summary>
internal static class GaussLegendre
{
    public static (double[] Nodes, double[] Weights) Rule(int count)
    {
        (var nodes, var weights) = (new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            // Newton's steps to a root of the Legendre polynomial, from Tricomi's estimate.
            double root = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 1;
            for (int step = 0; step < 10; step++)
            {
                double value;
                (value, slope) = Legendre(count, root);
                root -= value / slope;
            }

            nodes[i] = (1 - root) / 2;
            weights[i] = 1 / ((1 - (root * root)) * slope * slope);
        }

        return (nodes, weights);
    }

    /// <summary>
    /// For ∫₀¹ g: |error| ≤ this times the largest |g⁽²ⁿ⁾|, (n!)⁴ / ((2n + 1)·(2n)!³).
    /// </summary>
    public static double ErrorFactor(int count) => Math.Pow(Factorial(count), 4) / (((2 * count) + 1) * Math.Pow(Factorial(2 * count), 3));

    public static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        (double before, double value) = (1, x);
        for (int k = 2; k <= degree; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
