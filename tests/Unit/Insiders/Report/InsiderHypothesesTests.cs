using Clientele.Insiders;

namespace Clientele.Unit.Insiders.Report;

public sealed class InsiderHypothesesTests
{
    [Fact]
    public void Claims_are_judged_by_shares_returns_and_medians_counted_by_hand()
    {
        // Members: 600 and 800 of 2,000; 30 of 100 lines; 1 and 3 units returned where everyone returns 3 on average; median 700 against 100.
        ReportShop shop = new ReportShop()
            .Revenue(600, returns: 1, lines: 10).Revenue(800, returns: 3, lines: 20)
            .Revenue(100, returns: 2, lines: 10).Revenue(100, returns: 2, lines: 10).Revenue(100, returns: 3, lines: 10)
            .Revenue(100, returns: 3, lines: 10).Revenue(200, returns: 5, lines: 20).Revenue(0, returns: 5, lines: 10);

        InsiderHypotheses judged = Judged(shop, members: 2);

        judged.Claims.Select(claim => claim.Key).ShouldBe(["h1", "h2", "h3", "h4", "h5"]);
        judged.Claims[0].Figure.Value.ShouldBe(0.3, 1e-12);
        judged.Claims[1].Figure.Value.ShouldBe(0.7, 1e-12);
        judged.Claims[2].Figure.Value.ShouldBe(2 - 3, 1e-12);
        judged.Claims[3].Figure.Value.ShouldBe((700.0 / 100) - 1, 1e-12);
        judged.Claims.Select(claim => claim.Holds).ShouldBe([true, true, true, true, false]);
        judged.Claims[2].Sentence.En.ShouldStartWith("A member returns 2.0 units on average; the average customer 3.0");
        judged.Claims[0].Sentence.Es.ShouldStartWith("Compran el 30,0 % de las líneas");
    }

    [Fact]
    public void The_members_revenue_is_split_by_quarters_of_all_customers()
    {
        // Eight customers in order; members are the 2nd, 5th, 6th and 8th: 20, 50, 60 and 70 of 200.
        ReportShop shop = new();
        foreach (double revenue in new double[] { 20, 50, 60, 70, 10, 30, 40, 65 })
        {
            shop.Revenue(revenue);
        }

        InsiderHypotheses judged = Judged(shop, members: 4);

        judged.Quarters.Shares.Select(share => share.Value).ShouldBe([0.1, 0, 0.55, 0.35], 1e-12);
        judged.Claims[4].Holds.ShouldBeTrue("the third quarter brings more than any other");
        judged.Claims[4].IsCertain.ShouldBeFalse("eight customers prove nothing");
        judged.Claims[4].Figure.Value.ShouldBe(0.55, 1e-12);
        judged.Claims[4].Threshold.ShouldBe(0.35, 1e-12);
    }

    [Fact]
    public void Customers_of_equal_revenue_are_in_the_same_quarter()
    {
        ReportShop shop = new();
        foreach (double revenue in new double[] { 10, 10, 10, 10, 10, 50, 60, 70 })
        {
            shop.Revenue(revenue);
        }

        InsiderHypothesis[] claims = [.. Judged(shop, members: 5).Claims];

        Judged(shop, members: 5).Quarters.Shares.Select(share => share.Value).ShouldBe([1, 0, 0, 0], 1e-12);
        claims[3].Holds.ShouldBeFalse("the members' median is everyone's");
    }

    [Fact]
    public void Intervals_of_shares_hold_them_and_tell_how_certain_a_claim_is()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 600; i++)
        {
            shop.Revenue(i < 60 ? 200 + i : 50 + (i % 20), lines: i < 60 ? 2 : 1);
        }

        InsiderHypotheses judged = Judged(shop, members: 60);

        foreach (InsiderHypothesis claim in judged.Claims)
        {
            claim.Figure.Low.ShouldBeLessThanOrEqualTo(claim.Figure.Value);
            claim.Figure.High.ShouldBeGreaterThanOrEqualTo(claim.Figure.Value);
        }

        judged.Claims[1].IsCertain.ShouldBeTrue();
        judged.Quarters.Shares.Sum(share => share.Value).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Nobody_or_everybody_in_the_programme_leaves_nothing_to_judge()
    {
        ReportShop shop = new ReportShop().Revenue(1).Revenue(2);

        InsiderHypotheses.Of(shop.Table(), [false, false]).ShouldBeNull();
        InsiderHypotheses.Of(shop.Table(), [true, true]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => InsiderHypotheses.Of(shop.Table(), [true]));
    }

    /// <summary>The first customers are the members.</summary>
    private static InsiderHypotheses Judged(ReportShop shop, int members) =>
        InsiderHypotheses.Of(shop.Table(), [.. Enumerable.Range(0, shop.Count).Select(customer => customer < members)]).ShouldNotBeNull();
}
