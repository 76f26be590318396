using Clientele.Features;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Unit.Segments;

public sealed class SegmentProfilesTests
{
    private const double Exactly = 1e-12;

    [Fact]
    public void Figures_of_a_feature_are_those_of_hand_over_the_customers_who_have_it()
    {
        // Means 2 and 8, squared deviations 2 and 20, 7 customers with an answer: the pooled deviation is √(22/5).
        IReadOnlyList<SegmentProfile> profiles = Profiles(Rows(
            [(Club.Income, 1)], [(Club.Income, 2)], [(Club.Income, 3)], [], [(Club.Income, 5)], [(Club.Income, 7)], [(Club.Income, 9)], [(Club.Income, 11)]), [0, 0, 0, 0, 1, 1, 1, 1]);

        ProfiledFeature low = Feature(profiles[0], "Income");
        (low.Mean, low.Median, low.Share).ShouldBe((2, 2, 1));
        low.Index.ShouldBe(100 * 2 / (38 / 7.0), Exactly);
        low.EffectSize.ShouldBe(-6 / Math.Sqrt(22 / 5.0), Exactly);
        low.Title.ShouldBe(new LocalText("Income", "Income", "Income"));
        ProfiledFeature high = Feature(profiles[1], "Income");
        (high.Mean, high.Median).ShouldBe((8, 8));
        high.EffectSize.ShouldBe(-low.EffectSize, Exactly);
        (profiles[0].Customers, profiles[0].Share, profiles[0].ResponseRate, profiles[1].ResponseRate).ShouldBe((4, 0.5, 1, 0));
    }

    [Fact]
    public void Everyone_else_are_the_customers_of_all_other_clusters()
    {
        IReadOnlyList<SegmentProfile> profiles = Profiles(Rows(
            [(Club.Wine, 0)], [(Club.Wine, 2)], [(Club.Wine, 4)], [(Club.Wine, 6)], [(Club.Wine, 10)], [(Club.Wine, 10)]), [0, 0, 1, 1, 2, 2]);

        // Of the others the mean is 7.5 and the squared deviations add up to 27; those of the cluster to 2.
        Feature(profiles[0], "Wine").EffectSize.ShouldBe((1 - 7.5) / Math.Sqrt((2 + 27) / 4.0), Exactly);
        Feature(profiles[0], "Wine").Share.ShouldBe(0.5);
    }

    [Fact]
    public void Yes_and_no_are_shares_with_an_arcsine_effect()
    {
        IReadOnlyList<SegmentProfile> profiles = Profiles(Rows(
            [(Club.Member, 1)], [(Club.Member, 1)], [(Club.Member, 0)], [(Club.Member, 0)], [(Club.Member, 0)], [(Club.Member, 0)], [(Club.Member, 0)], [(Club.Member, 1)]), [0, 0, 0, 0, 1, 1, 1, 1]);

        ProfiledFeature member = Feature(profiles[0], "Member");
        (member.Mean, member.Median, member.Share).ShouldBe((0.5, 0, 0.5));
        member.EffectSize.ShouldBe((Math.PI / 2) - (Math.PI / 3), Exactly);
        member.Index.ShouldBe(100 * 0.5 / 0.375, Exactly);
    }

    [Fact]
    public void Each_category_that_is_not_rare_has_a_row_and_totals_and_years_are_told_as_such()
    {
        (int, double)[] Planned(int plan) => [(Club.Plan, plan), (Club.Born, 1990), (Club.Wine, 3), (Club.Fruit, 4), (Club.Kids, 1)];
        IEnumerable<(int, double)[]> customers = [.. Enumerable.Repeat(Planned(1), 15), .. Enumerable.Repeat(Planned(0), 5), .. Enumerable.Repeat(Planned(1), 5), .. Enumerable.Repeat(Planned(0), 13), .. Enumerable.Repeat(Planned(2), 2)];
        TrainingRows rows = Rows([.. customers]);
        int[] clusters = [.. Enumerable.Range(0, 40).Select(row => row / 20)];

        IReadOnlyList<SegmentProfile> profiles = Profiles(rows, clusters);

        profiles[0].Features.Select(feature => feature.Name).ShouldBe(["Wine", "Fruit", "Kids", "Born", "Plan=Basic", "Plan=Gold", "spend_total"]);
        ProfiledFeature gold = Feature(profiles[0], "Plan=Gold");
        gold.Title.ShouldBe(new LocalText("Plan: Gold", "Tarifa: oro", "Plan: Gold"));
        (gold.Mean, gold.Median, gold.Share, gold.Index).ShouldBe((0.75, 1, 0.75, 150));
        gold.EffectSize.ShouldBe(Math.PI / 3, Exactly);
        Feature(profiles[0], "Born").ShouldSatisfyAllConditions(
            born => born.Mean.ShouldBe(34), born => born.Title.Es.ShouldBe("Born (años atrás)"), born => born.EffectSize.ShouldBe(0));
        Feature(profiles[1], "spend_total").ShouldSatisfyAllConditions(total => total.Mean.ShouldBe(7), total => total.Title.En.ShouldBe("Spent in all"));
        new SegmentProfiles(rows, withoutSensitive: true).Of(clusters, 2)[0].Features.ShouldNotContain(feature => feature.Name == "Kids");
    }

