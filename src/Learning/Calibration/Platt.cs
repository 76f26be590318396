namespace Clientele.Learning;

/// <summary>
/// Makes probabilities of decision values by a logistic curve (Platt 1999), fitted by the damped Newton method of Lin, Lin &amp; Weng (2007) to targets
/// smoothed as there: (n₁ + 1) / (n₁ + 2) for class 1 and 1 / (n₀ + 2) for class 0, so that separated classes do not give certainty.
/// </summary>
public static class Platt
{
    /// <param name="scores">Decision values of rows that the scoring model was not fitted on.</param>
    /// <param name="labels">0 or 1 for each; both must occur.</param>
    /// <param name="weights">One per row, not negative; empty: all 1. n₁ and n₀ are sums of weights.</param>
    /// <exception cref="ArgumentException">No rows, sizes differ, a value is not finite (its row is named), or a class is missing.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static PlattModel Fit(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        PlattOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        PlattOptions.Check(options);
        InputChecks.SameLength(scores.Length, labels.Length, nameof(labels));
        InputChecks.Finite(scores, nameof(scores));
        InputChecks.Binary(labels, nameof(labels));
        InputChecks.Weights(scores.Length, weights);
        InputChecks.BothClasses(labels, weights);
        cancellation.ThrowIfCancellationRequested();

        double ones = 0;
        double zeros = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            ones += weight * labels[i];
            zeros += weight * (1 - labels[i]);
        }

        var targets = new double[labels.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = labels[i] == 1 ? (ones + 1) / (ones + 2) : 1 / (zeros + 2);
        }

        // Scores of any unit: the Newton step would be the same, but the test for convergence would not.
        (double mean, double deviation) = Standardizer.MeanAndDeviation(scores);
        double scale = deviation > 0 ? deviation : 1;
        var standardised = new Matrix(scores.Length, 1);
        for (int i = 0; i < scores.Length; i++)
        {
            standardised.RowToWrite(i)[0] = (scores[i] - mean) / scale;
        }

        var logistic = new LogisticRegressionOptions { L2 = 0, Tolerance = options.Tolerance, MaxIterations = options.MaxIterations };
        LogisticRegressionModel curve = LogisticRegression.Fit(standardised, targets, weights.IsEmpty ? null : weights.ToArray(), logistic, progress, cancellation);
        double slope = curve.Coefficients.Span[0] / scale;
        return new PlattModel(slope, curve.Intercept - (slope * mean), curve.Iterations, curve.Converged);
    }
}
