using Clientele.Segments;
using static Clientele.Learning.ClusterAlgorithm;
using ClusterAlgorithm = Clientele.Learning.ClusterAlgorithm;

namespace Clientele.Tests.Segments;

public class SegmentRecommendationTests
{
    private static readonly ComparedSegments Two = Row(KMeans, 2, silhouette: 0.34, reference: 0.22);
    private static readonly ComparedSegments Three = Row(KMeans, 3, silhouette: 0.28, reference: 0.14);
    private static readonly ComparedSegments Four = Row(KMeans, 4, silhouette: 0.22, reference: 0.12);

    [Fact]
    public void Two_segments_do_not_win_by_being_coarse()
    {
        SegmentChoice choice = Choose([Two, Three, Four]);
        choice.Recommended.ShouldBe(Three);
        choice.Chosen.ShouldBe(Three);
        choice.Sentence.En.ShouldBe(
            "3 segments by k-means are recommended: silhouette 0.28 against 0.14 without groups, agreement 0.95 between refits on resampled customers, 20% of the customers in the smallest segment. Two segments reach 0.34 against 0.22: being fewer gains them no more.");
        choice.Sentence.Es.ShouldBe(
            "Se recomiendan 3 segmentos con k-means: silueta 0,28 frente a 0,14 sin grupos, concordancia 0,95 entre repeticiones con otras muestras de clientes, el 20 % de los clientes en el segmento más pequeño. Dos segmentos llegan a 0,34 frente a 0,22: no ganan más por ser menos.");
        choice.Sentence.Pt.ShouldBe(
            "Recomendam-se 3 segmentos com k-means: silhueta 0,28 contra 0,14 sem grupos, concordância 0,95 entre repetições com outras amostras de clientes, 20% dos clientes no menor segmento. Dois segmentos chegam a 0,34 contra 0,22: não ganham mais por serem menos.");
    }

    [Theory]
    [InlineData(0.145, 3)]
    [InlineData(0.135, 3)]
    [InlineData(0.115, 2)]
    public void Two_segments_have_to_earn_it_by_more_than_a_hundredth(double excessOfThree, int expected)
    {
        ComparedSegments two = Row(KMeans, 2, 0.36, 0.22);
        ComparedSegments three = Row(KMeans, 3, 0.15 + excessOfThree, 0.15);
        Choose([two, three]).Recommended.Clusters.ShouldBe(expected);
    }

    [Fact]
    public void Of_equally_good_numbers_the_smaller_is_recommended()
    {
        Choose([Three, Row(KMeans, 4, 0.265, 0.12), Row(KMeans, 5, 0.25, 0.101)]).Recommended.ShouldBe(Three);
        Choose([Three, Row(KMeans, 4, 0.28, 0.12)]).Recommended.Clusters.ShouldBe(4);
    }

    [Fact]
    public void What_is_unstable_small_not_found_or_no_better_than_no_groups_is_not_recommended()
    {
        ComparedSegments[] better =
        [
            Row(KMeans, 4, 0.5, 0.1) with { Stability = 0.84 },
            Row(KMeans, 5, 0.5, 0.1) with { SmallestShare = 0.04 },
            Row(Dbscan, 6, 0.5, 0.1) with { Found = false },
        ];
        Choose([Two, Three, .. better]).Recommended.ShouldBe(Three);
        Choose([Row(KMeans, 2, 0.3, 0.29), Row(KMeans, 3, 0.2, 0.19)]).Sentence.En.ShouldStartWith("The groups are weak: ");
    }

    [Fact]
    public void K_means_is_preferred_where_it_is_as_good_and_only_there()
    {
        Choose([Two, Three, Row(Ward, 3, 0.289, 0.14)]).Recommended.ShouldBe(Three);
        Choose([Two, Three, Row(Ward, 3, 0.295, 0.14)]).Recommended.Algorithm.ShouldBe(Ward);
    }

