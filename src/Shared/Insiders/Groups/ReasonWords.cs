using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Conditions and values in words, with the numbers of the language.</summary>
internal static class ReasonWords
{
    /// <summary>Amounts from here on are told without decimals.</summary>
    private const double Large = 100;

    /// <summary>A value and its threshold: "revenue 5,621 (1,000 or more)".</summary>
    /// <param name="byEntering">Whether it is the threshold to enter; else the one to stay.</param>
    public static string Held(RuleCondition condition, double value, bool byEntering, Language language)
    {
        double threshold = byEntering ? condition.Enter : condition.Stay;
        bool holds = condition.AtLeast ? value >= threshold : value <= threshold;

        // Rounded to the side that misses, so that a value just short of a threshold does not look as if it met it; thresholds are round.
        double shown = Rounded(condition.Feature, value, threshold, up: !condition.AtLeast);
        return $"{Value(condition.Feature, shown, threshold, language)} ({Bound(condition, threshold, language)}{Purpose(byEntering, holds, language)})";
    }

    /// <summary>What has to be added: "350 more revenue". Of days nothing can be taken off but by a purchase.</summary>
    public static string Missing(RuleCondition condition, double value, Language language)
    {
        string amount = Number(condition.Feature, Rounded(condition.Feature, condition.Enter - value, condition.Enter, up: true), condition.Enter, language);
        bool isOne = condition.Feature is PurchaseFeature.Invoices or PurchaseFeature.Units && condition.Enter - value <= 1;
        return (condition.Feature, language) switch
        {
            (PurchaseFeature.Recency, Language.Spanish) => "una compra ahora",
            (PurchaseFeature.Recency, Language.Portuguese) => "uma compra agora",
            (PurchaseFeature.Recency, _) => "a purchase now",
            (PurchaseFeature.Revenue, Language.Spanish) => $"{amount} más de ingresos",
            (PurchaseFeature.Revenue, Language.Portuguese) => $"mais {amount} de receita",
            (PurchaseFeature.Revenue, _) => $"{amount} more revenue",
            (PurchaseFeature.Invoices, Language.Spanish) => $"{amount} {(isOne ? "compra" : "compras")} más",
            (PurchaseFeature.Invoices, Language.Portuguese) => $"mais {amount} {(isOne ? "compra" : "compras")}",
            (PurchaseFeature.Invoices, _) => $"{amount} more {(isOne ? "purchase" : "purchases")}",
            (PurchaseFeature.Ticket, Language.Spanish) => $"{amount} más por compra",
            (PurchaseFeature.Ticket, Language.Portuguese) => $"mais {amount} por compra",
            (PurchaseFeature.Ticket, _) => $"{amount} more per purchase",
            (_, Language.Spanish) => $"{amount} {(isOne ? "unidad" : "unidades")} más",
            (_, Language.Portuguese) => $"mais {amount} {(isOne ? "unidade" : "unidades")}",
            _ => $"{amount} more {(isOne ? "unit" : "units")}",
        };
    }

    private static string Value(PurchaseFeature feature, double value, double threshold, Language language)
    {
        string number = Number(feature, value, threshold, language);
        bool isOne = value == 1;
        return (feature, language) switch
        {
            (PurchaseFeature.Revenue, Language.Spanish) => $"ingresos {number}",
            (PurchaseFeature.Revenue, Language.Portuguese) => $"receita {number}",
            (PurchaseFeature.Revenue, _) => $"revenue {number}",
            (PurchaseFeature.Recency, Language.Spanish) => $"última compra hace {number} {(isOne ? "día" : "días")}",
            (PurchaseFeature.Recency, Language.Portuguese) => $"última compra há {number} {(isOne ? "dia" : "dias")}",
            (PurchaseFeature.Recency, _) => $"last purchase {number} {(isOne ? "day" : "days")} ago",
            (PurchaseFeature.Invoices, Language.English) => $"{number} {(isOne ? "purchase" : "purchases")}",
            (PurchaseFeature.Invoices, _) => $"{number} {(isOne ? "compra" : "compras")}",
            (PurchaseFeature.Ticket, Language.English) => $"{number} per purchase",
            (PurchaseFeature.Ticket, _) => $"{number} por compra",
            (_, Language.Spanish) => $"{number} {(isOne ? "unidad" : "unidades")}",
            (_, Language.Portuguese) => $"{number} {(isOne ? "unidade" : "unidades")}",
            _ => $"{number} {(isOne ? "unit" : "units")}",
        };
    }

    private static string Bound(RuleCondition condition, double threshold, Language language)
    {
        string number = Number(condition.Feature, threshold, threshold, language);
        return (condition.AtLeast, language) switch
        {
            (true, Language.Spanish) => $"{number} o más",
            (true, Language.Portuguese) => $"{number} ou mais",
            (true, _) => $"{number} or more",
            (false, Language.Spanish) => $"{number} o menos",
            (false, Language.Portuguese) => $"{number} ou menos",
            (false, _) => $"{number} or fewer",
        };
    }

    private static string Purpose(bool byEntering, bool holds, Language language) => (byEntering, holds, language) switch
    {
        (true, true, _) => "",
        (true, false, Language.Spanish) => " para entrar",
        (true, false, Language.Portuguese) => " para entrar",
        (true, false, _) => " to enter",
        (false, _, Language.Spanish) => " para seguir",
        (false, _, Language.Portuguese) => " para continuar",
        _ => " to stay",
    };

    private static bool IsCount(PurchaseFeature feature) => feature is PurchaseFeature.Recency or PurchaseFeature.Invoices or PurchaseFeature.Units;

    private static int Decimals(PurchaseFeature feature, double threshold) => IsCount(feature) || Math.Abs(threshold) >= Large ? 0 : 2;

    private static double Rounded(PurchaseFeature feature, double value, double threshold, bool up)
    {
        double unit = Decimals(feature, threshold) == 0 ? 1 : 100;

        // A value that is whole but for its last bits is whole.
        double scaled = Math.Round(value * unit, 6);
        return (up ? Math.Ceiling(scaled) : Math.Floor(scaled)) / unit;
    }

    private static string Number(PurchaseFeature feature, double value, double threshold, Language language) =>
        value.ToString(Decimals(feature, threshold) == 0 || value == Math.Floor(value) ? "N0" : "N2", LanguageNumbers.Of(language));
}
