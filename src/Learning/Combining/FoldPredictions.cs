namespace Clientele.Learning;

/// <summary>Predictions for every row by a model that has not seen its fold: what a stack, a calibration or an honest score is fitted on.</summary>
public static class FoldPredictions
{
    /// <param name="folds">
    /// Fold of each row, 0 or more, at least two different ones; as <see cref="StratifiedKFold.Assign"/> gives them, groups and all. Numbers may be
    /// left out.
    /// </param>
    /// <param name="fitAndPredict">Fits on the rows of its first argument and predicts those of its second, in their order; both ascend.</param>
    /// <param name="progress">Told the growing share of predicted folds.</param>
    /// <returns>One per row; each row is predicted exactly once.</returns>
    /// <exception cref="ArgumentException">Too few folds, or a learner that gives another number of predictions or one that is not finite.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static double[] Run(
        ReadOnlySpan<int> folds,
        Func<int[], int[], double[]> fitAndPredict,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fitAndPredict);
        int[] distinct = Distinct(folds);
        var predictions = new double[folds.Length];
        for (int done = 0; done < distinct.Length; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int[] train, int[] test) = Part(folds, distinct[done]);
            double[] predicted = fitAndPredict(train, test);
            if (predicted.Length != test.Length)
            {
                throw new ArgumentException($"Fold {distinct[done]} has {test.Length} rows, and the learner gave {predicted.Length} predictions.", nameof(fitAndPredict));
            }

            for (int i = 0; i < test.Length; i++)
            {
                predictions[test[i]] = double.IsFinite(predicted[i])
                    ? predicted[i]
                    : throw new ArgumentException($"The learner's prediction for row {test[i]} is not finite.", nameof(fitAndPredict));
            }

            progress?.Report((done + 1.0) / distinct.Length);
        }

        return predictions;
    }

    private static int[] Distinct(ReadOnlySpan<int> folds)
    {
        var distinct = new SortedSet<int>();
        for (int i = 0; i < folds.Length; i++)
        {
            if (folds[i] < 0)
            {
                throw new ArgumentException($"Row {i} is in fold {folds[i]}; folds count from 0.", nameof(folds));
            }

            distinct.Add(folds[i]);
        }

        return distinct.Count >= 2
            ? [.. distinct]
            : throw new ArgumentException($"There are {distinct.Count} folds; predicting what was not seen takes 2.", nameof(folds));
    }

    private static (int[] Train, int[] Test) Part(ReadOnlySpan<int> folds, int fold)
    {
        var train = new List<int>(folds.Length);
        var test = new List<int>();
        for (int i = 0; i < folds.Length; i++)
        {
            (folds[i] == fold ? test : train).Add(i);
        }

        return ([.. train], [.. test]);
    }
}
