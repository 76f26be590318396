using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>A learner or a mean of learners, with the line that makes its log-odds probabilities and its figures on rows that they had not seen.</summary>
/// <param name="Learners">Indices of the learners.</param>
/// <param name="LogLoss">Mean over all rows and repeats.</param>
internal sealed record JudgedBlend(IReadOnlyList<string> Names, IReadOnlyList<int> Learners, PlattModel Line, double LogLoss, double RocAuc, double AveragePrecision)
{
    public string Name => string.Join(" + ", Names);
}

/// <summary>Judges learners and their blends by cross-validation, and chooses.</summary>
internal static class BlendChoice
{
    private const double LeastSlope = 1e-3;

    /// <summary>
    /// The blend with the least log-loss. One with a forest has to be better by more than the standard error of the difference: its trees are deep, and
    /// explaining each customer by them would take longer than all the rest.
    /// </summary>
    public static (JudgedBlend Chosen, IReadOnlyList<JudgedBlend> All) Choose(ReadOnlySpan<double> labels, CrossValidated validated, IReadOnlyList<string> learners)
    {
        var all = new List<JudgedBlend>();
        var losses = new Dictionary<JudgedBlend, double[]>();
        foreach (IReadOnlyList<string> names in ResponseCandidates.Blends(learners))
        {
            int[] places = [.. names.Select(name => learners.ToList().IndexOf(name))];
            JudgedBlend blend = Judge(labels, validated, names, places, out double[] loss);
            all.Add(blend);
            losses[blend] = loss;
        }

        JudgedBlend best = all.Where(blend => !blend.Names.Contains(ForestMember.Learner)).MinBy(blend => blend.LogLoss) ?? all[0];
        JudgedBlend overall = all.MinBy(blend => blend.LogLoss)!;
        return (overall.LogLoss < best.LogLoss - StandardErrorOfDifference(losses[best], losses[overall]) ? overall : best, all);
    }

    /// <summary>The mean of the blend's learners for each row of a repeat.</summary>
    public static double[] Mean(CrossValidated validated, int repeat, IReadOnlyList<int> learners)
    {
        var mean = new double[validated.LogOdds[repeat][0].Length];
        foreach (int learner in learners)
        {
            ReadOnlySpan<double> said = validated.LogOdds[repeat][learner];
            for (int row = 0; row < mean.Length; row++)
            {
                mean[row] += said[row] / learners.Count;
            }
        }

        return mean;
    }

    private static JudgedBlend Judge(ReadOnlySpan<double> labels, CrossValidated validated, IReadOnlyList<string> names, int[] places, out double[] loss)
    {
        int repeats = validated.LogOdds.Length;
        double[][] means = [.. Enumerable.Range(0, repeats).Select(repeat => Mean(validated, repeat, places))];
        var stacked = new double[labels.Length * repeats];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            labels.CopyTo(stacked.AsSpan(repeat * labels.Length));
        }

        PlattModel line = Rising(Platt.Fit([.. means.SelectMany(mean => mean)], stacked, [], new PlattOptions()), labels);
        loss = new double[labels.Length];
        double auc = 0;
        double precision = 0;
        foreach (double[] mean in means)
        {
            double[] probabilities = line.Predict(mean);
            for (int row = 0; row < loss.Length; row++)
            {
                loss[row] -= Math.Log(Math.Max(labels[row] == 1 ? probabilities[row] : 1 - probabilities[row], double.Epsilon)) / repeats;
            }

            auc += ClassificationMetrics.RocAuc(labels, mean) / repeats;
            precision += ClassificationMetrics.AveragePrecision(labels, mean) / repeats;
        }

        return new JudgedBlend(names, places, line, loss.Average(), auc, precision);
    }

    /// <summary>Learners that found nothing may seem to know less than nothing. They are not believed the other way round, but hardly at all.</summary>
    private static PlattModel Rising(PlattModel line, ReadOnlySpan<double> labels)
    {
        double share = labels.ToArray().Average();
        return line.Slope >= LeastSlope ? line : new PlattModel(LeastSlope, Math.Log(share / (1 - share)), line.Iterations, line.Converged);
    }

    private static double StandardErrorOfDifference(double[] one, double[] other)
    {
        double[] differences = [.. one.Zip(other, (a, b) => a - b)];
        (_, double deviation) = Standardizer.MeanAndDeviation(differences);
        return deviation / Math.Sqrt(differences.Length);
    }
}
