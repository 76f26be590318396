namespace Clientele.Learning;

/// <summary>How sure fitted parameters are, from the inverse Hessian by their logarithms.</summary>
internal static class LogCovariance
{
    /// <summary>It is empty, or a row of finite values per parameter with no negative variance.</summary>
    public static double[] Checked(ReadOnlyMemory<double> covariance, int parameters)
    {
        if (covariance.Length != 0 && covariance.Length != parameters * parameters)
        {
            throw new ArgumentException($"The covariance has {covariance.Length} values; it has {parameters * parameters}, or none where it is not known.", nameof(covariance));
        }

        InputChecks.Finite(covariance.Span, nameof(covariance));
        for (int i = 0; i < parameters && covariance.Length > 0; i++)
        {
            double variance = covariance.Span[(i * parameters) + i];
            if (variance < 0)
            {
                throw new ArgumentException(FormattableString.Invariant($"Variance {i} is {variance}; it is not negative."), nameof(covariance));
            }
        }

        return covariance.ToArray();
    }

    /// <summary>By the delta method: parameter · deviation of its logarithm; empty where the covariance is.</summary>
    public static double[] StandardErrors(ReadOnlySpan<double> covariance, params ReadOnlySpan<double> parameters)
    {
        var errors = new double[covariance.IsEmpty ? 0 : parameters.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = parameters[i] * Math.Sqrt(covariance[(i * parameters.Length) + i]);
        }

        return errors;
    }

    public static void RequirePositive(double parameter, string name)
    {
        if (!(parameter > 0 && double.IsFinite(parameter)))
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} is {parameter}; it is finite and above 0."), name);
        }
    }
}