    [Fact]
    public void Two_segments_are_recommended_where_no_more_are_stable()
    {
        SegmentChoice choice = Choose([Two, Three with { Stability = 0.5 }]);
        choice.Recommended.ShouldBe(Two);
        choice.Sentence.En.ShouldEndWith("No stable division into more segments exceeds customers without groups by as much.");
    }

    [Fact]
    public void Where_two_are_not_eligible_it_is_said() =>
        Choose([Two with { Stability = 0.5 }, Three]).Sentence.En.ShouldEndWith("Two segments are not stable, large or distinct enough.");

    [Fact]
    public void Where_all_are_weak_the_most_stable_is_taken_that_has_no_tiny_segment()
    {
        ComparedSegments[] weak =
        [
            Two with { Stability = 0.6 },
            Three with { Stability = 0.7 },
            Row(Mixture, 4, 0.2, 0.1) with { Stability = 0.8 },
            Row(Ward, 5, 0.2, 0.1) with { Stability = 0.99, SmallestShare = 0.01 },
        ];
        SegmentChoice choice = Choose(weak);
        (choice.Recommended.Algorithm, choice.Recommended.Clusters).ShouldBe((Mixture, 4));
        choice.Sentence.En.ShouldStartWith("The groups are weak: no division is stable, of segments that are not too small, and better than one of customers without groups. The most stable one is taken: 4 segments by a Gaussian mixture: ");
        choice.Sentence.Es.ShouldContain("4 segmentos con una mezcla gaussiana");
        choice.Sentence.Pt.ShouldContain("4 segmentos com uma mistura gaussiana");
    }

    [Fact]
    public void Where_all_have_tiny_segments_two_by_k_means_are_taken() =>
        Choose([Two with { SmallestShare = 0.01 }, Row(Ward, 2, 0.4, 0.2) with { SmallestShare = 0.01 }]).Recommended.Algorithm.ShouldBe(KMeans);

    [Fact]
    public void Settings_decide_and_the_sentence_says_what_would_have_been_recommended()
    {
        ComparedSegments ward = Row(Ward, 4, 0.2, 0.12);
        ComparedSegments[] all = [Two, Three, Four, ward, Row(Ward, 3, 0.2, 0.14)];

        Choose(all, clusters: 4).Chosen.ShouldBe(Four);
        Choose(all, clusters: 4).Sentence.En.ShouldStartWith("The settings ask for 4 segments. Taken are 4 segments by k-means: silhouette 0.22 ");
        Choose(all, clusters: 4).Sentence.En.ShouldContain(" Without that, 3 segments by k-means would be recommended: silhouette 0.28 ");
        Choose(all, algorithm: Ward).Chosen.ShouldBe(ward, "the best that Ward has");
        Choose(all, algorithm: Ward).Sentence.Es.ShouldStartWith("La configuración pide el método de Ward. Se toman 4 segmentos con el método de Ward: silueta 0,20 ");
        Choose(all, Ward, 3).Chosen.Silhouette.ShouldBe(0.2);
        Choose(all, Ward, 3).Recommended.ShouldBe(Three);
        Choose(all, KMeans, 3).Sentence.Pt.ShouldEndWith("É também o recomendado.");
    }

    [Fact]
    public void What_is_asked_for_and_not_found_is_replaced_by_k_means()
    {
        SegmentChoice choice = Choose([Two, Three, Four, Row(Dbscan, 4, 0, 0) with { Found = false }], Dbscan, 4);
        choice.Chosen.ShouldBe(Four);
        choice.Sentence.En.ShouldStartWith("The settings ask for 4 segments by DBSCAN, which the algorithm does not find in these customers. Taken are 4 segments by k-means: ");
    }

    private static SegmentChoice Choose(ComparedSegments[] comparison, ClusterAlgorithm? algorithm = null, int? clusters = null) =>
        SegmentRecommendation.Of(comparison, algorithm, clusters);

    private static ComparedSegments Row(ClusterAlgorithm algorithm, int clusters, double silhouette, double reference) =>
        new(algorithm, clusters, true, silhouette, reference, 100, 1, 0.95, 0.01, 0.2);
}
