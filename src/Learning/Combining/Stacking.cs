namespace Clientele.Learning;

/// <summary>
/// Stacked generalisation (Wolpert 1992; with weights that are not negative, Breiman 1996): a logistic regression on the log-odds that members gave to
/// rows that they had not seen.
/// </summary>
public static class Stacking
{
    /// <summary>A gradient per unit of weight that counts as 0: far above the tolerance of the fit, so that no member comes and goes by rounding.</summary>
    private const double Flat = 1e-7;

    /// <param name="probabilities">One column per member: its out-of-fold probabilities, as <see cref="FoldPredictions"/> makes them.</param>
    /// <param name="labels">0 or 1 for each row; both must occur.</param>
    /// <param name="weights">One per row, not negative; empty: all 1.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not a probability (row and column are named), or a class is missing.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static StackingModel Fit(
        Matrix probabilities,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        StackingOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(options);
        StackingOptions.Check(options);
        cancellation.ThrowIfCancellationRequested();
        InputChecks.NotEmpty(probabilities, nameof(probabilities));
        LogOdds.Check(probabilities);
        Matrix logOdds = ToLogOdds(probabilities);
        var logistic = new LogisticRegressionOptions { L2 = options.L2 };
        LogisticRegressionModel model = options.NonNegative
            ? FitNonNegative(logOdds, labels, weights, logistic, cancellation)
            : LogisticRegression.Fit(logOdds, labels, weights, logistic, null, cancellation);
        progress?.Report(1);
        return new StackingModel(model.Intercept, model.Coefficients, model.Converged);
    }

    /// <summary>
    /// Active sets as in Lawson &amp; Hanson's non-negative least squares (1974, chapter 23): members whose coefficient would fall below 0 are taken out,
    /// and a member that is out comes back where that lowers the objective. The objective falls each time, so no set comes up twice.
    /// </summary>
    private static LogisticRegressionModel FitNonNegative(
        Matrix logOdds,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        LogisticRegressionOptions options,
        CancellationToken cancellation)
    {
        var current = new double[logOdds.Columns];
        var included = new bool[logOdds.Columns];
        Array.Fill(included, true);

        // Where the classes are separable and nothing is penalised, there is no minimum to be exact about; returns are limited for that.
        int returns = 10 * included.Length;
        while (true)
        {
            LogisticRegressionModel model = LogisticRegression.Fit(Masked(logOdds, included), labels, weights, options, null, cancellation);
            if (TryTakeOut(current, included, model.Coefficients.Span))
            {
                continue;
            }

            model.Coefficients.CopyTo(current);
            int back = Steepest(logOdds, labels, weights, model, included);
            if (back < 0 || returns-- == 0)
            {
                return model;
            }

            included[back] = true;
        }
    }

    /// <summary>Columns that are out become 0, so that the penalty holds their coefficient at 0.</summary>
    private static Matrix Masked(Matrix logOdds, bool[] included)
    {
        var masked = new Matrix(logOdds.Rows, logOdds.Columns);
        for (int i = 0; i < masked.Rows; i++)
        {
            for (int j = 0; j < included.Length; j++)
            {
                masked.RowToWrite(i)[j] = included[j] ? logOdds[i, j] : 0;
            }
        }

        return masked;
    }

    /// <summary>Goes from the current coefficients towards the wanted ones until the first is 0, and takes it out; false where none gets below 0.</summary>
    private static bool TryTakeOut(double[] current, bool[] included, ReadOnlySpan<double> wanted)
    {
        int first = -1;
        double length = 1;
        for (int j = 0; j < current.Length; j++)
        {
            if (included[j] && wanted[j] < 0 && (first < 0 || current[j] / (current[j] - wanted[j]) < length))
            {
                (first, length) = (j, current[j] / (current[j] - wanted[j]));
            }
        }

        if (first < 0)
        {
            return false;
        }

        for (int j = 0; j < current.Length; j++)
        {
            current[j] = included[j] ? Math.Max(0, current[j] + (length * (wanted[j] - current[j]))) : 0;
        }

        (current[first], included[first]) = (0, false);
        return true;
    }

    /// <summary>The member that is out whose coefficient most wants to grow; −1 where none does.</summary>
    private static int Steepest(Matrix logOdds, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, LogisticRegressionModel model, bool[] included)
    {
        var gradient = new double[included.Length];
        double total = 0;
        for (int i = 0; i < logOdds.Rows; i++)
        {
            // The coefficients of the members that are out are 0, so that the whole row may be asked.
            double weight = weights.IsEmpty ? 1 : weights[i];
            VectorKernels.AddScaled(weight * (model.Predict(logOdds.Row(i)) - labels[i]), logOdds.Row(i), gradient);
            total += weight;
        }

        int steepest = -1;
        for (int j = 0; j < gradient.Length; j++)
        {
            if (!included[j] && gradient[j] < -Flat * total && (steepest < 0 || gradient[j] < gradient[steepest]))
            {
                steepest = j;
            }
        }

        return steepest;
    }

    private static Matrix ToLogOdds(Matrix probabilities)
    {
        var result = new Matrix(probabilities.Rows, probabilities.Columns);
        for (int i = 0; i < result.Rows; i++)
        {
            ReadOnlySpan<double> row = probabilities.Row(i);
            Span<double> into = result.RowToWrite(i);
            for (int j = 0; j < row.Length; j++)
            {
                into[j] = LogOdds.Of(row[j]);
            }
        }

        return result;
    }
}
