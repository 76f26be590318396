using Clientele.Insiders;
using Clientele.Learning;
using Clientele.Tests.Learning;

namespace Clientele.Tests.Insiders.Groups;

public class InsiderTrainingTests
{
    private static readonly InsiderOptions Quick = new() { MostCompared = 200, Refits = 3, WithoutOtherSpaces = true };
    private static readonly PurchaseTable Customers = Market.Table(300);
    private static readonly TrainedInsiders Trained = Train(Customers);

    [Fact]
    public void Clear_groups_are_found_and_those_who_bring_the_most_each_are_the_insiders()
    {
        int[] placed = Trained.Model.Place(Customers);

        AdjustedRand.Index(placed, [.. Enumerable.Range(0, 300).Select(Market.GroupOf)]).ShouldBe(1);
        InsiderCluster insiders = Trained.Model.Clusters.Single(cluster => cluster.Insider);
        Enumerable.Range(0, 300).ShouldAllBe(customer => placed[customer] == insiders.Id == (Market.GroupOf(customer) == 0));
        insiders.Name.En.ShouldStartWith("High revenue, ");
        (Trained.Evaluation.Customers, Trained.Evaluation.Identified, Trained.Evaluation.Compared).ShouldBe((300, 270, 200));
    }

    [Fact]
    public void The_recommended_row_is_stable_and_its_sentence_says_so_in_every_language()
    {
        ComparedGroups recommended = Trained.Evaluation.Recommended;

        (recommended.Space, recommended.Algorithm, recommended.Clusters).ShouldBe((InsiderSpaceKind.LogStandardised, ClusterAlgorithm.KMeans, 3));
        recommended.Stability.ShouldBeGreaterThan(0.95);
        recommended.TopShare.ShouldBeInRange(0.06, 0.14, "among 200 of the 300");
        (Trained.Evaluation.Chosen.SmallestShare, Trained.Evaluation.Chosen.TopShare).ShouldBe((0.1, 0.1), "among all");
        Trained.Evaluation.Chosen.TopRevenueShare.ShouldBe(Trained.Evaluation.Profiles.Single(group => group.Insider).RevenueShare, 1e-12);
        Trained.Evaluation.Recommendation.En.ShouldContain("the group with the most revenue per customer is 10% of the customers");
        Trained.Evaluation.Recommendation.En.ShouldStartWith("3 groups by k-means are recommended: agreement ");
        Trained.Evaluation.Recommendation.Es.ShouldStartWith("Se recomiendan 3 grupos con k-means: concordancia ");
        Trained.Evaluation.Recommendation.Pt.ShouldStartWith("Recomendam-se 3 grupos com k-means: concordância ");
    }

    [Fact]
    public void The_same_customers_and_seed_give_the_same_bytes()
    {
        TrainedInsiders again = Train(Market.Table(300));

        again.Model.ToJson().ToArray().ShouldBe(Trained.Model.ToJson().ToArray());
        again.Evaluation.ToJson().ToArray().ShouldBe(Trained.Evaluation.ToJson().ToArray());
        InsiderEvaluation.FromJson(again.Evaluation.ToJson()).ToJson().ToArray().ShouldBe(again.Evaluation.ToJson().ToArray());
    }

    [Fact]
    public void Every_space_is_in_the_table_with_every_algorithm_and_number()
    {
        PurchaseTable few = Market.Table(80);
        InsiderEvaluation evaluation = Train(few, Quick with { WithoutOtherSpaces = false, Refits = 2 }).Evaluation;

        evaluation.Comparison.Count.ShouldBe(5 * 4 * 23);
        evaluation.Comparison.Select(row => (row.Space, row.Algorithm, row.Clusters)).ShouldBeUnique();
        foreach (InsiderSpaceKind space in Enum.GetValues<InsiderSpaceKind>())
        {
            ComparedGroups three = evaluation.Comparison.Single(row => row.Space == space && row is { Algorithm: ClusterAlgorithm.KMeans, Clusters: 3 });
            three.Found.ShouldBeTrue(space.ToString());
            three.TopMeanRevenue.ShouldBeGreaterThan(1000, space.ToString());
            three.TopRevenueShare.ShouldBeInRange(0.5, 1, space.ToString());
        }
    }

