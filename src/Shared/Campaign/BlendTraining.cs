using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>A blend fitted on all rows, and what it says of each when fitted without it.</summary>
/// <param name="Probabilities">Out of fold, calibrated, of the first repeat: as a single model says them of a new customer.</param>
/// <param name="Reasons">Of these probabilities, by the models that gave them.</param>
internal sealed record TrainedBlend(ResponseBlend Blend, double[] Probabilities, TopReasons[] Reasons, JudgedBlend Chosen, IReadOnlyList<JudgedBlend> Judged);

/// <summary>Judges the learners on one kind of feature space, chooses a blend, calibrates it and fits it on all rows.</summary>
internal sealed class BlendTraining(TrainingRows rows, ResponseTrainingOptions options, Action fitted)
{
    /// <param name="folds">For each repeat the fold of each row.</param>
    /// <param name="spaceOf">The feature space for some of the rows.</param>
    public TrainedBlend Run(int[][] folds, Func<int[], FeatureSpace> spaceOf, CancellationToken cancellation)
    {
        ResponseCandidate[] learners = [.. options.Learners.Select(ResponseCandidates.Find)];
        CrossValidated validated = new CrossValidation(rows, learners, options).Run(folds, spaceOf, fitted, cancellation);
        (JudgedBlend chosen, IReadOnlyList<JudgedBlend> judged) = BlendChoice.Choose(rows.Labels, validated, options.Learners);

        ResponseCandidate[] members = [.. chosen.Learners.Select(learner => learners[learner])];
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        FittedLearners fit = new CrossValidation(rows, members, options).Fit(all, spaceOf(all), options.Seed, cancellation);
        double[] probabilities = chosen.Line.Predict(BlendChoice.Mean(validated, 0, chosen.Learners));
        TopReasons[] reasons = Reasons(validated, chosen, cancellation);
        fitted();
        return new TrainedBlend(BlendOf(fit.Features, fit.Members, chosen.Line), probabilities, reasons, chosen, judged);
    }

    private static ResponseBlend BlendOf(FeatureSpace features, IReadOnlyList<ResponseMember> members, PlattModel line)
        => new(features, members, line.Slope, line.Intercept);

    /// <summary>Why each row got its out-of-fold probability, by the blend of its fold.</summary>
    private TopReasons[] Reasons(CrossValidated validated, JudgedBlend chosen, CancellationToken cancellation)
    {
        var reasons = new TopReasons[rows.Count];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, validated.FirstFits.Count, parallel, fold =>
        {
            FittedLearners fit = validated.FirstFits[fold];
            BlendScorer scorer = BlendOf(fit.Features, [.. chosen.Learners.Select(learner => fit.Members[learner])], chosen.Line).CreateScorer();
            var record = new TypedRecord(rows.Schema);
            for (int row = 0; row < reasons.Length; row++)
            {
                if (validated.FirstFolds[row] == fold)
                {
                    rows.CopyTo(row, record);
                    scorer.Read(record);
                    scorer.Explain();
                    reasons[row] = scorer.Top();
                }
            }
        });
        return reasons;
    }
}
