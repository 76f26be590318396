namespace Clientele.Learning;

/// <summary>What a customer spent per repeat purchase.</summary>
/// <param name="Purchases">Purchases that the mean is over; x of the paper. 0 or more; a fit takes those with 1 or more.</param>
/// <param name="MeanValue">In any currency; above 0 where there are purchases, not read where there are none.</param>
public readonly record struct PurchaseValue(int Purchases, double MeanValue)
{
    internal string? Fault => this switch
    {
        { Purchases: < 0 } => FormattableString.Invariant($"has {Purchases} purchases; there are 0 or more."),
        { Purchases: > 0 } when !(MeanValue > 0 && double.IsFinite(MeanValue)) => FormattableString.Invariant($"has a mean value of {MeanValue}; it is finite and above 0."),
        _ => null,
    };
}

/// <summary>
/// What customers spend per purchase (Fader &amp; Hardie, The Gamma-Gamma Model of Monetary Value, 2013): values of a customer are gamma(p, rate ν), and ν
/// is gamma(q, rate γ) over customers; independent of how often they buy. Fitted by maximum likelihood with exact derivatives. O(rows) per iteration.
/// </summary>
public static class GammaGamma
{
    /// <param name="values">One per customer, with 1 purchase or more; not changed.</param>
    /// <param name="weights">One per row, not negative; empty: all 1.</param>
    /// <param name="progress">Told a growing share of 1 before each iteration; 1 at the end.</param>
    /// <exception cref="ArgumentException">Fewer than 2 customers, or all with the same mean; sizes differ; a row cannot be (it is named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static GammaGammaModel Fit(
        ReadOnlySpan<PurchaseValue> values,
        ReadOnlySpan<double> weights,
        GammaGammaOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        LikelihoodOptions.Check(options);
        InputChecks.Weights(values.Length, weights);
        cancellation.ThrowIfCancellationRequested();
        double weight = 0;
        double sum = 0;
        double lowest = double.PositiveInfinity;
        double highest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if ((values[i].Fault ?? (values[i].Purchases == 0 ? "has 0 purchases; a fit takes customers with 1 or more." : null)) is { } fault)
            {
                throw new ArgumentException($"Row {i} of values {fault}", nameof(values));
            }

            double each = weights.IsEmpty ? 1 : weights[i];
            if (each > 0)
            {
                (weight, sum) = (weight + each, sum + (each * values[i].MeanValue));
                (lowest, highest) = (Math.Min(lowest, values[i].MeanValue), Math.Max(highest, values[i].MeanValue));
            }
        }

        if (!(lowest < highest))
        {
            throw new ArgumentException($"Of {values.Length} customers no two spend differently; at least two mean values are needed.", nameof(values));
        }

        // p = q = 2 and a mean of pγ/(q − 1) as in the data.
        double[] start = [2, 2, sum / weight / 2];
        var likelihood = new GammaGammaLikelihood([.. values], weights.IsEmpty ? null : weights.ToArray(), options.Penalty);
        LikelihoodOptimum optimum = LikelihoodSearch.Minimise(likelihood.Evaluate, start, weight, options, progress, cancellation);
        double[] at = optimum.Parameters;
        double penalty = LikelihoodSearch.Penalise(options.Penalty, GammaGammaLikelihood.Penalised, at, new double[at.Length], new double[at.Length * at.Length]);
        return new GammaGammaModel(at[0], at[1], at[2], penalty - optimum.Objective, optimum.LogCovariance, optimum.Converged, optimum.Iterations);
    }
}
