using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Names made of what tells a group from all other customers: "High revenue, frequent, recent".</summary>
internal static class InsiderNames
{
    /// <summary>Effect sizes (Cohen's d of the logarithms) below this are no trait of a group.</summary>
    private const double LeastEffect = 0.3;

    private const int MostTraits = 3;

    private static readonly LocalText Typical = new("Typical customers", "Clientes típicos", "Clientes típicos");

    /// <summary>What groups are told by, of more and of less of it than others. Others follow from these, or say little to a person.</summary>
    private static readonly (PurchaseFeature Feature, LocalText High, LocalText Low)[] Traits =
    [
        (PurchaseFeature.Revenue, new("high revenue", "ingresos altos", "receita alta"), new("low revenue", "ingresos bajos", "receita baixa")),
        (PurchaseFeature.Invoices, new("frequent", "compras frecuentes", "compras frequentes"), new("few purchases", "pocas compras", "poucas compras")),
        (PurchaseFeature.Recency, new("inactive", "inactivos", "inativos"), new("recently active", "activos hace poco", "ativos há pouco")),
        (PurchaseFeature.Ticket, new("large purchases", "compras grandes", "compras grandes"), new("small purchases", "compras pequeñas", "compras pequenas")),
        (PurchaseFeature.BasketProducts, new("varied baskets", "cestas variadas", "cestas variadas"), new("few products at a time", "pocos productos por compra", "poucos produtos por compra")),
        (PurchaseFeature.Tenure, new("long-standing", "antiguos", "antigos"), new("new", "nuevos", "novos")),
        (PurchaseFeature.Returns, new("many returns", "muchas devoluciones", "muitas devoluções"), new("few returns", "pocas devoluciones", "poucas devoluções")),
    ];

    /// <param name="clusters">Of each customer, from 0 to below as many as there are <paramref name="kept"/>.</param>
    /// <param name="kept">By cluster the name it had before; null where one is to be made.</param>
    /// <returns>By cluster; no two are the same in any language.</returns>
    public static IReadOnlyList<LocalText> Of(PurchaseTable purchases, int[] clusters, IReadOnlyList<LocalText?> kept)
    {
        var taken = new List<LocalText>(kept.OfType<LocalText>());
        var names = new List<LocalText>();
        for (int cluster = 0; cluster < kept.Count; cluster++)
        {
            LocalText name = kept[cluster] ?? FirstFree(TraitsOf(purchases, clusters, cluster), taken);
            taken.Add(name);
            names.Add(name);
        }

        return names;
    }

    /// <summary>The strongest first, but for revenue: groups are there for its sake, so it comes first where it is a trait.</summary>
    private static LocalText[] TraitsOf(PurchaseTable purchases, int[] clusters, int cluster) =>
    [
        .. Traits.Select(trait => (trait, Effect: Effect(purchases, trait.Feature, clusters, cluster)))
            .Where(each => Math.Abs(each.Effect) >= LeastEffect)
            .OrderByDescending(each => each.trait.Feature == PurchaseFeature.Revenue)
            .ThenByDescending(each => Math.Abs(each.Effect))
            .Select(each => each.Effect > 0 ? each.trait.High : each.trait.Low),
    ];

    /// <summary>Cohen's d of ln(1 + value) against everyone else: amounts and counts have tails by which a few customers would decide.</summary>
    private static double Effect(PurchaseTable purchases, PurchaseFeature feature, int[] clusters, int cluster)
    {
        double[] values = [.. Enumerable.Range(0, purchases.Count).Select(customer => Math.Log(1 + Math.Max(0, purchases[customer, feature])))];
        double[] inside = [.. values.Where((_, customer) => clusters[customer] == cluster)];
        double[] outside = [.. values.Where((_, customer) => clusters[customer] != cluster)];
        if (inside.Length == 0 || outside.Length == 0)
        {
            return 0;
        }

        (double mean, double deviation) = Standardizer.MeanAndDeviation(inside);
        (double others, double othersDeviation) = Standardizer.MeanAndDeviation(outside);
        double pooled = Math.Sqrt(((inside.Length * deviation * deviation) + (outside.Length * othersDeviation * othersDeviation)) / values.Length);

        // Groups without any spread are as far apart as can be.
        const double Farthest = 100;
        return mean == others ? 0 : Math.Clamp((mean - others) / pooled, -Farthest, Farthest);
    }

    private static LocalText FirstFree(LocalText[] traits, List<LocalText> taken)
    {
        if (traits.Length == 0)
        {
            return Numbered(Typical, taken);
        }

        // The strongest; with a weaker one in the last place; with one more.
        IEnumerable<LocalText[]> choices =
        [
            [.. traits.Take(MostTraits)],
            .. traits.Skip(MostTraits).Select(other => (LocalText[])[.. traits.Take(MostTraits - 1), other]),
            [.. traits.Take(MostTraits + 1)],
        ];
        return choices.Select(Joined).FirstOrDefault(name => IsFree(name, taken)) ?? Numbered(Joined([.. traits.Take(MostTraits)]), taken);
    }

    private static LocalText Joined(LocalText[] traits) => LocalText.Of(language =>
    {
        string joined = string.Join(", ", traits.Select(trait => trait.In(language)));
        return string.Concat(char.ToUpperInvariant(joined[0]).ToString(), joined.AsSpan(1));
    });

    private static LocalText Numbered(LocalText name, List<LocalText> taken)
    {
        LocalText free = name;
        for (int number = 2; !IsFree(free, taken); number++)
        {
            int suffix = number;
            free = LocalText.Of(language => $"{name.In(language)} ({suffix})");
        }

        return free;
    }

    private static bool IsFree(LocalText name, List<LocalText> taken) => !taken.Exists(other =>
        Array.Exists(Enum.GetValues<Language>(), language => string.Equals(other.In(language), name.In(language), StringComparison.OrdinalIgnoreCase)));
}
