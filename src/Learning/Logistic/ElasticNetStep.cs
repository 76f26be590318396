namespace Clientele.Learning;

/// <summary>
/// Minimises g·d + ½·dᵀHd + L1·‖β + d‖₁ over d by cyclic coordinate descent (Friedman, Hastie &amp; Tibshirani 2010); the intercept, the last
/// parameter, bears no penalty.
/// </summary>
internal static class ElasticNetStep
{
    private const int MostSweeps = 10_000;

    /// <summary>How far <paramref name="gradient"/> + L1·∂|β| is from containing 0, in its worst component.</summary>
    public static double Violation(ReadOnlySpan<double> gradient, ReadOnlySpan<double> parameters, double l1)
    {
        double worst = Math.Abs(gradient[^1]);
        for (int j = 0; j < gradient.Length - 1; j++)
        {
            double each = parameters[j] == 0
                ? Math.Max(0, Math.Abs(gradient[j]) - l1)
                : Math.Abs(gradient[j] + (l1 * Math.Sign(parameters[j])));
            worst = Math.Max(worst, each);
        }

        return worst;
    }

    /// <param name="hessian">Row-major; only the lower triangle is read.</param>
    /// <param name="accuracy">Ends when no coordinate's step changes the gradient of the model by more.</param>
    /// <returns>d.</returns>
    public static double[] Solve(ReadOnlySpan<double> gradient, double[] hessian, ReadOnlySpan<double> parameters, double l1, double accuracy)
    {
        int size = gradient.Length;
        double[] full = Mirrored(hessian, size);
        double[] slope = gradient.ToArray();
        var step = new double[size];
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double largest = 0;
            for (int j = 0; j < size; j++)
            {
                double curvature = full[(j * size) + j];
                if (!(curvature > 0))
                {
                    // A column that no row bends along has nothing to say.
                    continue;
                }

                double at = parameters[j] + step[j];
                double target = j == size - 1
                    ? at - (slope[j] / curvature)
                    : SoftThreshold((curvature * at) - slope[j], l1) / curvature;
                double change = target - at;
                if (change != 0)
                {
                    // From β itself, so that a coefficient that goes to 0 arrives there exactly.
                    step[j] = target - parameters[j];
                    VectorKernels.AddScaled(change, full.AsSpan(j * size, size), slope);
                    largest = Math.Max(largest, Math.Abs(change) * curvature);
                }
            }

            if (largest <= accuracy)
            {
                break;
            }
        }

        return step;
    }

    private static double SoftThreshold(double value, double by) => Math.Sign(value) * Math.Max(0, Math.Abs(value) - by);

    private static double[] Mirrored(double[] lower, int size)
    {
        double[] full = (double[])lower.Clone();
        for (int j = 0; j < size; j++)
        {
            for (int k = 0; k < j; k++)
            {
                full[(k * size) + j] = full[(j * size) + k];
            }
        }

        return full;
    }
}
