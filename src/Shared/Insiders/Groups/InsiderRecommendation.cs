using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What is recommended and what is taken.</summary>
/// <param name="Recommended">By the figures alone.</param>
/// <param name="Chosen">The same, unless settings ask for something else.</param>
/// <param name="IsWeak">Whether nothing is as good as it should be.</param>
/// <param name="IsAsked">Whether settings ask for an algorithm or a number.</param>
/// <param name="IsFound">Whether there is what they ask for.</param>
internal sealed record InsiderChoice(ComparedGroups Recommended, ComparedGroups Chosen, bool IsWeak, bool IsAsked, bool IsFound)
{
    /// <summary>Both and why.</summary>
    /// <param name="settled">The figures of <see cref="Chosen"/>, its shares as all customers were placed.</param>
    public LocalText Sentence(ComparedGroups settled) => LocalText.Of(language => IsAsked
        ? InsiderSentences.AskedFor(IsFound, settled, Recommended, language)
        : InsiderSentences.Recommended(settled, IsWeak, language));
}

/// <summary>
/// Which row of one space's comparison is recommended: of those that would come out the same with other customers, and whose best group is a selection, the
/// one whose groups are the most distinct; the fewest groups where there is little between them.
/// </summary>
internal static class InsiderRecommendation
{
    public const double LeastStability = 0.85;

    /// <summary>Of the customers, in the group with the most revenue per customer: a programme for more singles nobody out.</summary>
    public const double LargestTop = 0.25;

    /// <summary>Groups that marketing can follow one by one, as the reference chose them.</summary>
    public const int MostFollowed = 9;

    /// <summary>Of the silhouette, over that of customers without groups.</summary>
    public const double LeastExcess = 0.02;

    /// <summary>Excess silhouettes, and stabilities, that are no further apart count as equal.</summary>
    public const double Margin = 0.01;

    /// <param name="comparison">Rows of one space; k-means with every number of clusters is among them.</param>
    public static InsiderChoice Of(IReadOnlyList<ComparedGroups> comparison, InsiderOptions options)
    {
        (ComparedGroups recommended, bool isWeak) = Best(comparison, options.MinimumShare);
        if (options.Algorithm is null && options.Clusters is null)
        {
            return new InsiderChoice(recommended, recommended, isWeak, IsAsked: false, IsFound: true);
        }

        ComparedGroups[] asked = [.. comparison.Where(each =>
            each.Found && each.Algorithm == (options.Algorithm ?? each.Algorithm) && each.Clusters == (options.Clusters ?? each.Clusters))];
        ComparedGroups chosen = asked.Length > 0
            ? Best(asked, options.MinimumShare).Best
            : comparison.Single(each => each.Algorithm == ClusterAlgorithm.KMeans && each.Clusters == (options.Clusters ?? recommended.Clusters));
        return new InsiderChoice(recommended, chosen, isWeak, IsAsked: true, IsFound: asked.Length > 0);
    }

    private static (ComparedGroups Best, bool IsWeak) Best(IReadOnlyList<ComparedGroups> comparison, double minimumShare)
    {
        ComparedGroups[] eligible = [.. comparison.Where(each => IsEligible(each, minimumShare))];
        if (eligible.Length == 0)
        {
            return (MostStable(comparison, minimumShare), true);
        }

        double most = eligible.Max(each => each.ExcessSilhouette);
        ComparedGroups[] near = [.. eligible.Where(each => each.ExcessSilhouette >= most - Margin)];
        int fewest = near.Min(each => each.Clusters);
        return (Preferred([.. near.Where(each => each.Clusters == fewest)], each => each.ExcessSilhouette), false);
    }

    private static bool IsEligible(ComparedGroups each, double minimumShare) =>
        each.Found && each.Stability >= LeastStability && each.SmallestShare >= minimumShare && each.TopShare <= LargestTop
        && each.Clusters <= MostFollowed && each.ExcessSilhouette >= LeastExcess;

    /// <summary>A selection if there is one, then groups that are large enough, then anything at all; of equally stable ones the most distinct.</summary>
    private static ComparedGroups MostStable(IReadOnlyList<ComparedGroups> comparison, double minimumShare)
    {
        foreach (Func<ComparedGroups, bool> condition in new Func<ComparedGroups, bool>[]
        {
            each => each.SmallestShare >= minimumShare && each.TopShare <= LargestTop && each.Clusters <= MostFollowed,
            each => each.SmallestShare >= minimumShare,
            _ => true,
        })
        {
            ComparedGroups[] rows = [.. comparison.Where(each => each.Found && condition(each))];
            if (rows.Length > 0)
            {
                double most = rows.Max(each => each.Stability);
                return Preferred([.. rows.Where(each => each.Stability >= most - Margin)], each => each.ExcessSilhouette);
            }
        }

        return comparison[0];
    }

    /// <summary>K-means where it is as good, because it is the simplest to explain.</summary>
    private static ComparedGroups Preferred(ComparedGroups[] rows, Func<ComparedGroups, double> figure)
    {
        ComparedGroups best = rows.MaxBy(figure)!;
        return rows.Where(each => each.Algorithm == ClusterAlgorithm.KMeans && figure(each) >= figure(best) - Margin).MaxBy(figure) ?? best;
    }
}
