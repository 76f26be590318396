using Clientele.Insiders;
using ClusterAlgorithm = Clientele.Learning.ClusterAlgorithm;

namespace Clientele.Tests.Insiders.Groups;

public class InsiderRecommendationTests
{
    private static readonly ComparedGroups Two = Row(2, 0.42, 0.36) with { TopShare = 0.34 };
    private static readonly ComparedGroups Four = Row(4, 0.34, 0.27);
    private static readonly ComparedGroups Five = Row(5, 0.35, 0.24);

    [Fact]
    public void The_most_distinct_groups_are_recommended_and_the_fewest_where_there_is_little_between_them()
    {
        Choose(Two, Four, Five).Recommended.ShouldBe(Five);
        Choose(Two, Four, Five, Row(8, 0.345, 0.229)).Recommended.ShouldBe(Five, "an excess of 0.116 against 0.110");
        Choose(Two, Four, Five, Row(8, 0.365, 0.229)).Recommended.Clusters.ShouldBe(8);
    }

    [Fact]
    public void What_is_unstable_too_many_to_follow_no_selection_or_has_tiny_groups_is_not_recommended()
    {
        ComparedGroups[] better =
        [
            Row(6, 0.6, 0.2) with { Stability = 0.84 },
            Row(3, 0.6, 0.2) with { TopShare = 0.26 },
            Row(7, 0.6, 0.2) with { SmallestShare = 0.019 },
            Row(10, 0.6, 0.2),
            Row(9, 0.6, 0.2) with { Found = false },
        ];
        Choose([Two, Four, Five, .. better]).Recommended.ShouldBe(Five);
    }

    [Fact]
    public void K_means_is_preferred_where_it_is_as_good_and_only_there()
    {
        Choose(Five, Row(5, 0.355, 0.24, ClusterAlgorithm.Mixture)).Recommended.ShouldBe(Five);
        Choose(Five, Row(5, 0.37, 0.24, ClusterAlgorithm.Mixture)).Recommended.Algorithm.ShouldBe(ClusterAlgorithm.Mixture);
    }

    [Fact]
    public void Where_nothing_is_good_the_most_stable_selection_is_taken_and_it_is_said()
    {
        ComparedGroups shaky = Four with { Stability = 0.7 };
        InsiderChoice choice = Choose(Two, shaky, Five with { Stability = 0.6 });

        choice.Recommended.ShouldBe(shaky);
        choice.Sentence(choice.Chosen).En.ShouldBe(
            "No division is stable, distinct and selective at once. The most stable one is taken, 4 groups by k-means: agreement 0.70 between refits on resampled customers, silhouette 0.34 against 0.27 without groups; the group with the most revenue per customer is 15% of the customers and 58% of the revenue.");
        choice.Sentence(choice.Chosen).Es.ShouldStartWith("Ninguna división es a la vez estable, distinta y selectiva. Se toma la más estable, 4 grupos con k-means: concordancia 0,70 ");
        choice.Sentence(choice.Chosen).Pt.ShouldStartWith("Nenhuma divisão é ao mesmo tempo estável, distinta e seletiva. Fica a mais estável, 4 grupos com k-means: concordância 0,70 ");
    }

    [Fact]
    public void A_number_that_is_asked_for_is_taken()
    {
        InsiderChoice choice = InsiderRecommendation.Of([Two, Four, Five], new InsiderOptions { Clusters = 4 });

        (choice.Recommended, choice.Chosen).ShouldBe((Five, Four));
        choice.Sentence(choice.Chosen).Es.ShouldContain("Sin ello se recomendarían 5 grupos con k-means: ");
    }

    private static InsiderChoice Choose(params ComparedGroups[] rows) => InsiderRecommendation.Of(rows, new InsiderOptions());

    private static ComparedGroups Row(int clusters, double silhouette, double reference, ClusterAlgorithm algorithm = ClusterAlgorithm.KMeans) =>
        new(InsiderSpaceKind.LogStandardised, algorithm, clusters, true, silhouette, reference, 0.92, 0.01, 0.1, 0.15, 0.58, 7000);
}
