using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

/// <summary>Labels and scores for metrics: a small table that a person can count, and random ones full of ties.</summary>
internal static class LabelledScores
{
    /// <summary>Ten rows, four responders; .6 and .3 are ties.</summary>
    public static readonly double[] TenLabels = [1, 1, 0, 1, 0, 0, 1, 0, 0, 0];

    public static readonly double[] TenScores = [0.9, 0.8, 0.7, 0.6, 0.6, 0.4, 0.3, 0.3, 0.3, 0.1];

    /// <summary>Twelve rows with ties for comparisons with scikit-learn 1.2.1.</summary>
    public static readonly double[] TwelveLabels = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1];

    public static readonly double[] TwelveScores = [0.05, 0.1, 0.1, 0.2, 0.35, 0.35, 0.35, 0.5, 0.6, 0.7, 0.7, 0.95];

    public static readonly double[] TwelveWeights = [1, 2, 0.5, 1, 1, 3, 1, 2, 1, 0.25, 1.5, 1];

    /// <summary>Scores from so few values that ties are everywhere; one row of each class always there.</summary>
    public static Arbitrary<(double[] Labels, double[] Scores)> Tied()
    {
        Gen<(double Label, double Score)> row = from label in Gen.Elements(0.0, 1.0) from score in Gen.Choose(0, 6) select (label, score / 6.0);
        return Arb.From(row.ArrayOf().Select(rows => ((double[])[0, 1, .. rows.Select(each => each.Label)], (double[])[0.5, 0.5, .. rows.Select(each => each.Score)])));
    }

    /// <summary>Probabilities that are right: a row with p responds with p.</summary>
    public static (double[] Labels, double[] Probabilities) Honest(int rows, int seed)
    {
        var random = new Random(seed);
        double[] probabilities = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        return ([.. probabilities.Select(p => random.NextDouble() < p ? 1.0 : 0.0)], probabilities);
    }
}
