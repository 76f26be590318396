using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Tests.Learning;

namespace Clientele.Tests.Segments;

public class SegmentTrainingTests
{
    private static readonly SegmentTrainingOptions Quick = new() { MostCompared = 200, Refits = 4 };
    private static readonly TrainingRows Three = SegmentShop.Rows(300, SegmentShop.Three);
    private static readonly TrainedSegments Trained = Train(Three);

    [Fact]
    public void Three_clear_groups_are_found_and_recommended()
    {
        SegmentEvaluation evaluation = Trained.Evaluation;
        evaluation.RecommendedAlgorithm.ShouldBe(ClusterAlgorithm.KMeans);
        evaluation.RecommendedClusters.ShouldBe(3);
        evaluation.Recommendation.En.ShouldStartWith("3 segments by k-means are recommended: silhouette 0.");
        evaluation.Recommendation.Es.ShouldStartWith("Se recomiendan 3 segmentos con k-means: silueta 0,");
        evaluation.Recommendation.Pt.ShouldStartWith("Recomendam-se 3 segmentos com k-means: silhueta 0,");
        (evaluation.Rows, evaluation.Compared).ShouldBe((300, 200));
        evaluation.Comparison.Count.ShouldBe(4 * 9);

        SegmentProposal proposal = Trained.Model.Recommended;
        int[] truth = [.. Enumerable.Range(0, 300).Select(SegmentShop.GroupOf)];
        AdjustedRand.Index([.. proposal.Trained], truth).ShouldBe(1);
        proposal.Trained.CountBy(id => id).OrderBy(pair => pair.Key).Select(pair => pair.Value).ShouldBe([150, 100, 50]);
    }

    [Fact]
    public void The_proposals_are_two_three_and_the_recommended_and_the_same_where_these_are_the_same()
    {
        Trained.Model.Proposals.Select(proposal => proposal.Key).ShouldBe(["2", "3", "recommended"]);
        Trained.Model.Proposals.Select(proposal => proposal.Segments.Count).ShouldBe([2, 3, 3]);
        Trained.Model.Proposals[2].Trained.ShouldBe(Trained.Model.Proposals[1].Trained);
        Trained.Evaluation.Proposals[2].Figures.ShouldBe(Trained.Evaluation.Proposals[1].Figures);
        foreach (ProposalReport report in Trained.Evaluation.Proposals)
        {
            report.Segments.Sum(segment => segment.Customers).ShouldBe(300);
            report.Figures.Stability.ShouldBeInRange(0.9, 1);
            Math.Abs(report.AgreementWithResponse).ShouldBeLessThan(0.05);
        }
    }

    [Fact]
    public void Every_algorithm_that_finds_the_groups_is_judged_alike()
    {
        foreach (ClusterAlgorithm algorithm in Enum.GetValues<ClusterAlgorithm>())
        {
            ComparedSegments three = Trained.Evaluation.Comparison.Single(each => each.Algorithm == algorithm && each.Clusters == 3);
            three.Found.ShouldBeTrue(algorithm.ToString());
            three.SmallestShare.ShouldBeInRange(0.12, 0.22, algorithm.ToString());
            three.ExcessSilhouette.ShouldBeGreaterThan(0.3, algorithm.ToString());
        }

        ComparedSegments ten = Trained.Evaluation.Comparison.Single(each => each.Algorithm == ClusterAlgorithm.Dbscan && each.Clusters == 10);
        ten.ShouldBe(new ComparedSegments(ClusterAlgorithm.Dbscan, 10, false, 0, 0, 0, 0, 0, 0, 0), "no epsilon gives ten clusters");
    }

