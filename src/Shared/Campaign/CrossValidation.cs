using System.Runtime.ExceptionServices;
using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>The learners fitted on some of the rows, with the feature space that these rows gave.</summary>
internal sealed record FittedLearners(FeatureSpace Features, IReadOnlyList<ResponseMember> Members);

/// <summary>What the learners say of every row, fitted on folds without it.</summary>
/// <param name="LogOdds">By repeat, learner and row.</param>
/// <param name="FirstFolds">The fold of each row in the first repeat.</param>
/// <param name="FirstFits">Of the first repeat, by fold.</param>
internal sealed record CrossValidated(double[][][] LogOdds, int[] FirstFolds, IReadOnlyList<FittedLearners> FirstFits);

/// <summary>
/// Fits learners on folds of the training rows that keep rows of equal content together. The same for the same rows in the same order, on however many
/// cores; in another order folds and learners draw others, but a sample of too many rows holds the same ones.
/// </summary>
internal sealed class CrossValidation(TrainingRows rows, IReadOnlyList<ResponseCandidate> learners, ResponseTrainingOptions options)
{
    /// <summary>With more rows a fit fills the cores by itself, and two at once would double the memory.</summary>
    private const int MostRowsSideBySide = 20_000;

    /// <param name="folds">For each repeat the fold of each row.</param>
    /// <param name="spaceOf">The feature space for the rows of a fold's training side.</param>
    /// <param name="fitted">Told after each fit.</param>
    public CrossValidated Run(int[][] folds, Func<int[], FeatureSpace> spaceOf, Action fitted, CancellationToken cancellation)
    {
        double[][][] logOdds = [.. folds.Select(_ => learners.Select(_ => new double[rows.Count]).ToArray())];
        var firstFits = new FittedLearners[options.Folds];
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = rows.Count > MostRowsSideBySide ? 1 : Environment.ProcessorCount };
        Each(folds.Length * options.Folds, parallel, piece =>
        {
            (int repeat, int fold) = (piece / options.Folds, piece % options.Folds);
            int[] known = [.. Enumerable.Range(0, rows.Count).Where(row => folds[repeat][row] != fold)];
            int[] held = [.. Enumerable.Range(0, rows.Count).Where(row => folds[repeat][row] == fold)];
            FittedLearners fit = Fit(known, spaceOf(known), options.Seed + piece, cancellation);
            Matrix inputs = fit.Features.Encode(rows, held);
            for (int learner = 0; learner < learners.Count; learner++)
            {
                double[] said = fit.Members[learner].LogOdds(inputs);
                for (int i = 0; i < held.Length; i++)
                {
                    logOdds[repeat][learner][held[i]] = said[i];
                }
            }

            if (repeat == 0)
            {
                firstFits[fold] = fit;
            }

            fitted();
        });
        return new CrossValidated(logOdds, folds[0], firstFits);
    }

    /// <summary>What a piece throws comes out as it is, not as one of several.</summary>
    private static void Each(int pieces, ParallelOptions parallel, Action<int> piece)
    {
        try
        {
            Parallel.For(0, pieces, parallel, piece);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>Fits every learner on the chosen rows, or on a sample of them where it takes fewer.</summary>
    public FittedLearners Fit(int[] chosen, FeatureSpace space, int seed, CancellationToken cancellation)
    {
        if (space.Columns.Count == 0)
        {
            throw new TrainingDataException("Every feature has the same value for all labelled customers, so nothing can be learnt from them.");
        }

        Matrix inputs = space.Encode(rows, chosen);
        var members = new List<ResponseMember>();
        foreach (ResponseCandidate learner in learners)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] sample = Sample(chosen, learner.MostRows);
            Matrix seen = sample.Length == chosen.Length ? inputs : inputs.Take(sample);
            members.Add(learner.Fit(
                seen,
                [.. sample.Select(i => rows.Labels[chosen[i]])],
                [.. sample.Select(i => rows.ContentGroups[chosen[i]])],
                space,
                seed,
                cancellation));
        }

        return new FittedLearners(space, members);
    }

    /// <summary>Places in <paramref name="chosen"/>: of too many rows those whose content hashes lowest, the same ones in every order.</summary>
    private int[] Sample(int[] chosen, int most)
    {
        int[] places = [.. Enumerable.Range(0, chosen.Length)];
        if (chosen.Length <= most)
        {
            return places;
        }

        long[] keys = [.. chosen.Select(row => rows.ContentGroups[row])];
        Array.Sort(keys, places);
        Array.Resize(ref places, most);
        Array.Sort(places);
        return places;
    }
}
