using Clientele.Insiders;

namespace Clientele.Unit.Insiders.Report;

public sealed class InsiderActionsTests
{
    private static readonly InsiderCluster Best = new(1, new("Best", "Los mejores", "Os melhores"), Insider: true);
    private static readonly InsiderCluster Rare = new(2, new("Rare", "Raros", "Raros"), Insider: false);

    [Fact]
    public void Customers_who_have_long_not_bought_are_to_be_won_back_for_one_median_purchase_each()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 50; i++)
        {
            shop.Add([(100, 40)]);
        }

        InsiderAction action = InsiderActions.Of(shop.Table(), [Rare], All(shop, 2), lapse: null).ShouldHaveSingleItem();

        action.Kind.ShouldBe(InsiderActionKind.WinBack);
        action.Customers.ShouldBe(50);
        action.Prize.ShouldBe(50 * 0.1 * 40, 1e-9);
        action.Sentence.En.ShouldContain("50 customers who have not bought for more than 90 days");
        action.Basis.Pt.ShouldBe("50 clientes × 10% que volta a comprar uma vez × 40,00, a compra mediana do grupo.");
    }

    [Fact]
    public void Active_customers_are_drawn_a_quarter_of_the_way_to_the_next_better_group()
    {
        // In a year of 365 days: Best buys 10 times for 60, Rare twice for 20.
        var shop = new ReportShop();
        for (int i = 0; i < 20; i++)
        {
            shop.Add([.. Enumerable.Range(0, 10).Select(k => (355 + k, 60.0))]);
        }

        for (int i = 0; i < 40; i++)
        {
            shop.Add([(300, 20), (360, 20)]);
        }

        InsiderAction[] actions = [.. InsiderActions.Of(shop.Table(), [Best, Rare], [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(2, 40)], lapse: 0.2)];

        actions.Select(action => (action.Cluster, action.Kind)).ShouldBe(
            [(2, InsiderActionKind.RaiseFrequency), (2, InsiderActionKind.RaiseBasket), (1, InsiderActionKind.Protect)]);
        actions[0].Prize.ShouldBe(40 * 0.25 * (10 - 2) * 20, 1e-9);
        actions[1].Prize.ShouldBe(40 * 0.25 * (60 - 20) * 2, 1e-9);
        actions[2].Prize.ShouldBe(20 * 0.2 * 0.25 * 600, 1e-9);
    }

    [Fact]
    public void A_group_that_sends_back_more_than_all_is_told_to_send_back_less_and_a_cancelled_order_is_no_return()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 30; i++)
        {
            shop.Add([(360, 100)], returns: 4, units: 10);
        }

        for (int i = 0; i < 30; i++)
        {
            shop.Add([(360, 1000)], units: 10);
        }

        shop.Add([(360, 77_000)], returns: 74_215, units: 74_215);

        InsiderAction[] actions = [.. InsiderActions.Of(shop.Table(), [Best, Rare], [.. Enumerable.Repeat(2, 30), .. Enumerable.Repeat(1, 31)], lapse: null)];

        InsiderAction fewer = actions.Single(action => action.Kind == InsiderActionKind.ReduceReturns);
        fewer.Cluster.ShouldBe(2);
        fewer.Prize.ShouldBe(0.25 * 30 * 0.4 * 100, 1e-9);
    }

    [Fact]
    public void A_group_gets_two_actions_at_most_and_the_largest_prizes_come_first()
    {
        InsiderReportInput input = ReportShop.Input();

        IReadOnlyList<InsiderAction> actions = InsiderActions.Of(input.Purchases, input.Clusters, input.CustomerClusters, lapse: 0.3);

        actions.GroupBy(action => action.Cluster).ShouldAllBe(group => group.Count() <= 2);
        actions.Select(action => action.Prize).ShouldBe(actions.Select(action => action.Prize).OrderDescending());
        actions.ShouldAllBe(action => action.Prize > 0);
    }

    [Fact]
    public void Nobody_writes_to_invoices_without_a_customer()
    {
        var shop = new ReportShop();
        for (int i = 0; i < 50; i++)
        {
            shop.Add([(100, 40)], identified: i < 10);
        }

        InsiderActions.Of(shop.Table(), [Rare], All(shop, 2), lapse: null).ShouldHaveSingleItem().Customers.ShouldBe(10);
    }

    private static int[] All(ReportShop shop, int cluster) => [.. Enumerable.Repeat(cluster, shop.Count)];
}
