namespace Clientele.Learning;

/// <summary>Rows on which early stopping judges the trees; none of them is trained on.</summary>
/// <param name="Weights">One per row, not negative; empty: all 1.</param>
public sealed record GradientBoostingValidation(Matrix Inputs, ReadOnlyMemory<double> Targets, ReadOnlyMemory<double> Weights = default);

/// <summary>
/// Gradient-boosted trees on histograms with second derivatives (Chen &amp; Guestrin, XGBoost: A Scalable Tree Boosting System, KDD 2016): each tree
/// goes one Newton step down the regularised loss. O(rows · columns) per level of a tree. NaN means missing and takes the direction that gained most.
/// </summary>
public static class GradientBoostedTrees
{
    /// <param name="inputs">One row per observation, finite or NaN where missing; not changed.</param>
    /// <param name="targets">0 or 1 for each row, of which both must occur, or any finite number for squared error.</param>
    /// <param name="weights">One per row, not negative; empty: all 1. A weight of 2 is the row twice, 0 is no row.</param>
    /// <param name="progress">Told a growing share of 1 after each tree; 1 at the end.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is infinite (row and column are named), or a class is missing.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static GradientBoostingModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        GradientBoostingOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default) => Fit(inputs, targets, weights, options, null, progress, cancellation);

    /// <inheritdoc cref="Fit(Matrix, ReadOnlySpan{double}, ReadOnlySpan{double}, GradientBoostingOptions, IProgress{double}?, CancellationToken)"/>
    /// <param name="validation">For early stopping, in place of a share of the rows; not used without it.</param>
    public static GradientBoostingModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        GradientBoostingOptions options,
        GradientBoostingValidation? validation,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        GradientBoostingOptions.Check(options);
        CheckRows(inputs, targets, weights, options.Objective);
        cancellation.ThrowIfCancellationRequested();
        var random = new Random(options.Seed);
        double[] training = weights.ToArray();
        if (options.EarlyStoppingRounds == 0)
        {
            validation = null;
        }
        else if (validation is null)
        {
            (training, validation) = SetAside(inputs, targets, weights, options, random);
        }
        else
        {
            CheckRows(validation.Inputs, validation.Targets.Span, validation.Weights.Span, options.Objective);
            if (validation.Inputs.Columns != inputs.Columns)
            {
                throw new ArgumentException($"The validation rows have {validation.Inputs.Columns} columns, the others {inputs.Columns}.", nameof(validation));
            }
        }

        return new BoostingRounds(inputs, targets.ToArray(), training, validation, options, random, cancellation).Run(progress);
    }

    private static void CheckRows(Matrix inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, GradientBoostingObjective objective)
    {
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.SameLength(inputs.Rows, targets.Length, nameof(targets));
        InputChecks.Weights(inputs.Rows, weights);
        InputChecks.FiniteOrMissing(inputs, nameof(inputs));
        if (objective == GradientBoostingObjective.Logistic)
        {
            InputChecks.Binary(targets, nameof(targets));
        }
        else
        {
            InputChecks.Finite(targets, nameof(targets));
        }
    }

    /// <summary>Draws the validation rows, of each class alike; in training they weigh nothing.</summary>
    private static (double[] TrainingWeights, GradientBoostingValidation Validation) SetAside(
        Matrix inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, GradientBoostingOptions options, Random random)
    {
        double[] all = targets.ToArray();
        double[] training = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, all.Length)] : weights.ToArray();
        int[] rows = [.. Enumerable.Range(0, all.Length).Where(row => training[row] > 0)];
        random.Shuffle(rows);
        bool classes = options.Objective == GradientBoostingObjective.Logistic;
        int[] drawn = [.. rows.GroupBy(row => classes ? all[row] : 0)
            .SelectMany(alike => alike.Take((int)Math.Ceiling(alike.Count() * options.ValidationShare)))
            .Order()];
        var held = new Matrix(drawn.Length, inputs.Columns);
        double[] heldWeights = [.. drawn.Select(row => training[row])];
        for (int i = 0; i < drawn.Length; i++)
        {
            inputs.Row(drawn[i]).CopyTo(held.RowToWrite(i));
            training[drawn[i]] = 0;
        }

        if (drawn.Length == rows.Length)
        {
            throw new ArgumentException($"{rows.Length} rows are too few to set some aside for early stopping.", nameof(inputs));
        }

        return (training, new GradientBoostingValidation(held, drawn.Select(row => all[row]).ToArray(), heldWeights));
    }
}
