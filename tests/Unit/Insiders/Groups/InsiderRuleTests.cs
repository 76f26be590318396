using Clientele.Insiders;

namespace Clientele.Tests.Insiders.Groups;

public class InsiderRuleTests
{
    [Fact]
    public void A_group_that_one_threshold_tells_gets_that_threshold_alone()
    {
        PurchaseTable customers = Market.Table(300);
        FoundRules found = Find(customers, customer => customers[customer, PurchaseFeature.Invoices] >= 5);

        found.Rules.Conditions.Select(condition => (condition.Feature, condition.AtLeast, condition.Enter)).ShouldBe([(PurchaseFeature.Invoices, true, 5.0)]);
        (found.Rules.Precision, found.Rules.Recall, found.Figures.F1).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void Two_conditions_are_found_where_it_takes_two_and_the_one_that_tells_more_comes_first()
    {
        // A hundred amounts by twenty days: neither tells it alone, and days shut out fewer of the others.
        (int, double)[][] purchases = [.. Enumerable.Range(0, 2000).Select(i => new[] { (Market.LastDay - (i % 20 * 10), 20.0 + (i / 20 * 20)) })];
        PurchaseTable customers = Market.Of(purchases);
        FoundRules found = Find(customers, customer => customers[customer, PurchaseFeature.Revenue] >= 1500 && customers[customer, PurchaseFeature.Recency] <= 90);

        found.Rules.Conditions.Select(condition => (condition.Feature, condition.AtLeast, condition.Enter))
            .ShouldBe([(PurchaseFeature.Revenue, true, 1500.0), (PurchaseFeature.Recency, false, 90.0)]);
        (found.Rules.Precision, found.Rules.Recall).ShouldBe((1, 1));
    }

    [Fact]
    public void Precision_and_recall_are_of_the_conditions_to_enter()
    {
        PurchaseTable customers = Market.Table(300);

        // A third of the regulars is said to be none, and every thirtieth one-time buyer to be one: no threshold can tell.
        FoundRules found = Find(customers, customer => (Market.GroupOf(customer) == 0 && customer % 30 != 0) || customer % 30 == 9);
        InsiderRules rules = found.Rules;
        bool[] insiders = [.. Enumerable.Range(0, 300).Select(customer => (Market.GroupOf(customer) == 0 && customer % 30 != 0) || customer % 30 == 9)];
        int[] entering = [.. Enumerable.Range(0, 300).Where(customer => rules.IsMember(customers.Features.Row(customer), false))];

        rules.Precision.ShouldBe(entering.Count(customer => insiders[customer]) / (double)entering.Length);
        rules.Recall.ShouldBe(entering.Count(customer => insiders[customer]) / (double)insiders.Count(insider => insider));
        rules.Precision.ShouldBeLessThan(1);
        (found.Figures.Entering, found.Figures.Insiders).ShouldBe((entering.Length, 30));
    }

    [Fact]
    public void To_stay_is_easier_by_a_fifth_at_least_and_a_month_drives_hardly_anybody_out()
    {
        // Two hundred who bought every week or so, of whom some let a month pass at the end; others once.
        var random = new Random(5);
        (int, double)[][] purchases = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0
            ? Enumerable.Range(0, 40).Select(week => (Market.LastDay - 280 - (random.Next(3) * 20) + (7 * week), 50.0 + random.Next(20))).ToArray()
            : [(Market.LastDay - random.Next(100, 300), 30.0)])];
        PurchaseTable customers = Market.Of(purchases);
        FoundRules found = Find(customers, customer => customer % 2 == 0);

        found.Rules.Conditions.ShouldAllBe(condition => condition.AtLeast ? condition.Stay <= 0.8 * condition.Enter : condition.Stay >= 1.2 * condition.Enter);
        found.Rules.Conditions.ShouldAllBe(condition => !condition.AtLeast || condition.Stay >= 0.4 * condition.Enter);
        found.Figures.LeavingInAMonth.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(RuleRelief.MostLeaving);
    }

    [Fact]
    public void Days_without_a_purchase_in_an_ordinary_month_make_the_threshold_to_stay()
    {
        // Each buys every 30 days, so that a month before the end as at the end the last purchase is up to 29 days ago; every tenth pauses for two months.
        (int, double)[][] purchases = [.. Enumerable.Range(0, 300).Select(i => Enumerable.Range(0, 12)
            .Select(month => (Market.LastDay - 330 - (i % 30) + (30 * month), 100.0))
            .Where(purchase => i % 10 != 0 || purchase.Item1 < Market.LastDay - 35).ToArray())];
        RuleCondition[] relieved = RuleRelief.Of(Market.Of(purchases), [new RuleCondition(PurchaseFeature.Recency, false, 30, 30)]);

        relieved.ShouldHaveSingleItem().Stay.ShouldBe(60, "one in ten had not bought for up to sixty days");
        RuleRelief.LeavingInAMonth(Market.Of(purchases), [new RuleCondition(PurchaseFeature.Recency, false, 30, 30)]).ShouldNotBeNull().ShouldBeGreaterThan(0.05);
        RuleRelief.LeavingInAMonth(Market.Of(purchases), relieved).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(RuleRelief.MostLeaving);
    }

    [Fact]
    public void With_few_customers_the_relief_is_a_fifth()
    {
        RuleRelief.Of(Market.Table(30), [new RuleCondition(PurchaseFeature.Revenue, true, 1000, 1000), new RuleCondition(PurchaseFeature.Recency, false, 30, 30)])
            .Select(condition => condition.Stay).ShouldBe([800, 45]);
    }

    [Theory]
    [InlineData(PurchaseFeature.Revenue, 799, 600)]
    [InlineData(PurchaseFeature.Revenue, 800, 800)]
    [InlineData(PurchaseFeature.Invoices, 4.8, 4)]
    [InlineData(PurchaseFeature.Recency, 36, 45)]
    [InlineData(PurchaseFeature.Recency, 5000, 5000)]
    public void An_easier_number_that_people_remember_is_near(PurchaseFeature feature, double value, double expected) =>
        RuleThresholds.Easier(feature, value).ShouldBe(expected);

    private static FoundRules Find(PurchaseTable customers, Func<int, bool> isInsider) =>
        InsiderRuleSearch.Find(customers, [.. Enumerable.Range(0, customers.Count).Select(isInsider)], default);
}
