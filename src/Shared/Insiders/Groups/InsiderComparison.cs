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
        var all = new List<ComparedFit>();
        foreach (InsiderSpaceKind kind in Spaces(options))
        {
            cancellation.ThrowIfCancellationRequested();
            InsiderSpace space = kind == chosen.Kind ? chosen : InsiderSpace.Fit(kind, purchases.Features, sample, options.Seed, cancellation);
            Matrix rows = space.Encode(purchases.Features.Take(sample));
            steps.Next();
            all.AddRange(ClusterComparison.Run(rows, Of(options, kind), steps.Next, cancellation).Select(each => new ComparedFit(Told(kind, each), each.Placement)));
        }

        return [.. all];
    }

    /// <param name="compared">Placed rows of the sample.</param>
    public ComparedGroups Told(InsiderSpaceKind kind, Learning.ComparedClusters compared)
    {
        (double share, double revenueShare, double mean) = compared.Labels is null ? default : Top(compared.Labels);
        return new ComparedGroups(
            kind,
            compared.Algorithm,
            compared.Clusters,
            compared.Labels is not null,
            compared.Silhouette,
            compared.ReferenceSilhouette,
            compared.Stability?.Mean ?? 0,
            compared.Stability?.StandardError ?? 0,
            compared.SmallestShare,
            share,
            revenueShare,
            mean);
    }

    private (double Share, double RevenueShare, double MeanRevenue) Top(int[] labels)
    {
        var revenue = new double[labels.Max() + 1];
        var customers = new int[revenue.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            revenue[labels[i]] += purchases[sample[i], PurchaseFeature.Revenue];
            customers[labels[i]]++;
        }

        int top = Enumerable.Range(0, revenue.Length).Where(cluster => customers[cluster] > 0).MaxBy(cluster => revenue[cluster] / customers[cluster]);
        double total = revenue.Sum();
        return (customers[top] / (double)labels.Length, total > 0 ? revenue[top] / total : 0, revenue[top] / customers[top]);
    }

    private static IEnumerable<InsiderSpaceKind> Spaces(InsiderOptions options) => options.WithoutOtherSpaces
        ? [options.Space]
        : [options.Space, .. Enum.GetValues<InsiderSpaceKind>().Where(kind => kind != options.Space)];

    private static ClusterComparisonOptions Of(InsiderOptions options, InsiderSpaceKind kind) => kind == options.Space
        ? new() { Counts = Counts, Seed = options.Seed, Refits = options.Refits }
        : new() { Counts = Counts, Seed = options.Seed, Refits = Math.Max(2, options.Refits / RefitsOfOthers), Starts = StartsOfOthers, RefitStarts = 1, ReferenceDraws = 1 };
}
