using System.Globalization;
using Clientele.Features;
using Clientele.Features.Drift;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>How a response model is trained.</summary>
public sealed record ResponseTrainingOptions
{
    /// <summary>Decides folds and samples; everything else follows from the rows.</summary>
    public int Seed { get; init; } = 20_141_231;

    /// <summary>2 or more.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How often learners are judged on folds of their own; above <see cref="MostRowsRepeated"/> rows once is enough. 1 or more.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>With more rows chance has little left to even out.</summary>
    public int MostRowsRepeated { get; init; } = 20_000;

    /// <summary>The learners that are judged; the blends of those that are there are, too. At least one.</summary>
    public IReadOnlyList<string> Learners { get; init; } = ResponseCandidates.All;

    public FeatureSpaceOptions Features { get; init; } = new();

    /// <summary>Whose figures the evaluation tells.</summary>
    public ObjectiveRules Objectives { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public ResponseTrainingOptions Check()
    {
        if (Folds < 2 || Repeats < 1)
        {
            throw new ArgumentOutOfRangeException(null, $"Folds is {Folds} and Repeats is {Repeats}; they must be at least 2 and 1.");
        }

        string? unknown = Learners.FirstOrDefault(learner => !ResponseCandidates.All.Contains(learner));
        return Learners.Count > 0 && unknown is null
            ? this
            : throw new ArgumentOutOfRangeException(null, $"Learners hold {(unknown is null ? "none" : $"'{unknown}'")}; expected one or more of {string.Join(", ", ResponseCandidates.All)}.");
    }

    /// <summary>What a version's name has to tell apart, beside the seed.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Folds} folds × {Repeats}, {string.Join(" ", Learners)}{(Features.WithoutSensitive ? ", without sensitive attributes" : "")}");
}

/// <summary>A model fitted on every row and its figures on rows that their models had not seen.</summary>
public sealed record TrainedResponse(ResponseModel Model, ResponseEvaluation Evaluation);

/// <summary>
/// Training rows → response model. Learners and their blends are judged by repeated cross-validation; the chosen one is calibrated on what it said of rows
/// that it had not seen, which also gives cut-offs and figures; all rows give the model. The compact model asks a few questions only. Deterministic for a seed.
/// </summary>
public static class ResponseTraining
{
    private const int FewestRows = 50;
    private const int FewestOfAClass = 10;
    private const int FewestContentsOfAClass = 3;

    /// <param name="progress">Told a growing share of 1.</param>
    /// <exception cref="TrainingDataException">Too few rows, one class only, no features, or a schema without economics.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static TrainedResponse Fit(TrainingRows rows, ResponseTrainingOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        Economics economics = Check(rows, options);
        int repeats = rows.Count > options.MostRowsRepeated ? 1 : options.Repeats;
        int[][] folds = RepeatedFolds.Assign(repeats, options.Seed, seed => AssignFolds(rows, options, seed));
        var steps = new TrainingSteps(((repeats + 1) * options.Folds) + 2, progress);
        var parts = new BlendTraining(rows, options, steps.Next);

        TrainedBlend full = parts.Run(folds, chosen => FeatureSpace.Fit(rows, chosen, options.Features), cancellation);
        TrainedBlend compact = parts.Run([folds[0]], chosen => CompactSpace(rows, chosen, options, cancellation), cancellation);
        var outOfFold = new OutOfFold(rows.Labels.ToArray(), full.Probabilities, rows.ContentGroups.ToArray(), full.Reasons);
        var model = new ResponseModel(rows.Schema.Id, rows.Schema.Fingerprint, rows.NewestAsOf, full.Blend, compact.Blend, Learning.Calibration.Of(rows.Labels, compact.Probabilities).Bins, outOfFold, TrainingProfile.Fit(rows, full.Probabilities));
        ResponseEvaluation evaluation = ResponseEvaluation.Of(
            rows.Labels, full.Probabilities, economics, options.Folds, options.Objectives, rows.ContentGroups, cancellation);
        return new TrainedResponse(model, evaluation with
        {
            Candidates = [.. full.Judged.Select(blend => new CandidateFigures(blend.Name, blend.RocAuc, blend.AveragePrecision, blend.LogLoss, blend == full.Chosen))],
            Compactness = new CompactComparison(
                [.. compact.Blend.Features.Questions.Select(question => question.Name)],
                ComparedFigures.Of(rows.Labels, full.Probabilities, economics),
                ComparedFigures.Of(rows.Labels, compact.Probabilities, economics)),
            Choices = Choices(options, repeats, full, compact),
            SelectionRates = SelectionRates.Of(
                rows, [.. Enumerable.Range(0, rows.Count).Select(rows.AsOf)], full.Probabilities, Objectives.Choose(rows.Labels, full.Probabilities, economics, options.Objectives)),
        });
    }

    private static SortedDictionary<string, string> Choices(ResponseTrainingOptions options, int repeats, TrainedBlend full, TrainedBlend compact) => new(StringComparer.Ordinal)
    {
        ["compact learners"] = compact.Chosen.Name,
        ["compact questions"] = string.Join(", ", compact.Blend.Features.Questions.Select(question => question.Name)),
        ["folds"] = $"{options.Folds}, {repeats} times",
        ["full columns"] = string.Join(", ", full.Blend.Features.Columns.Select(column => column.Name)),
        ["full learners"] = full.Chosen.Name,
        ["full calibration"] = string.Create(CultureInfo.InvariantCulture, $"log-odds × {full.Blend.Slope:R} + {full.Blend.Intercept:R}"),
        ["sensitive attributes"] = options.Features.WithoutSensitive ? "left out" : "used",
    };

    private static FeatureSpace CompactSpace(TrainingRows rows, int[] chosen, ResponseTrainingOptions options, CancellationToken cancellation)
    {
        int[] topics = CompactQuestions.Choose(rows, chosen, options.Features, options.Seed, cancellation);
        return FeatureSpace.Fit(rows, chosen, options.Features with { Topics = topics });
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
    private static int[] AssignFolds(TrainingRows rows, ResponseTrainingOptions options, int seed)
    {
        int distinct = new HashSet<long>(rows.ContentGroups.ToArray()).Count;
        if (distinct < options.Folds)
        {
            throw new TrainingDataException(
                $"The {rows.Count} labelled customers hold only {distinct} different sets of values; a model needs at least {options.Folds}.");
        }

        int[] folds = StratifiedKFold.Assign(rows.Labels, rows.ContentGroups, options.Folds, seed);
        foreach (double label in (ReadOnlySpan<double>)[0, 1])
        {
            var contents = new HashSet<(int Fold, long Content)>();
            for (int row = 0; row < folds.Length; row++)
            {
                if (rows.Labels[row] == label)
                {
                    contents.Add((folds[row], rows.ContentGroups[row]));
                }
            }

            // Learners and questions are judged on folds of a training side, too.
            if (Enumerable.Range(0, options.Folds).Any(fold => contents.Count(each => each.Fold != fold) < FewestContentsOfAClass))
            {
                throw new TrainingDataException(
                    $"The customers who {(label == 1 ? "accepted" : "did not accept")} have only {contents.Count} different sets of values, so a model of them cannot be checked on others.");
            }
        }

        return folds;
    }
}