    [Fact]
    public void A_variable_that_separates_nobody_is_dropped_with_a_sentence()
    {
        Trained.Evaluation.Variables.ShouldBe(["Coffee", "Tea", "Cake"]);
        DroppedVariable door = Trained.Evaluation.Dropped.Single(dropped => dropped.Name == "Door");
        door.SharedVariance.ShouldBeInRange(0, 0.1);
        door.Sentence.En.ShouldMatch(@"^Door number is left out: only \d\.\d% of its variance lies between the groups; 10% are needed\.$");
        door.Sentence.Es.ShouldMatch(@"^Número de puerta queda fuera: solo el \d,\d % de su varianza está entre los grupos; hace falta el 10 %\.$");
        door.Sentence.Pt.ShouldMatch(@"^Número da porta fica de fora: apenas \d,\d% da sua variância está entre os grupos; são necessários 10%\.$");
        Trained.Evaluation.Dropped.Single(dropped => dropped.Name == "Born").Sentence.En.ShouldBe("Born is left out: it is the same for all customers.");
    }

    [Fact]
    public void Customers_without_groups_are_said_to_have_weak_ones()
    {
        TrainedSegments cloud = Train(SegmentShop.Rows(300, SegmentShop.Cloud));
        cloud.Evaluation.Recommendation.En.ShouldStartWith("The groups are weak: ");
        cloud.Evaluation.Recommendation.Es.ShouldStartWith("Los grupos son débiles: ");
        cloud.Evaluation.Recommendation.Pt.ShouldStartWith("Os grupos são fracos: ");
        cloud.Evaluation.Comparison.Where(each => each.Algorithm == ClusterAlgorithm.KMeans).ShouldAllBe(each => Math.Abs(each.ExcessSilhouette) < 0.05);
    }

    [Fact]
    public void Labels_have_no_influence()
    {
        TrainedSegments other = Train(SegmentShop.Rows(300, SegmentShop.Three, number => SegmentShop.GroupOf(number) == 0));
        other.Model.ToJson().ToArray().ShouldBe(Trained.Model.ToJson().ToArray());
        other.Evaluation.Comparison.ShouldBe(Trained.Evaluation.Comparison);
        other.Evaluation.Proposals[1].AgreementWithResponse.ShouldBeGreaterThan(0.5, "it is only told");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        TrainedSegments again = Train(SegmentShop.Rows(300, SegmentShop.Three));
        again.Model.ToJson().ToArray().ShouldBe(Trained.Model.ToJson().ToArray());
        again.Evaluation.ToJson().ToArray().ShouldBe(Trained.Evaluation.ToJson().ToArray());
        Train(Three, Quick with { Seed = 2 }).Evaluation.ToJson().ToArray().ShouldNotBe(Trained.Evaluation.ToJson().ToArray());
    }

    [Theory]
    [InlineData(ClusterAlgorithm.KMeans)]
    [InlineData(ClusterAlgorithm.Mixture)]
    [InlineData(ClusterAlgorithm.Ward)]
    [InlineData(ClusterAlgorithm.Dbscan)]
    public void A_customer_is_placed_alone_as_among_all_and_saved_as_before(ClusterAlgorithm algorithm)
    {
        SegmentModel model = Train(Three, Quick with { Algorithm = algorithm }).Model;
        SegmentModel loaded = SegmentModel.FromJson(model.ToJson());
        loaded.ToJson().ToArray().ShouldBe(model.ToJson().ToArray());
        Matrix rows = model.Space.Encode(Three);
        var row = new double[rows.Columns];
        SegmentScorer scorer = loaded.CreateScorer();
        int[][] placed = [.. model.Proposals.Select(proposal => proposal.Place(rows))];
        for (int i = 0; i < Three.Count; i++)
        {
            TypedRecord record = SegmentShop.Customer(i, SegmentShop.Three);
            model.Space.Read(record, row);
            model.Space.Scale(row);
            row.ShouldBe(rows.Row(i).ToArray());
            SegmentAssignment one = scorer.Place(record);
            int[] ids = [.. model.Proposals.Select((proposal, at) => proposal.Segments[placed[at][i]].Id)];
            new[] { one.Two, one.Three, one.Recommended }.ShouldBe(ids);
            ids.ShouldBe(model.Proposals.Select(proposal => proposal.Trained[i]));
        }
    }

