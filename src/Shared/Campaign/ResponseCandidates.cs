using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>A learner that training may choose.</summary>
/// <param name="MostRows">More rows than this are sampled, so that time and memory stay bounded.</param>
internal sealed record ResponseCandidate(string Name, int MostRows, FitMember Fit);

/// <summary>Fits a member on some rows' columns.</summary>
internal delegate ResponseMember FitMember(Matrix inputs, double[] labels, long[] groups, FeatureSpace space, int seed, CancellationToken cancellation);

/// <summary>The learners that are judged against each other, and the blends of them.</summary>
internal static class ResponseCandidates
{
    private static readonly ResponseCandidate[] Learners =
    [
        new(SplineLogisticMember.Learner, 50_000, (inputs, labels, _, space, _, cancellation) =>
            SplineLogisticMember.Fit(inputs, labels, [.. Enumerable.Range(0, space.Columns.Count).Where(j => space.Columns[j].IsCurve)], l2: 100, cancellation)),
        new(BoostedTreesMember.Learner, 250_000, (inputs, labels, _, _, seed, cancellation) => BoostedTreesMember.Fit(
            inputs,
            labels,
            new GradientBoostingOptions { Trees = 300, MaxDepth = 4, LearningRate = 0.05, RowSample = 0.7, ColumnSample = 0.5, MinChildWeight = 3, L2 = 2, Seed = seed },
            cancellation)),
        new(SupportVectorMember.Learner, 5_000, (inputs, labels, groups, _, seed, cancellation) =>
            SupportVectorMember.Fit(inputs, labels, groups, new SupportVectorOptions { C = 3, Gamma = 0.6 / inputs.Columns, Threads = 1 }, seed, cancellation)),
        new(ForestMember.Learner, 20_000, (inputs, labels, _, _, seed, cancellation) =>
            ForestMember.Fit(inputs, labels, new ForestOptions { Trees = 200, MinSamplesLeaf = 3, Seed = seed }, cancellation)),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Learners.Select(learner => learner.Name)];

    public static ResponseCandidate Find(string name) =>
        Learners.FirstOrDefault(learner => learner.Name == name)
        ?? throw new ArgumentException($"There is no learner '{name}'; there are {string.Join(", ", All)}.", nameof(name));

    /// <summary>What is judged: each learner alone, and the means of those that are strong in different ways.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Blends(IReadOnlyList<string> learners)
    {
        string[][] blends =
        [
            [SplineLogisticMember.Learner, BoostedTreesMember.Learner],
            [SplineLogisticMember.Learner, BoostedTreesMember.Learner, SupportVectorMember.Learner],
            [SplineLogisticMember.Learner, BoostedTreesMember.Learner, SupportVectorMember.Learner, ForestMember.Learner],
        ];
        return [.. learners.Select(learner => (string[])[learner]), .. blends.Where(blend => blend.All(learners.Contains))];
    }
}
