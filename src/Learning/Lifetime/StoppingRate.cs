namespace Clientele.Learning;

/// <summary>Means over the probability p to stop, beta(a, b), by quadrature.</summary>
internal static class StoppingRate
{
    private const double Negligible = 1e-18;

    /// <summary>
    /// E[(1 − (1 + p·time)^−shape)/p]: purchases of an active customer. The trapezoidal rule in u = ln(p/(1 − p)), where the integrand is analytic and
    /// falls off exponentially on both sides, converges faster than any power of the step; relative error about 1e-13.
    /// </summary>
    public static double Mean(double shape, double time, double a, double b)
    {
        double peak = Math.Log(a / b);
        double step = Math.Min(0.2, 0.4 * Math.Sqrt((1 / a) + (1 / b)));
        double height = LogDensity(peak, a, b);
        double weights = 1;
        double sum = Purchases(peak, shape, time);

        // To the left p → 0 and what is averaged tends to shape·time; to the right p → 1. A side ends where nothing is left, or where all that changes is
        // the density, by e^−a or e^−b per unit of u: then the rest is a geometric series.
        foreach ((int side, double decay) in ((int, double)[])[(-1, a), (1, b)])
        {
            for (int i = 1; ; i++)
            {
                double u = peak + (side * i * step);
                double weight = Math.Exp(LogDensity(u, a, b) - height);
                double value = Purchases(u, shape, time);
                bool settled = side < 0
                    ? Math.Exp(u) * ((shape + 1) * (time + 1) + a + b) < Negligible
                    : Math.Exp(-u) * (shape + a + b + 1) < Negligible;
                double rest = settled ? 1 / -Expm1(-decay * step) : 1;
                weights += weight * rest;
                sum += weight * value * rest;
                if (settled || (weight < Negligible * weights && weight * value < Negligible * sum))
                {
                    break;
                }
            }
        }

        return sum / weights;
    }

    private static double LogDensity(double u, double a, double b) => (-a * Softplus(-u)) - (b * Softplus(u));

    /// <summary>(1 − (1 + p·time)^−shape)/p.</summary>
    private static double Purchases(double u, double shape, double time)
    {
        double p = LogisticRegressionModel.Sigmoid(u);
        return p > 0 ? -Expm1(-shape * Log1p(p * time)) / p : shape * time;
    }

    /// <summary>ln(1 + eᵘ).</summary>
    private static double Softplus(double u) => Math.Max(u, 0) + Log1p(Math.Exp(-Math.Abs(u)));

    /// <summary>ln(1 + x) and eˣ − 1 without cancellation near 0 (Kahan's corrections).</summary>
    private static double Log1p(double x)
    {
        double y = 1 + x;
        return y == 1 ? x : Math.Log(y) * (x / (y - 1));
    }

    private static double Expm1(double x)
    {
        double y = Math.Exp(x);
        return y == 1 ? x : y < 1e-17 ? -1 : (y - 1) * x / Math.Log(y);
    }
}
