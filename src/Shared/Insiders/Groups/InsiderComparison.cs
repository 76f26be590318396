using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>A row of the comparison and what gave it; null where nothing was found.</summary>
internal sealed record ComparedFit(ComparedGroups Figures, ClusterPlacement? Placement);

/// <summary>Every space, algorithm and number of clusters on the same customers, by the same figures.</summary>
internal sealed class InsiderComparison(PurchaseTable purchases, int[] sample, InsiderOptions options, TrainingSteps steps, CancellationToken cancellation)
{
    // Other spaces are there to be compared with, not to be taken: their figures may be rougher.
    private const int RefitsOfOthers = 4;
    private const int StartsOfOthers = 3;

    private static readonly int[] Counts = [.. Enumerable.Range(InsiderOptions.FewestClusters, InsiderOptions.MostClusters - InsiderOptions.FewestClusters + 1)];

    /// <summary>How often <see cref="Run"/> tells of a step.</summary>
    public static int StepsOf(InsiderOptions options) => Spaces(options).Sum(space => ClusterComparison.StepsOf(Of(options, space)) + 1);

    /// <param name="chosen">The space of the options, fitted.</param>
    /// <returns>Those of <paramref name="chosen"/> first.</returns>
    public ComparedFit[] Run(InsiderSpace chosen)
    {
        Matrix features = purchases.Features.Take(sample);
        int[] everyone = [.. Enumerable.Range(0, sample.Length)];
        var all = new List<ComparedFit>();
        foreach (InsiderSpaceKind kind in Spaces(options))
        {
            cancellation.ThrowIfCancellationRequested();

            // Of the spaces that nobody will be placed in, the sample is all there is.
            InsiderSpace space = kind == chosen.Kind ? chosen : InsiderSpace.Fit(kind, features, everyone, options.Seed, cancellation);
            Matrix rows = space.Encode(features);
            steps.Next();
            all.AddRange(ClusterComparison.Run(rows, Of(options, kind), steps.Next, cancellation).Select(each => new ComparedFit(Told(kind, each), each.Placement)));
        }

        return [.. all];
    }

    /// <param name="compared">Placed rows of the sample.</param>
    public ComparedGroups Told(InsiderSpaceKind kind, Learning.ComparedClusters compared)
    {
        var figures = new ComparedGroups(
            kind,
            compared.Algorithm,
            compared.Clusters,
            compared.Labels is not null,
            compared.Silhouette,
            compared.ReferenceSilhouette,
            compared.Stability?.Mean ?? 0,
            compared.Stability?.StandardError ?? 0,
            compared.SmallestShare,
            0,
            0,
            0);
        return compared.Labels is null ? figures : WithShares(figures, purchases, sample, compared.Labels);
    }

    /// <summary>The figures with the shares of the groups among some customers.</summary>
    /// <param name="labels">Of each of <paramref name="customers"/>.</param>
    public static ComparedGroups WithShares(ComparedGroups figures, PurchaseTable purchases, int[] customers, int[] labels)
    {
        var revenue = new double[labels.Max() + 1];
        var sizes = new int[revenue.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            revenue[labels[i]] += purchases[customers[i], PurchaseFeature.Revenue];
            sizes[labels[i]]++;
        }

        int top = Enumerable.Range(0, revenue.Length).Where(cluster => sizes[cluster] > 0).MaxBy(cluster => revenue[cluster] / sizes[cluster]);
        double total = revenue.Sum();
        return figures with
        {
            SmallestShare = sizes.Where(size => size > 0).Min() / (double)labels.Length,
            TopShare = sizes[top] / (double)labels.Length,
            TopRevenueShare = total > 0 ? revenue[top] / total : 0,
            TopMeanRevenue = revenue[top] / sizes[top],
        };
    }

    private static IEnumerable<InsiderSpaceKind> Spaces(InsiderOptions options) => options.WithoutOtherSpaces
        ? [options.Space]
        : [options.Space, .. Enum.GetValues<InsiderSpaceKind>().Where(kind => kind != options.Space)];

    private static ClusterComparisonOptions Of(InsiderOptions options, InsiderSpaceKind kind) => kind == options.Space
        ? new() { Counts = Counts, Seed = options.Seed, Refits = options.Refits }
        : new() { Counts = Counts, Seed = options.Seed, Refits = Math.Max(2, options.Refits / RefitsOfOthers), Starts = StartsOfOthers, RefitStarts = 1, ReferenceDraws = 1 };
}
