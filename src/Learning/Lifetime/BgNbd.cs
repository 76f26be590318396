namespace Clientele.Learning;

/// <summary>
/// How often customers without a contract buy again, and when they stop for good (Fader, Hardie &amp; Lee, "Counting Your Customers" the Easy Way: An
/// Alternative to the Pareto/NBD Model, 2005): while active a customer buys at a Poisson rate λ and stops after any purchase with probability p;
/// λ is gamma(r, rate α) and p beta(a, b) over customers. Fitted by maximum likelihood with exact derivatives. O(different histories) per iteration.
/// </summary>
public static class BgNbd
{
    /// <param name="histories">Time in any one unit; α and later answers are in it.</param>
    /// <param name="progress">Told a growing share of 1 before each iteration; 1 at the end.</param>
    /// <exception cref="ArgumentException">No customer bought again, or none has an age.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static BgNbdModel Fit(PurchaseHistories histories, BgNbdOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(histories);
        LikelihoodOptions.Check(options);
        cancellation.ThrowIfCancellationRequested();
        double repeats = 0;
        double time = 0;
        for (int i = 0; i < histories.Count; i++)
        {
            repeats += histories.Weights[i] * histories.Histories[i].Repeats;
            time += histories.Weights[i] * histories.Histories[i].Age;
        }

        if (!(repeats > 0 && time > 0))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Of {histories.Weight} customers none bought again, so nothing tells how often they do; at least one repeat purchase and an age above 0 are needed."),
                nameof(histories));
        }

        // Rates that are exponential, and half the customers lost in two purchases: a start that is far from nothing.
        double[] start = [1, time / repeats, 1, 2];
        var likelihood = new BgNbdLikelihood(histories, options.Penalty);
        LikelihoodOptimum optimum = LikelihoodSearch.Minimise(likelihood.Evaluate, start, histories.Weight, options, progress, cancellation);
        double[] at = optimum.Parameters;
        double penalty = LikelihoodSearch.Penalise(options.Penalty, BgNbdLikelihood.Penalised, at, new double[at.Length], new double[at.Length * at.Length]);
        return new BgNbdModel(at[0], at[1], at[2], at[3], penalty - optimum.Objective, optimum.LogCovariance, optimum.Converged, optimum.Iterations);
    }
}
