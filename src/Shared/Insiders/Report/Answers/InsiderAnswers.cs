using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>The nine questions of marketing, answered from a report's facts.</summary>
public static class InsiderAnswers
{
    public static IReadOnlyList<LocalText> Questions { get; } =
    [
        new("Who are the Insiders?", "¿Quiénes son los Insiders?", "Quem são os Insiders?"),
        new("How many are they?", "¿Cuántos son?", "Quantos são?"),
        new("What are their main traits?", "¿Cuáles son sus rasgos principales?", "Quais são suas principais características?"),
        new("What share of the revenue do they bring?", "¿Qué parte de los ingresos aportan?", "Que parte da receita eles trazem?"),
        new("What revenue is expected of them in the coming months?", "¿Qué ingresos se esperan de ellos en los próximos meses?", "Que receita se espera deles nos próximos meses?"),
        new("What are the conditions to enter?", "¿Cuáles son las condiciones para entrar?", "Quais são as condições para entrar?"),
        new("What are the conditions to leave?", "¿Cuáles son las condiciones para salir?", "Quais são as condições para sair?"),
        new("What guarantees that they are better than the rest?", "¿Qué garantiza que son mejores que el resto?", "O que garante que são melhores que os demais?"),
        new("What actions can marketing take?", "¿Qué acciones puede tomar marketing?", "Que ações o marketing pode tomar?"),
    ];

    /// <param name="report">All but its answers.</param>
    /// <returns><c>q1</c> to <c>q9</c>.</returns>
    public static IReadOnlyList<InsiderAnswer> Of(InsiderReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            Answer(1, GroupAnswers.Who(report)),
            Answer(2, GroupAnswers.HowMany(report)),
            Answer(3, GroupAnswers.Traits(report)),
            Answer(4, ValueAnswers.RevenueShare(report)),
            Answer(5, ValueAnswers.ExpectedRevenue(report)),
            Answer(6, RuleAnswers.ToEnter(report)),
            Answer(7, RuleAnswers.ToLeave(report)),
            Answer(8, ProofAnswers.Guarantee(report)),
            Answer(9, ProofAnswers.Actions(report)),
        ];
    }

    private static InsiderAnswer Answer(int question, AnswerDraft draft) =>
        new($"q{question}", Questions[question - 1], LocalText.Of(language => string.Join(' ', draft.Sentences(language))), draft.Numbers);
}

/// <param name="Sentences">In a language.</param>
internal sealed record AnswerDraft(Func<Language, IEnumerable<string>> Sentences, IReadOnlyList<AnswerNumber> Numbers);
