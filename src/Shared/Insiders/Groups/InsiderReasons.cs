using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Whether a customer is in the programme, why, and what is missing to enter.</summary>
/// <param name="Why">One line.</param>
/// <param name="Missing">One line; empty for members.</param>
public sealed record InsiderReason(bool IsMember, LocalText Why, LocalText Missing);

/// <summary>Tells customers why they are in or out.</summary>
public static class InsiderReasons
{
    private static readonly LocalText Nothing = new("", "", "");

    /// <param name="features">Of the customer, a value per <see cref="PurchaseFeature"/>.</param>
    /// <param name="wasMember">At the upload before; false where there was none.</param>
    public static InsiderReason Of(InsiderRules rules, ReadOnlySpan<double> features, bool wasMember)
    {
        ArgumentNullException.ThrowIfNull(rules);
        bool isMember = rules.IsMember(features, wasMember);
        (RuleCondition Condition, double Value)[] all = new (RuleCondition, double)[rules.Conditions.Count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (rules.Conditions[i], features[(int)rules.Conditions[i].Feature]);
        }

        // Whoever meets all conditions to enter is in by these, member before or not.
        bool byEntering = !wasMember || (isMember && Array.TrueForAll(all, each => each.Condition.Enters(each.Value)));
        (RuleCondition Condition, double Value)[] told = isMember
            ? all
            : [.. all.Where(each => !(wasMember ? each.Condition.Stays(each.Value) : each.Condition.Enters(each.Value)))];
        LocalText why = LocalText.Of(language =>
            Verdict(isMember, byEntering, language) + string.Join(", ", told.Select(each => ReasonWords.Held(each.Condition, each.Value, byEntering, language))));
        return new InsiderReason(isMember, why, isMember ? Nothing : LocalText.Of(language =>
            string.Join(", ", all.Where(each => !each.Condition.Enters(each.Value)).Select(each => ReasonWords.Missing(each.Condition, each.Value, language)))));
    }

    private static string Verdict(bool isMember, bool byEntering, Language language) => (isMember, byEntering, language) switch
    {
        (true, true, Language.English) => "In: ",
        (true, true, _) => "Dentro: ",
        (true, false, Language.Spanish) => "Sigue dentro: ",
        (true, false, Language.Portuguese) => "Continua dentro: ",
        (true, false, _) => "Stays in: ",
        (false, true, Language.Spanish) => "Fuera: ",
        (false, true, Language.Portuguese) => "Fora: ",
        (false, true, _) => "Out: ",
        (false, false, Language.Spanish) => "Salió: ",
        (false, false, Language.Portuguese) => "Saiu: ",
        _ => "Left: ",
    };
}
