using Clientele.Insiders;
using Clientele.Learning;

namespace Clientele.Unit.Insiders.Report;

public sealed class InsiderEvidenceTests
{
    [Fact]
    public void The_interval_of_a_difference_is_as_wide_as_theory_says_and_holds_it()
    {
        // 400 members around 110, 600 others around 100, both with a deviation of 10: the difference has a standard error of 0.645.
        var shop = new ReportShop();
        foreach ((int count, double centre) in new[] { (400, 110.0), (600, 100.0) })
        {
            for (int i = 0; i < count; i++)
            {
                shop.Revenue(centre + (10 * NormalDistribution.InverseCdf((i + 0.5) / count)));
            }
        }

        GroupComparison revenue = Evidence(shop, [.. Enumerable.Range(0, 1000).Select(customer => customer < 400)]).Comparisons[0];

        revenue.Feature.ShouldBe(PurchaseFeature.Revenue);
        revenue.Difference.Value.ShouldBe(10, 0.01);
        revenue.Difference.Low.ShouldBe(10 - (1.96 * 0.645), 0.15);
        revenue.Difference.High.ShouldBe(10 + (1.96 * 0.645), 0.15);
        revenue.PValue.ShouldBe(1.0 / (RankTest.Permutations + 1));
        revenue.MembersMedian.ShouldBe(110, 0.1);
    }

