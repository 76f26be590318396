using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>What is recommended, what is taken, and why.</summary>
/// <param name="Recommended">By the figures alone.</param>
/// <param name="Chosen">The same, unless settings ask for something else.</param>
/// <param name="Sentence">Both, with the figures.</param>
internal sealed record SegmentChoice(ComparedSegments Recommended, ComparedSegments Chosen, LocalText Sentence);

/// <summary>
/// Which row of the comparison is recommended. Numbers of clusters are compared by how far their silhouette exceeds that of customers without groups: the
/// plain one favours two, which are coarse rather than good.
/// </summary>
internal static class SegmentRecommendation
{
    public const double LeastStability = 0.85;
    public const double LeastShare = 0.05;

    /// <summary>Of the silhouette, over that of customers without groups.</summary>
    public const double LeastExcess = 0.02;

    /// <summary>Excess silhouettes, and stabilities, that are no further apart count as equal.</summary>
    public const double Margin = 0.01;

    /// <summary>Below it a group is a handful of outliers even where all groups are weak.</summary>
    private const double LeastShareOfWeak = 0.02;

    /// <param name="comparison">Every algorithm with every number of clusters; k-means with two is among them.</param>
    /// <param name="algorithm">What settings ask for; null: nothing.</param>
    /// <param name="clusters">The same.</param>
    public static SegmentChoice Of(IReadOnlyList<ComparedSegments> comparison, ClusterAlgorithm? algorithm, int? clusters)
    {
        (ComparedSegments recommended, bool isWeak) = Best(comparison);
        ComparedSegments? two = StrongestOf(comparison.Where(each => IsEligible(each) && each.Clusters == 2));
        if (algorithm is null && clusters is null)
        {
            return new SegmentChoice(recommended, recommended, LocalText.Of(language => TrainingSentences.Recommended(recommended, isWeak, two, language)));
        }

        ComparedSegments[] asked = [.. comparison.Where(each => each.Found && each.Algorithm == (algorithm ?? each.Algorithm) && each.Clusters == (clusters ?? each.Clusters))];
        ComparedSegments chosen = asked.Length > 0
            ? Best(asked).Best
            : comparison.Single(each => each.Algorithm == ClusterAlgorithm.KMeans && each.Clusters == (clusters ?? recommended.Clusters));
        return new SegmentChoice(
            recommended,
            chosen,
            LocalText.Of(language => TrainingSentences.AskedFor(algorithm, clusters, asked.Length > 0, chosen, recommended, isWeak, language)));
    }

    private static (ComparedSegments Best, bool IsWeak) Best(IReadOnlyList<ComparedSegments> comparison)
    {
        ComparedSegments[] eligible = [.. comparison.Where(IsEligible)];
        ComparedSegments? two = StrongestOf(eligible.Where(each => each.Clusters == 2));
        ComparedSegments[] more = [.. eligible.Where(each => each.Clusters > 2)];
        if (more.Length > 0)
        {
            double most = more.Max(each => each.ExcessSilhouette);
            if (two is not null && two.ExcessSilhouette > most + Margin)
            {
                return (two, false);
            }

            ComparedSegments[] near = [.. more.Where(each => each.ExcessSilhouette >= most - Margin)];
            int fewest = near.Min(each => each.Clusters);
            return (StrongestOf(near.Where(each => each.Clusters == fewest))!, false);
        }

        return two is not null ? (two, false) : (MostStable(comparison), true);
    }

    private static bool IsEligible(ComparedSegments each) =>
        each.Found && each.Stability >= LeastStability && each.SmallestShare >= LeastShare && each.ExcessSilhouette >= LeastExcess;

    /// <summary>Of those with the same number of clusters; k-means where it is as good, because it is the simplest to explain.</summary>
    private static ComparedSegments? StrongestOf(IEnumerable<ComparedSegments> same) => Preferred([.. same], each => each.ExcessSilhouette);

    private static ComparedSegments MostStable(IReadOnlyList<ComparedSegments> comparison) =>
        Preferred([.. comparison.Where(each => each.Found && each.SmallestShare >= LeastShareOfWeak)], each => each.Stability)
        ?? comparison.FirstOrDefault(each => each is { Algorithm: ClusterAlgorithm.KMeans, Clusters: 2 })
        ?? Preferred([.. comparison], each => each.Stability)!;

    private static ComparedSegments? Preferred(ComparedSegments[] rows, Func<ComparedSegments, double> figure)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        ComparedSegments best = rows.MaxBy(figure)!;
        return rows.Where(each => each.Algorithm == ClusterAlgorithm.KMeans && figure(each) >= figure(best) - Margin).MaxBy(figure) ?? best;
    }
}