    [Fact]
    public void A_feature_that_a_cluster_has_no_answer_to_is_not_told_of_it_and_constant_answers_are_no_difference()
    {
        IReadOnlyList<SegmentProfile> profiles = Profiles(Rows(
            [(Club.Wine, 0.1), (Club.Fruit, 1)], [(Club.Wine, 0.1), (Club.Fruit, 1)], [(Club.Wine, 0.1), (Club.Fruit, 1)], [(Club.Wine, 0.1), (Club.Fruit, 2)], [(Club.Wine, 0.1), (Club.Kids, 1)]), [0, 0, 0, 1, 1]);

        profiles[0].Features.ShouldNotContain(feature => feature.Name == "Kids");
        Feature(profiles[1], "Kids").ShouldSatisfyAllConditions(kids => kids.EffectSize.ShouldBe(0), kids => kids.Index.ShouldBe(100));
        Feature(profiles[0], "Wine").EffectSize.ShouldBe(0);
        Feature(profiles[0], "Fruit").EffectSize.ShouldBe(-EffectSize.Largest);
    }

    [Fact]
    public void Products_are_the_parts_of_totals_with_their_mix()
    {
        IReadOnlyList<SegmentProfile> profiles = Profiles(Rows(
            [(Club.Wine, 10)], [(Club.Wine, 50), (Club.Fruit, 60)], [(Club.Wine, 20), (Club.Fruit, 10)], [(Club.Wine, 10)]), [0, 0, 1, 1]);

        profiles[0].Products.Select(product => product.Name).ShouldBe(["Wine", "Fruit"]);
        SegmentProduct wine = profiles[0].Products[0];
        (wine.Group, wine.GroupTitle.En, wine.Mean, wine.Total, wine.Mix).ShouldBe(("spend", "Spent in all", 30, 60, 0.5));
        wine.ShareOfAll.ShouldBe(60 / 90.0, Exactly);
        wine.Index.ShouldBe(100 * 0.5 / (90 / 160.0), Exactly);
        profiles.Sum(profile => profile.Products[1].ShareOfAll).ShouldBe(1, Exactly);
    }

    [Fact]
    public void Products_of_which_more_came_back_than_was_sold_have_no_part_in_the_mix()
    {
        IReadOnlyList<SegmentProfile> profiles = Profiles(Rows([(Club.Wine, -5), (Club.Fruit, 10)], [(Club.Wine, 0), (Club.Fruit, 0)]), [0, 1]);

        profiles[0].Products.Select(product => (product.Total, product.Mix, product.ShareOfAll, product.Index)).ShouldBe([(-5, 0, 0, 100), (10, 1, 1, 100)]);
        profiles[1].Products.Select(product => product.Mix).ShouldBe([0, 0]);
    }

    private static TrainingRows Rows(params (int Field, double Value)[][] customers)
    {
        var rows = new TrainingRows(Club.Schema);
        for (int i = 0; i < customers.Length; i++)
        {
            Club.AddExact(rows, $"c{i}", bought: 2 * i < customers.Length ? 1 : 0, customers[i]);
        }

        return rows;
    }

    private static IReadOnlyList<SegmentProfile> Profiles(TrainingRows rows, int[] clusters) =>
        new SegmentProfiles(rows, withoutSensitive: false).Of(clusters, clusters.Max() + 1);

    private static ProfiledFeature Feature(SegmentProfile profile, string name) => profile.Features.Single(feature => feature.Name == name);
}
