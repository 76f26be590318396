using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Tests.Insiders.Groups;

public class InsiderReasonsTests
{
    private static readonly InsiderRules Rules = new(
        [new RuleCondition(PurchaseFeature.Revenue, true, 1000, 800), new RuleCondition(PurchaseFeature.Invoices, true, 5, 4), new RuleCondition(PurchaseFeature.Recency, false, 60, 90)], 1, 1);

    [Fact]
    public void Whoever_enters_is_told_by_what()
    {
        InsiderReason reason = Of(5621.2, 12, 8, false);

        reason.IsMember.ShouldBeTrue();
        reason.Why.En.ShouldBe("In: revenue 5,621 (1,000 or more), 12 purchases (5 or more), last purchase 8 days ago (60 or fewer)");
        reason.Why.Es.ShouldBe("Dentro: ingresos 5.621 (1.000 o más), 12 compras (5 o más), última compra hace 8 días (60 o menos)");
        reason.Why.Pt.ShouldBe("Dentro: receita 5.621 (1.000 ou mais), 12 compras (5 ou mais), última compra há 8 dias (60 ou menos)");
        reason.Missing.ShouldBe(new LocalText("", "", ""));
        Of(5621.2, 12, 8, true).ShouldBe(reason);
    }

    [Fact]
    public void Whoever_is_out_is_told_what_is_missing()
    {
        InsiderReason reason = Of(650.4, 3, 61, false);

        reason.IsMember.ShouldBeFalse();
        reason.Why.En.ShouldBe("Out: revenue 650 (1,000 or more to enter), 3 purchases (5 or more to enter), last purchase 61 days ago (60 or fewer to enter)");
        reason.Missing.En.ShouldBe("350 more revenue, 2 more purchases, a purchase now");
        reason.Missing.Es.ShouldBe("350 más de ingresos, 2 compras más, una compra ahora");
        reason.Missing.Pt.ShouldBe("mais 350 de receita, mais 2 compras, uma compra agora");
        Of(2000, 4, 1, false).Why.En.ShouldBe("Out: 4 purchases (5 or more to enter)");
        Of(2000, 4, 1, false).Missing.En.ShouldBe("1 more purchase");
    }

    [Fact]
    public void A_member_stays_by_the_easier_thresholds_and_leaves_only_by_these()
    {
        Of(900, 4, 61, true).Why.En.ShouldBe("Stays in: revenue 900 (800 or more to stay), 4 purchases (4 or more to stay), last purchase 61 days ago (90 or fewer to stay)");
        Of(900, 4, 61, true).Missing.En.ShouldBeEmpty();
        Of(900, 4, 61, false).IsMember.ShouldBeFalse();

        InsiderReason left = Of(900, 3, 91, true);
        left.IsMember.ShouldBeFalse();
        left.Why.Pt.ShouldBe("Saiu: 3 compras (4 ou mais para continuar), última compra há 91 dias (90 ou menos para continuar)");
        left.Missing.Pt.ShouldBe("mais 100 de receita, mais 2 compras, uma compra agora");
    }

    [Fact]
    public void A_value_just_short_of_a_threshold_does_not_look_as_if_it_met_it()
    {
        InsiderReason reason = Of(999.99, 5, 1, false);

        reason.Why.En.ShouldBe("Out: revenue 999 (1,000 or more to enter)");
        reason.Missing.En.ShouldBe("1 more revenue");
    }

    [Fact]
    public void Small_amounts_are_told_with_their_decimals_and_one_of_a_thing_in_the_singular()
    {
        var rules = new InsiderRules([new RuleCondition(PurchaseFeature.Ticket, true, 2.5, 2), new RuleCondition(PurchaseFeature.Units, true, 2, 1)], 1, 1);
        InsiderReason reason = InsiderReasons.Of(rules, Market.Features((PurchaseFeature.Ticket, 1.25), (PurchaseFeature.Units, 1)), false);

        reason.Why.Es.ShouldBe("Fuera: 1,25 por compra (2,50 o más para entrar), 1 unidad (2 o más para entrar)");
        reason.Missing.Es.ShouldBe("1,25 más por compra, 1 unidad más");
    }

    [Fact]
    public void No_text_is_longer_than_a_column_holds()
    {
        var rules = new InsiderRules(
            [new RuleCondition(PurchaseFeature.Revenue, true, 8e11, 5e11), new RuleCondition(PurchaseFeature.Units, true, 8e11, 5e11), new RuleCondition(PurchaseFeature.Ticket, true, 8e11, 5e11)], 1, 1);
        foreach ((double value, bool wasMember) in new[] { (0.0, false), (0, true), (6e11, true), (9e11, false) })
        {
            InsiderReason reason = InsiderReasons.Of(rules, Market.Features((PurchaseFeature.Revenue, value), (PurchaseFeature.Units, value), (PurchaseFeature.Ticket, value)), wasMember);
            new[] { reason.Why, reason.Missing }.ShouldAllBe(text => text.En.Length <= 250 && text.Es.Length <= 250 && text.Pt.Length <= 250);
        }
    }

    private static InsiderReason Of(double revenue, double invoices, double recency, bool wasMember) => InsiderReasons.Of(
        Rules, Market.Features((PurchaseFeature.Revenue, revenue), (PurchaseFeature.Invoices, invoices), (PurchaseFeature.Recency, recency)), wasMember);
}
