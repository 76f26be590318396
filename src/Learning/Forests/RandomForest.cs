namespace Clientele.Learning;

/// <summary>
/// Random forest (Breiman 2001): trees grown on bootstrapped rows, each node split at the best threshold of a few columns drawn anew, predictions
/// averaged. Best splits are exact. O(trees · rows · columns per split · depth); the same bits for a seed whatever the number of threads.
/// </summary>
public static class RandomForest
{
    /// <param name="inputs">One row per observation; not changed.</param>
    /// <param name="targets">One per row: 0 or 1 in classification, any finite number in regression.</param>
    /// <param name="weights">One per row, not negative; empty: all 1. A row that weighs 0 takes no part.</param>
    /// <param name="progress">Told the growing share of grown trees, from the threads that grow them, one at a time.</param>
    /// <exception cref="ArgumentException">Sizes differ, or a value is not finite (row and column are named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static ForestModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ForestOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var method = new ForestMethod(options.Bootstrap ?? true, RandomThresholds: false, OutOfBag: false);
        return Forest.Fit(inputs, targets, weights, options, method, progress, cancellation).Model;
    }

    /// <summary>The same model, and beside it what its trees say of the rows that they did not see.</summary>
    /// <inheritdoc cref="Fit"/>
    /// <exception cref="ArgumentException">As of <see cref="Fit"/>; or without bootstrap.</exception>
    public static (ForestModel Model, OutOfBag OutOfBag) FitOutOfBag(
        Matrix inputs,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ForestOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var method = new ForestMethod(options.Bootstrap ?? true, RandomThresholds: false, OutOfBag: true);
        (ForestModel model, OutOfBag? outOfBag) = Forest.Fit(inputs, targets, weights, options, method, progress, cancellation);
        return (model, outOfBag!);
    }
}
