using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Questions 6 and 7: how to get in, and how to get out.</summary>
internal static class RuleAnswers
{
    public static AnswerDraft ToEnter(InsiderReport report)
    {
        InsiderRules rules = report.Rules.Rules;
        int near = report.Rules.MissingOne.Sum();
        return new AnswerDraft(Sentences, [
            .. rules.Conditions.Select(condition => new AnswerNumber($"enter{condition.Feature}", RuleTexts.Label(condition), condition.Enter, RuleTexts.UnitOf(condition.Feature))),
            new("missingOne", new("Customers who miss one condition only", "Clientes a quienes falta una sola condición", "Clientes a quem falta uma só condição"), near, AnswerUnit.Count),
        ]);

        IEnumerable<string> Sentences(Language language)
        {
            string conditions = RuleTexts.Listed(rules, entering: true, language);
            yield return rules.Conditions.Count == 1
                ? language.Said($"To enter: {conditions}.", $"Para entrar: {conditions}.", $"Para entrar: {conditions}.")
                : language.Said(
                    $"To enter, all of these: {conditions}.", $"Para entrar, todo lo siguiente: {conditions}.", $"Para entrar, tudo o que segue: {conditions}.");
            if (rules.Conditions.Count > 1 && near > 0)
            {
                string all = ReportNumbers.Count(near, language);
                string each = string.Join("; ", rules.Conditions.Select((condition, i) =>
                    $"{LocalWording.InSentence(PurchaseFeatures.Title(condition.Feature).In(language))}: {ReportNumbers.Count(report.Rules.MissingOne[i], language)}"));
                yield return language.Said(
                    $"{all} identified customers miss one condition only ({each}): they are the next to invite.",
                    $"A {all} clientes identificados les falta una sola condición ({each}): son los próximos a invitar.",
                    $"A {all} clientes identificados falta uma só condição ({each}): são os próximos a convidar.");
            }
        }
    }

    public static AnswerDraft ToLeave(InsiderReport report)
    {
        InsiderRules rules = report.Rules.Rules;
        List<AnswerNumber> numbers =
        [
            .. rules.Conditions.Select(condition => new AnswerNumber($"stay{condition.Feature}", RuleTexts.Label(condition), condition.Stay, RuleTexts.UnitOf(condition.Feature))),
            new("onTheEdge", new("Members below the conditions to enter", "Miembros por debajo de las condiciones de entrada", "Membros abaixo das condições de entrada"), report.Rules.OnTheEdge, AnswerUnit.Count),
        ];
        if (report.Rules.LeavingSoon is int leaving)
        {
            numbers.Add(new("leavingSoon", new("Leave within 30 days without a purchase", "Salen en 30 días si no compran", "Saem em 30 dias se não comprarem"), leaving, AnswerUnit.Count));
        }

        return new AnswerDraft(Sentences, numbers);

        IEnumerable<string> Sentences(Language language)
        {
            if (rules.Conditions.Count > 0)
            {
                string or = language.Said(" or ", " o ", " ou ");
                string broken = string.Join(or, rules.Conditions.Select(condition => RuleTexts.Broken(condition, language)));
                yield return language.Said(
                    $"A member leaves with {broken}.", $"Un miembro sale con {broken}.", $"Um membro sai com {broken}.");
                yield return language.Said(
                    "To stay is easier than to enter, so that nobody goes in and out with every upload.",
                    "Quedarse es más fácil que entrar, para que nadie entre y salga con cada carga.",
                    "Ficar é mais fácil que entrar, para que ninguém entre e saia a cada envio.");
            }

            string edge = ReportNumbers.Count(report.Rules.OnTheEdge, language);
            yield return language.Said(
                $"{edge} members would not enter today and are in by this margin.",
                $"{edge} miembros no entrarían hoy y siguen gracias a ese margen.",
                $"{edge} membros não entrariam hoje e continuam graças a essa margem.");
            if (report.Rules.LeavingSoon is int leaving)
            {
                (string soon, string days) = (ReportNumbers.Count(leaving, language), ReportNumbers.Count(ReportRules.SoonDays, language));
                yield return language.Said(
                    $"If they buy nothing, {soon} members have to leave within {days} days.",
                    $"Si no compran nada, {soon} miembros tendrán que salir en {days} días.",
                    $"Se não comprarem nada, {soon} membros terão de sair em {days} dias.");
            }
        }
    }
}
