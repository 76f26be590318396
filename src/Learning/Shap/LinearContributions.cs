namespace Clientele.Learning;

/// <summary>
/// What each column adds to the log-odds of a logistic regression: coefficient · (value − mean), which for independent columns are the Shapley values.
/// With <see cref="ExpectedValue"/> they add up to the margin. Immutable.
/// </summary>
public sealed class LinearContributions
{
    private readonly double[] _coefficients;
    private readonly double[] _means;

    /// <param name="means">Of each column, over the rows that a row is compared with: usually the training rows.</param>
    /// <exception cref="ArgumentException">There is not one finite mean per coefficient.</exception>
    public LinearContributions(LogisticRegressionModel model, ReadOnlySpan<double> means)
    {
        ArgumentNullException.ThrowIfNull(model);
        InputChecks.SameLength(model.Coefficients.Length, means.Length, nameof(means));
        InputChecks.Finite(means, nameof(means));
        (_coefficients, _means) = (model.Coefficients.ToArray(), means.ToArray());
        ExpectedValue = model.Margin(means);
    }

    /// <summary>The margin of a row of means.</summary>
    public double ExpectedValue { get; }

    /// <param name="into">Gets one contribution per column.</param>
    /// <exception cref="ArgumentException">The row or the span does not have one value per column.</exception>
    public void Explain(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(_coefficients.Length, row.Length, nameof(row));
        InputChecks.SameLength(_coefficients.Length, into.Length, nameof(into));
        for (int j = 0; j < row.Length; j++)
        {
            into[j] = _coefficients[j] * (row[j] - _means[j]);
        }
    }
}
