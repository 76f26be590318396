namespace Clientele.Learning;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst &amp; Wehenkel 2006): grown on all rows, each node split at the best of a few columns drawn anew, at a
/// threshold drawn evenly between the column's lowest and highest value there. Faster than <see cref="RandomForest"/>, and smoother.
/// </summary>
public static class ExtraTrees
{
    /// <inheritdoc cref="RandomForest.Fit"/>
    public static ForestModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ForestOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var method = new ForestMethod(options.Bootstrap ?? false, RandomThresholds: true, OutOfBag: false);
        return Forest.Fit(inputs, targets, weights, options, method, progress, cancellation).Model;
    }
}