    [Theory]
    [InlineData(InsiderSpaceKind.LogStandardised)]
    [InlineData(InsiderSpaceKind.MinMax)]
    [InlineData(InsiderSpaceKind.Pca)]
    [InlineData(InsiderSpaceKind.Umap)]
    [InlineData(InsiderSpaceKind.TreeUmap)]
    public void In_every_space_a_saved_model_places_each_customer_alone_as_among_all(InsiderSpaceKind kind)
    {
        PurchaseTable customers = Market.Table(210);
        int[] sample = [.. Enumerable.Range(0, 200)];
        InsiderSpace space = InsiderSpace.Fit(kind, customers.Features, sample, 1, default);
        Matrix rows = space.Encode(customers.Features);
        var placement = new ClusterPlacement(KMeans.Fit(rows, [], new KMeansOptions { Clusters = 3, Seed = 1 }).Model, null);
        InsiderModel model = Model(customers, space, placement);
        InsiderModel loaded = InsiderModel.FromJson(model.ToJson());

        loaded.ToJson().ToArray().ShouldBe(model.ToJson().ToArray());
        int[] placed = model.Place(customers);
        loaded.Place(customers).ShouldBe(placed);
        placed.Distinct().Count().ShouldBe(3);
        (double X, double Y)[] map = model.Map(customers);
        foreach (int customer in new[] { 0, 1, 5, 200, 205, 209 })
        {
            loaded.Place(customers.Features.Row(customer)).ShouldBe(placed[customer]);
            loaded.Map(customers.Features.Row(customer)).ShouldBe(map[customer]);
        }
    }

    [Fact]
    public void Groups_that_are_still_there_keep_id_and_name_and_new_ones_get_ids_that_nobody_had()
    {
        PurchaseTable other = Market.Table([.. Enumerable.Range(0, 300).Select(customer => customer % 10 == 9 ? 3 : Market.GroupOf(customer))], seed: 2);
        TrainedInsiders next = Train(other, Quick with { Clusters = 4 }, Trained.Model);

        InsiderClusterChanges changes = next.Evaluation.Changes.ShouldNotBeNull();
        changes.Kept.ShouldBe([1, 2, 3]);
        changes.New.ShouldBe([4]);
        changes.Gone.ShouldBeEmpty();
        foreach (InsiderCluster before in Trained.Model.Clusters)
        {
            next.Model.Clusters.Single(cluster => cluster.Id == before.Id).Name.ShouldBe(before.Name);
        }

        TrainedInsiders last = Train(Market.Table(300, seed: 3), Quick, next.Model);
        last.Evaluation.Changes.ShouldNotBeNull().Gone.ShouldBe([4]);
        last.Model.NextId.ShouldBe(5, "4 is not given again");
    }