    [Fact]
    public void P_of_groups_that_are_alike_is_spread_evenly()
    {
        var random = new Random(5);
        double[][] columns = [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 60).Select(_ => random.NextDouble()).ToArray())];

        double[] p = [.. RankTest.Of([.. Enumerable.Range(0, 60).Select(customer => customer % 3 == 0)], columns, TestContext()).Select(test => test.PValue)];

        p.Average().ShouldBe(0.5, 0.07);
        p.Count(value => value < 0.1).ShouldBeInRange(8, 34);
        p.Count(value => value > 0.9).ShouldBeInRange(8, 34);
    }

    [Theory]
    [InlineData(new double[] { 3, 4 }, new double[] { 1, 2, 2 }, 1)]
    [InlineData(new double[] { 1, 2 }, new double[] { 3, 4, 5 }, -1)]
    [InlineData(new double[] { 2, 2, 2, 2 }, new double[] { 2 }, 0)]
    [InlineData(new double[] { 1, 3, 5, 5 }, new double[] { 3, 4 }, 0.125)]
    public void The_effect_is_Cliffs_delta_whichever_group_is_the_larger(double[] members, double[] others, double delta)
    {
        bool[] inside = [.. members.Select(_ => true), .. others.Select(_ => false)];
        double[] values = [.. members, .. others];

        RankTest.Of(inside, [values], TestContext())[0].EffectSize.ShouldBe(delta, 1e-12);
        RankTest.EffectSizes(inside, [values])[0].ShouldBe(delta, 1e-12);
    }

    [Fact]
    public void Permutation_p_is_the_share_of_all_splits_that_are_as_far()
    {
        // Of the 10 ways to choose two of five, {4, 5} and {1, 2} are as far from the middle as seen.
        double p = RankTest.Of([true, true, false, false, false], [[5, 4, 3, 2, 1]], TestContext())[0].PValue;

        p.ShouldBe(0.2, 0.015);
    }

    [Fact]
    public void Holm_multiplies_the_smallest_by_all_and_never_falls() =>
        HolmCorrection.Of([0.01, 0.04, 0.03, 0.005]).ShouldBe([0.03, 0.06, 0.06, 0.02], 1e-12);

    [Fact]
    public void Invoices_without_a_customer_are_no_evidence()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 40; i++)
        {
            shop.Add([(0, 100 + i)], identified: i < 30);
        }

        GroupComparison revenue = Evidence(shop, [.. Enumerable.Range(0, 40).Select(customer => customer is < 10 or > 35)]).Comparisons[0];

        revenue.MembersMean.ShouldBe(104.5);
        revenue.OthersMean.ShouldBe(119.5);
    }

    [Fact]
    public void Without_members_there_is_nothing_to_compare()
    {
        ReportShop shop = new ReportShop().Revenue(1).Revenue(2).Revenue(3);

        InsiderEvidence evidence = Evidence(shop, [false, false, false]);

        evidence.Comparisons.ShouldBeEmpty();
        evidence.Later.ShouldBeNull();
        evidence.LaterNote.En.ShouldContain("fewer than 20");
    }

    [Fact]
    public void Members_of_an_earlier_day_are_told_by_what_was_known_then_and_compared_by_what_they_bought_after()
    {
        ReportShop shop = EarlierAndLater();

        LaterPurchases later = Evidence(shop, new bool[shop.Count]).Later.ShouldNotBeNull();

        later.Cut.ShouldBe(DateOnly.FromDayNumber(ReportShop.Start + 274));
        later.ByRules.ShouldBeTrue();
        (later.Members, later.Others).ShouldBe((30, 60));
        later.MembersRevenue.ShouldBe(2.0 / 3 * 300, 1e-9);
        later.OthersRevenue.ShouldBe(1.0 / 3 * 120, 1e-9);
        later.Difference.Value.ShouldBe(160, 1e-9);
        later.Difference.Low.ShouldBeInRange(90, 140);
        later.Difference.High.ShouldBeInRange(180, 230);
        later.MembersRate.Value.ShouldBe(2.0 / 3, 1e-12);
        later.OthersRate.Value.ShouldBe(1.0 / 3, 1e-12);
        later.RevenueShare.Value.ShouldBe(6000.0 / 8400, 1e-12);
        later.PValue.ShouldBeLessThan(0.01);

        // 20 of 30 buy for 300: the sample variance is 30/29 of 300² · 2/9.
        later.MembersDeviation.ShouldBe(Math.Sqrt(300 * 300 * (2.0 / 9) * (30.0 / 29)), 1e-9);
    }

    [Fact]
    public void Rules_on_what_is_not_known_of_past_days_give_way_to_the_customers_with_the_most_revenue_and_say_so()
    {
        ReportShop shop = EarlierAndLater();
        var rules = new InsiderRules([new RuleCondition(PurchaseFeature.Lines, AtLeast: true, 5, 4)], 1, 1);
        bool[] members = [.. Enumerable.Range(0, shop.Count).Select(customer => customer < 30)];

        InsiderEvidence evidence = InsiderEvidence.Of(shop.Table(), members, rules);

        LaterPurchases later = evidence.Later.ShouldNotBeNull();
        later.ByRules.ShouldBeFalse();
        later.Members.ShouldBe(27, "30 of 100 identified customers are members now; 90 were there then");
        evidence.LaterNote.En.ShouldContain("«Purchase lines»");
        evidence.LaterNote.Es.ShouldContain("«Líneas de compra»");
    }

    [Fact]
    public void A_history_of_a_few_months_allows_no_earlier_day()
    {
        var shop = new ReportShop(ReportShop.Start, ReportShop.Start + 170);
        for (int i = 0; i < 100; i++)
        {
            shop.Add([(0, i), (150, i)]);
        }

        InsiderEvidence evidence = Evidence(shop, [.. Enumerable.Range(0, 100).Select(customer => customer > 50)], enter: 50);

        evidence.Later.ShouldBeNull();
        evidence.LaterNote.En.ShouldContain("less than 180 days");
        evidence.Comparisons.Count.ShouldBe(5);
    }

    [Fact]
    public void Of_a_large_shop_a_sample_is_drawn_and_its_intervals_are_those_of_all()
    {
        var random = new Random(1);
        var shop = new ReportShop();
        for (int i = 0; i < 45_000; i++)
        {
            shop.Revenue(random.NextDouble() + (i % 10 == 0 ? 1 : 0));
        }

        GroupComparison revenue = Evidence(shop, [.. Enumerable.Range(0, 45_000).Select(customer => customer % 10 == 0)]).Comparisons[0];

        // Deviation √(1/12) in groups of 4,500 and 40,500.
        double error = Math.Sqrt((1 / 12.0 / 4_500) + (1 / 12.0 / 40_500));
        revenue.Difference.Value.ShouldBe(1, 4 * error);
        (revenue.Difference.High - revenue.Difference.Low).ShouldBe(2 * 1.96 * error, 0.15 * 2 * 1.96 * error);
        revenue.Difference.Low.ShouldBeLessThan(revenue.Difference.Value);
    }

    /// <summary>
    /// Thirty with 1,000 before the cut, two thirds of whom buy for 300 after it; sixty with 100, of whom a third buys for 120; ten who come after it with
    /// much; an invoice without a customer.
    /// </summary>
    private static ReportShop EarlierAndLater()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 30; i++)
        {
            shop.Add(i % 3 == 0 ? [(10, 500), (274, 500)] : [(10, 500), (200, 500), (275 + i, 300)]);
        }

        for (int i = 0; i < 60; i++)
        {
            shop.Add(i % 3 == 0 ? [(50, 100), (364, 120)] : [(50, 100)]);
        }

        for (int i = 0; i < 10; i++)
        {
            shop.Add([(275, 5000)]);
        }

        return shop.Add([(20, 9000)], identified: false);
    }

    private static InsiderEvidence Evidence(ReportShop shop, bool[] members, double enter = 900) => InsiderEvidence.Of(shop.Table(), members, ReportShop.RevenueRules(enter, enter));

    private static CancellationToken TestContext() => CancellationToken.None;
}
