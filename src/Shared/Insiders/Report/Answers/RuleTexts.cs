using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Conditions in words.</summary>
internal static class RuleTexts
{
    /// <summary>"revenue at least 1,500 and days since the last purchase at most 60".</summary>
    public static string Listed(InsiderRules rules, bool entering, Language language) =>
        rules.Conditions.Count == 0
            ? language.Said("no condition", "ninguna condición", "nenhuma condição")
            : ReportNumbers.Listed([.. rules.Conditions.Select(condition => Said(condition, entering ? condition.Enter : condition.Stay, language))], language);

    /// <summary>"revenue at least 1,500".</summary>
    public static string Said(RuleCondition condition, double threshold, Language language)
    {
        string title = LocalWording.InSentence(PurchaseFeatures.Title(condition.Feature).In(language));
        string value = ReportNumbers.Of(condition.Feature, threshold, language);
        return condition.AtLeast
            ? language.Said($"{title} at least {value}", $"{title}: al menos {value}", $"{title}: pelo menos {value}")
            : language.Said($"{title} at most {value}", $"{title}: a lo sumo {value}", $"{title}: no máximo {value}");
    }

    /// <summary>"revenue below 1,200": who no longer stays.</summary>
    public static string Broken(RuleCondition condition, Language language)
    {
        string title = LocalWording.InSentence(PurchaseFeatures.Title(condition.Feature).In(language));
        string value = ReportNumbers.Of(condition.Feature, condition.Stay, language);
        return condition.AtLeast
            ? language.Said($"{title} below {value}", $"{title}: menos de {value}", $"{title}: menos de {value}")
            : language.Said($"{title} above {value}", $"{title}: más de {value}", $"{title}: mais de {value}");
    }

    /// <summary>A name for a number: "revenue at least".</summary>
    public static LocalText Label(RuleCondition condition) => LocalText.Of(language =>
    {
        string title = PurchaseFeatures.Title(condition.Feature).In(language);
        return condition.AtLeast
            ? language.Said($"{title}, at least", $"{title}, al menos", $"{title}, pelo menos")
            : language.Said($"{title}, at most", $"{title}, a lo sumo", $"{title}, no máximo");
    });

    public static AnswerUnit UnitOf(PurchaseFeature feature) => feature is PurchaseFeature.Revenue or PurchaseFeature.Ticket ? AnswerUnit.Money : AnswerUnit.Number;
}
