using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>
/// One learner with options that suit 60 rows of 3 columns. Every public class with a constructor without parameters that implements this is under
/// <see cref="LearnerContractTests"/>; each stands in the file of its learner's tests.
/// </summary>
public interface ILearnerCase
{
    string Name { get; }

    /// <summary>Null where a single row is enough. Else a matrix with too few rows for these options (k clusters of fewer rows, say).</summary>
    int? TooFewRows => null;

    /// <summary>Whether NaN in the inputs means "missing" and is allowed; infinities never are.</summary>
    bool TakesMissing => false;

    /// <param name="labels">0 or 1 for each row; learners without a target ignore them.</param>
    IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation);
}

/// <summary>What came out of a fit.</summary>
public interface IFittedLearner
{
    /// <summary>The whole model or clustering, as <see cref="LearningJson"/> writes it.</summary>
    string Json { get; }

    /// <summary>All outputs for all rows, row by row; null for what places no new rows.</summary>
    double[]? Batch(Matrix inputs);

    /// <summary>All outputs for one row.</summary>
    double[] Single(ReadOnlySpan<double> row);

    /// <summary>The same, read back from <see cref="Json"/>.</summary>
    IFittedLearner Reload();
}