    [Fact]
    public void Settings_decide_against_the_recommendation_and_it_is_told()
    {
        TrainedSegments asked = Train(Three, Quick with { Algorithm = ClusterAlgorithm.Ward, Clusters = 5 });
        asked.Model.Proposals.ShouldAllBe(proposal => proposal.Algorithm == ClusterAlgorithm.Ward);
        asked.Model.Proposals.Select(proposal => proposal.Segments.Count).ShouldBe([2, 3, 5]);
        asked.Evaluation.RecommendedClusters.ShouldBe(3);
        asked.Evaluation.Recommendation.En.ShouldStartWith("The settings ask for 5 segments by Ward's method. Taken are 5 segments by Ward's method: ");
        asked.Evaluation.Recommendation.En.ShouldContain("Without that, 3 segments by k-means would be recommended: ");
    }

    [Fact]
    public void What_an_algorithm_does_not_find_is_found_by_k_means_instead()
    {
        TrainedSegments asked = Train(Three, Quick with { Algorithm = ClusterAlgorithm.Dbscan, Clusters = 10 });
        asked.Model.Recommended.Algorithm.ShouldBe(ClusterAlgorithm.KMeans);
        asked.Model.Recommended.Segments.Count.ShouldBe(10);
        asked.Evaluation.Recommendation.En.ShouldStartWith("The settings ask for 10 segments by DBSCAN, which the algorithm does not find in these customers. Taken are 10 segments by k-means: ");
    }

    [Fact]
    public void Too_few_customers_and_too_alike_ones_are_refused_with_a_sentence()
    {
        Should.Throw<SegmentDataException>(() => Train(SegmentShop.Rows(49, SegmentShop.Three))).Message.ShouldBe("There are 49 customers; segments need at least 50.");
        Should.Throw<SegmentDataException>(() => Train(SegmentShop.Rows(60, (_, _, record) => record.Numbers[SegmentShop.Tea] = 4)))
            .Message.ShouldContain("none of them differs between the 60 customers");
        Should.Throw<SegmentDataException>(() => Train(SegmentShop.Rows(60, (number, _, record) => record.Numbers[SegmentShop.Tea] = number % 2)))
            .Message.ShouldBe("The 60 customers hold only 2 different sets of what segments are made by; at least 3 are needed.");
        Should.Throw<ArgumentOutOfRangeException>(() => Train(Three, Quick with { Clusters = 11 }));
    }

    [Fact]
    public void Three_kinds_of_customers_are_enough()
    {
        TrainedSegments kinds = Train(SegmentShop.Rows(60, (number, _, record) => record.Numbers[SegmentShop.Tea] = number % 3));
        kinds.Model.Proposals[1].Segments.Count.ShouldBe(3);
        kinds.Evaluation.Comparison.Where(each => each.Clusters > 3).ShouldAllBe(each => !each.Found);
    }

    [Fact]
    public void Progress_grows_to_one_and_a_cancelled_training_stops()
    {
        var seen = new SeenProgress();
        SegmentTraining.Fit(Three, Quick, null, seen, default);
        seen.Shares.ShouldBeInOrder();
        seen.Shares[^1].ShouldBe(1);

        using var stop = new CancellationTokenSource();
        var stopping = new StopAt(0.5, stop);
        Should.Throw<OperationCanceledException>(() => SegmentTraining.Fit(Three, Quick, null, stopping, stop.Token));
        Should.Throw<OperationCanceledException>(() => SegmentTraining.Fit(Three, Quick, null, null, new CancellationToken(canceled: true)));
    }

    private static TrainedSegments Train(TrainingRows rows, SegmentTrainingOptions? options = null) => SegmentTraining.Fit(rows, options ?? Quick, null, null, default);

    private sealed class StopAt(double share, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= share)
            {
                stop.Cancel();
            }
        }
    }
}