    [Fact]
    public void A_model_of_another_schema_keeps_nothing_but_its_ids_from_being_used_again()
    {
        TrainedInsiders next = InsiderTraining.Fit(Customers, "transactions", "another", Quick, Trained.Model);

        next.Model.Clusters.Select(cluster => cluster.Id).Order().ShouldBe([4, 5, 6]);
        next.Evaluation.Changes.ShouldNotBeNull().Gone.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Settings_decide_against_the_recommendation_and_it_is_told()
    {
        TrainedInsiders asked = Train(Customers, Quick with { Algorithm = ClusterAlgorithm.Ward, Clusters = 5 });

        (asked.Model.Algorithm, asked.Model.Clusters.Count, asked.Evaluation.Recommended.Clusters).ShouldBe((ClusterAlgorithm.Ward, 5, 3));
        asked.Evaluation.Recommendation.En.ShouldStartWith("The settings ask for 5 groups by Ward's method: ");
        asked.Evaluation.Recommendation.En.ShouldContain("Without that, 3 groups by k-means would be recommended: ");
    }

    [Fact]
    public void What_an_algorithm_does_not_find_is_found_by_k_means_instead()
    {
        TrainedInsiders asked = Train(Customers, Quick with { Algorithm = ClusterAlgorithm.Dbscan, Clusters = 20 });

        (asked.Model.Algorithm, asked.Model.Clusters.Count).ShouldBe((ClusterAlgorithm.KMeans, 20));
        asked.Evaluation.Recommendation.En.ShouldStartWith("What the settings ask for is not found in these customers. Taken are 20 groups by k-means: ");
    }

    [Fact]
    public void A_top_group_below_the_least_size_takes_the_next_with_it()
    {
        int[] clusters = [.. Enumerable.Range(0, 300).Select(Market.GroupOf)];

        InsiderTraining.InsiderClusters(Customers, clusters, 3, 0.02).ShouldBe([true, false, false]);
        InsiderTraining.InsiderClusters(Customers, clusters, 3, 0.10).ShouldBe([true, false, false]);
        InsiderTraining.InsiderClusters(Customers, clusters, 3, 0.11).ShouldBe([true, true, false]);
    }

    [Fact]
    public void Too_few_customers_and_too_alike_ones_are_refused_with_a_sentence()
    {
        Should.Throw<InsiderDataException>(() => Train(Market.Table(49))).Message.ShouldBe("There are 49 customers; insiders need at least 50 to be found among.");
        (int, double)[][] alike = [.. Enumerable.Range(0, 60).Select(customer => new[] { (Market.LastDay, customer % 2 == 0 ? 10.0 : 20.0) })];
        Should.Throw<InsiderDataException>(() => Train(Market.Of(alike))).Message.ShouldContain("only 2 different sets");
        Should.Throw<ArgumentOutOfRangeException>(() => Train(Customers, Quick with { Clusters = 25 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Train(Customers, Quick with { MinimumShare = 0 }));
    }

    [Fact]
    public void Three_kinds_of_customers_are_enough_and_what_cannot_be_had_of_them_is_said()
    {
        (int, double)[][] kinds = [.. Enumerable.Range(0, 60).Select(customer => new[] { (Market.LastDay, (customer % 3 == 0) ? 10.0 : customer % 3 == 1 ? 200.0 : 5000.0) })];
        Train(Market.Of(kinds)).Model.Clusters.Count.ShouldBe(3);
        Should.Throw<InsiderDataException>(() => Train(Market.Of(kinds), Quick with { Clusters = 5 })).Message.ShouldBe("The 60 customers are too alike for 5 groups.");
    }

    [Fact]
    public void Progress_grows_to_one_and_a_cancelled_fit_stops()
    {
        var seen = new SeenProgress();
        InsiderTraining.Fit(Customers, "transactions", "f", Quick, progress: seen);
        seen.Shares.ShouldBeInOrder();
        seen.Shares[^1].ShouldBe(1);

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => InsiderTraining.Fit(Customers, "transactions", "f", Quick, cancellation: cancelled.Token));
    }

    private static InsiderModel Model(PurchaseTable customers, InsiderSpace space, ClusterPlacement placement) => new(
        "transactions",
        "f",
        space,
        ClusterAlgorithm.KMeans,
        placement,
        [.. Trained.Model.Clusters],
        4,
        Trained.Model.Rules,
        [.. space.Features.Select(feature => FeatureDeciles.Of(customers, feature))],
        Pca.Fit(space.Encode(customers.Features), new PcaOptions { Components = 2 }));

    private static TrainedInsiders Train(PurchaseTable customers, InsiderOptions? options = null, InsiderModel? previous = null) =>
        InsiderTraining.Fit(customers, "transactions", "f", options ?? Quick, previous);
}
