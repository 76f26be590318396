using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Tests.Insiders.Groups;

public class InsiderNamesTests
{
    private static readonly PurchaseTable Customers = Market.Table(100);
    private static readonly int[] Clusters = [.. Enumerable.Range(0, 100).Select(Market.GroupOf)];

    [Fact]
    public void A_name_says_what_tells_the_group_apart_revenue_first()
    {
        IReadOnlyList<LocalText> names = InsiderNames.Of(Customers, Clusters, new LocalText?[3]);

        names[0].En.ShouldStartWith("High revenue, ");
        names[0].Es.ShouldStartWith("Ingresos altos, ");
        names[0].Pt.ShouldStartWith("Receita alta, ");
        names[2].En.ShouldStartWith("Low revenue, ");
        names[2].En.Split(", ").Length.ShouldBe(3);
    }

    [Fact]
    public void Kept_names_stand_and_no_two_are_the_same_in_any_language()
    {
        IReadOnlyList<LocalText> first = InsiderNames.Of(Customers, Clusters, new LocalText?[3]);

        // Halves of the same group differ in nothing, so that both would get the same name; one of them is taken by a group of before.
        int[] halves = [.. Clusters.Select((cluster, customer) => cluster == 2 && customer % 2 == 0 ? 3 : cluster)];
        IReadOnlyList<LocalText> names = InsiderNames.Of(Customers, halves, [first[2], null, null, null]);

        names[0].ShouldBe(first[2]);
        foreach (Language language in Enum.GetValues<Language>())
        {
            names.Select(name => name.In(language)).ShouldBeUnique();
        }
    }

    [Fact]
    public void Groups_that_nothing_tells_apart_are_typical_and_numbered()
    {
        int[] anyhow = [.. Enumerable.Range(0, 100).Select(customer => customer / 10 % 2)];

        InsiderNames.Of(Market.Of([.. Enumerable.Range(0, 100).Select(_ => new[] { (Market.LastDay, 10.0) })]), anyhow, new LocalText?[2])
            .Select(name => name.En).ShouldBe(["Typical customers", "Typical customers (2)"]);
    }
}
