using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Tests.Insiders.Groups;

public class ClusterProfilesTests
{
    private static readonly InsiderCluster[] Groups =
        [new(7, new LocalText("A", "A", "A"), true), new(2, new LocalText("B", "B", "B"), false), new(9, new LocalText("C", "C", "C"), false)];

    // Two invoices of 30 and 10; one of 60; one of 100. The last customer's number ends in 9 where there are ten: here all are identified.
    private static readonly PurchaseTable Customers = Market.Of(
        [[(Market.LastDay - 5, 30), (Market.LastDay, 10)], [(Market.LastDay - 2, 60)], [(Market.LastDay - 9, 100)]]);

    [Fact]
    public void Shares_means_and_medians_are_those_of_the_groups_customers()
    {
        IReadOnlyList<ClusterProfile> profiles = ClusterProfiles.Of(Customers, [7, 2, 7], Groups);

        ClusterProfile first = profiles[0];
        (first.Id, first.Insider, first.Customers, first.Identified).ShouldBe((7, true, 2, 2));
        (first.Share, first.Revenue, first.RevenueShare, first.LinesShare).ShouldBe((2 / 3.0, 140, 0.7, 0.75));
        first.Features.Count.ShouldBe(PurchaseFeatures.Count);
        first.Features[(int)PurchaseFeature.Revenue].ShouldBe(new FeatureSummary(PurchaseFeature.Revenue, 70, 70));
        first.Features[(int)PurchaseFeature.Recency].ShouldBe(new FeatureSummary(PurchaseFeature.Recency, 4.5, 4.5));
        profiles[1].RevenueShare.ShouldBe(0.3);
    }

    [Fact]
    public void A_group_that_has_lost_all_its_customers_is_told_as_empty()
    {
        ClusterProfile empty = ClusterProfiles.Of(Customers, [7, 2, 7], Groups)[2];

        (empty.Id, empty.Customers, empty.Share, empty.RevenueShare).ShouldBe((9, 0, 0, 0));
        empty.Features.ShouldAllBe(feature => feature.Mean == 0 && feature.Median == 0);
    }

    [Fact]
    public void A_group_that_there_is_not_and_one_too_few_are_refused()
    {
        Should.Throw<ArgumentException>(() => ClusterProfiles.Of(Customers, [7, 2, 8], Groups)).Message.ShouldContain("customer 2 is in 8");
        Should.Throw<ArgumentException>(() => ClusterProfiles.Of(Customers, [7, 2], Groups));
    }
}
