using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>How a response model is trained.</summary>
public sealed record ResponseTrainingOptions
{
    /// <summary>Decides the folds; everything else follows from the rows.</summary>
    public int Seed { get; init; } = 20_141_231;

    /// <summary>2 or more.</summary>
    public int Folds { get; init; } = 5;

    public FeatureSpaceOptions Features { get; init; } = new();

    public LogisticRegressionOptions Logistic { get; init; } = new();
}

/// <summary>A model fitted on every row and its figures on rows that their models had not seen.</summary>
public sealed record TrainedResponse(ResponseModel Model, ResponseEvaluation Evaluation);

/// <summary>Training rows → response model: out-of-fold probabilities choose the cut-offs, all rows give the model. Deterministic for a seed.</summary>
public static class ResponseTraining
{
    private const int FewestRows = 50;
    private const int FewestOfAClass = 10;

    /// <param name="progress">Told a growing share of 1.</param>
    /// <exception cref="TrainingDataException">Too few rows, one class only, no features, or a schema without economics.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static TrainedResponse Fit(TrainingRows rows, ResponseTrainingOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        Economics economics = Check(rows, options);
        int[] folds = AssignFolds(rows, options);
        var outOfFold = new double[rows.Count];
        double steps = options.Folds + 1;
        for (int fold = 0; fold < options.Folds; fold++)
        {
            int[] known = [.. Enumerable.Range(0, rows.Count).Where(row => folds[row] != fold)];
            int[] held = [.. Enumerable.Range(0, rows.Count).Where(row => folds[row] == fold)];
            (FeatureSpace space, LogisticRegressionModel logistic) = FitOn(rows, known, options, cancellation);
            double[] probabilities = logistic.Predict(space.Encode(rows, held));
            for (int i = 0; i < held.Length; i++)
            {
                outOfFold[held[i]] = probabilities[i];
            }

            progress?.Report((fold + 1) / steps);
        }

        (FeatureSpace features, LogisticRegressionModel model) = FitOn(rows, [.. Enumerable.Range(0, rows.Count)], options, cancellation);
        progress?.Report(1);
        return new TrainedResponse(
            new ResponseModel(rows.Schema.Id, rows.Schema.Fingerprint, features, model, new OutOfFold(rows.Labels.ToArray(), outOfFold, rows.ContentGroups.ToArray(), [.. Enumerable.Repeat(TopReasons.None, rows.Count)])),
            ResponseEvaluation.Of(rows.Labels, outOfFold, economics, options.Folds, groups: rows.ContentGroups, cancellation: cancellation));
    }

    private static Economics Check(TrainingRows rows, ResponseTrainingOptions options)
    {
        Schema schema = rows.Schema;
        if (schema.Economics is not { } economics || !ResponseModel.IsUsable(economics))
        {
            throw new TrainingDataException($"The schema '{schema.Id}' does not say what a contact costs and what a response brings; add its economics.");
        }

        if (!schema.Fields.Any(field => field.Role == FieldRole.Feature))
        {
            throw new TrainingDataException($"The schema '{schema.Id}' has no features to learn from.");
        }

        if (rows.Count < FewestRows)
        {
            throw new TrainingDataException($"There are {rows.Count} labelled customers; a model needs at least {FewestRows}.");
        }

        int responses = (int)rows.Labels.ToArray().Sum();
        int fewest = Math.Max(FewestOfAClass, options.Folds);
        string target = schema.Fields[schema.TargetField].Name;
        if (responses == 0 || responses == rows.Count)
        {
            throw new TrainingDataException(
                $"All {rows.Count} labelled customers have {target} = {(responses == 0 ? 0 : 1)}; a model needs customers who accepted and customers who did not.");
        }

        return responses >= fewest && rows.Count - responses >= fewest
            ? economics
            : throw new TrainingDataException(
                $"Of {rows.Count} labelled customers {responses} have {target} = 1; a model needs at least {fewest} who accepted and {fewest} who did not.");
    }

    /// <summary>Folds in which every training side has both classes; customers too alike to be parted may leave none.</summary>
    private static int[] AssignFolds(TrainingRows rows, ResponseTrainingOptions options)
    {
        int distinct = new HashSet<long>(rows.ContentGroups.ToArray()).Count;
        if (distinct < options.Folds)
        {
            throw new TrainingDataException(
                $"The {rows.Count} labelled customers hold only {distinct} different sets of values; a model needs at least {options.Folds}.");
        }

        int[] folds = StratifiedKFold.Assign(rows.Labels, rows.ContentGroups, options.Folds, options.Seed);
        foreach (double label in (ReadOnlySpan<double>)[0, 1])
        {
            var holding = new HashSet<int>();
            for (int row = 0; row < folds.Length; row++)
            {
                if (rows.Labels[row] == label)
                {
                    holding.Add(folds[row]);
                }
            }

            if (holding.Count < 2)
            {
                throw new TrainingDataException(
                    $"All customers who {(label == 1 ? "accepted" : "did not accept")} have the same values, so a model of them cannot be checked on others.");
            }
        }

        return folds;
    }

    private static (FeatureSpace Space, LogisticRegressionModel Model) FitOn(
        TrainingRows rows,
        ReadOnlySpan<int> chosen,
        ResponseTrainingOptions options,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        FeatureSpace space = FeatureSpace.Fit(rows.Schema, rows, chosen, options.Features);
        if (space.Columns == 0)
        {
            throw new TrainingDataException("Every feature has the same value for all labelled customers, so nothing can be learnt from them.");
        }

        Matrix inputs = space.Encode(rows, chosen);
        var labels = new double[chosen.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = rows.Labels[chosen[i]];
        }

        return (space, LogisticRegression.Fit(inputs, labels, [], options.Logistic, null, cancellation));
    }
}
