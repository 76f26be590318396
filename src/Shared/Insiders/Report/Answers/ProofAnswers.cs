using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Questions 8 and 9: what speaks for the members, and what to do.</summary>
internal static class ProofAnswers
{
    private const int ActionsTold = 3;

    public static AnswerDraft Guarantee(InsiderReport report)
    {
        InsiderEvidence evidence = report.Evidence;
        int settled = evidence.Comparisons.Count(comparison => comparison.IsSettled);
        var numbers = new List<AnswerNumber>();
        if (evidence.Later is LaterPurchases later)
        {
            numbers.Add(new("laterRevenueMembers", new("Revenue after it, a member", "Ingresos posteriores, un miembro", "Receita posterior, um membro"), later.MembersRevenue, AnswerUnit.Money));
            numbers.Add(new("laterRevenueOthers", new("Revenue after it, another customer", "Ingresos posteriores, otro cliente", "Receita posterior, outro cliente"), later.OthersRevenue, AnswerUnit.Money));
            numbers.Add(new("laterDifference", new("Difference", "Diferencia", "Diferença"), later.Difference.Value, AnswerUnit.Money));
            numbers.Add(new("laterDifferenceLow", new("At least (95%)", "Al menos (95%)", "Pelo menos (95%)"), later.Difference.Low, AnswerUnit.Money));
            numbers.Add(new("laterDifferenceHigh", new("At most (95%)", "A lo sumo (95%)", "No máximo (95%)"), later.Difference.High, AnswerUnit.Money));
            numbers.Add(new("repurchaseMembers", new("Members who bought again", "Miembros que volvieron a comprar", "Membros que voltaram a comprar"), later.MembersRate.Value, AnswerUnit.Share));
            numbers.Add(new("repurchaseOthers", new("Others who bought again", "Otros que volvieron a comprar", "Outros que voltaram a comprar"), later.OthersRate.Value, AnswerUnit.Share));
        }

        numbers.Add(new("settledDifferences", new("Differences that are no luck", "Diferencias que no son azar", "Diferenças que não são acaso"), settled, AnswerUnit.Count));
        return new AnswerDraft(Sentences, numbers);

        IEnumerable<string> Sentences(Language language)
        {
            yield return language.Said(
                "No figure guarantees it; this is what speaks for it, the strongest first.",
                "Ninguna cifra lo garantiza; esto es lo que habla a favor, lo más fuerte primero.",
                "Nenhum número garante isso; eis o que fala a favor, o mais forte primeiro.");
            yield return evidence.Later is null ? evidence.LaterNote.In(language) : Said(evidence.Later, language);
            if (evidence.Comparisons.Count > 0)
            {
                (string sure, string all) = (ReportNumbers.Count(settled, language), ReportNumbers.Count(evidence.Comparisons.Count, language));
                yield return language.Said(
                    $"As they are today they differ from the rest beyond luck in {sure} of {all} features, which is partly so by construction.",
                    $"Tal como son hoy, se distinguen del resto más allá del azar en {sure} de {all} rasgos, lo que en parte es así por construcción.",
                    $"Como são hoje, distinguem-se dos demais além do acaso em {sure} de {all} características, o que em parte é assim por construção.");
            }

            if (report.Experiment is ExperimentPlan plan)
            {
                string lift = ReportNumbers.Percent(plan.Lift, language, 0);
                string arm = plan.RateArm is int rateArm ? ReportNumbers.Count(rateArm, language) : "";
                yield return arm.Length == 0
                    ? language.Said("That an action works is proved by an experiment alone.", "Que una acción funcione solo lo prueba un experimento.", "Que uma ação funcione só um experimento prova.")
                    : language.Said(
                        $"That an action works is proved by an experiment alone: {arm} members with it and {arm} without show a {lift} lift in who buys again.",
                        $"Que una acción funcione solo lo prueba un experimento: {arm} miembros con ella y {arm} sin ella muestran un aumento del {lift} en quienes vuelven a comprar.",
                        $"Que uma ação funcione só um experimento prova: {arm} membros com ela e {arm} sem ela mostram um aumento de {lift} em quem volta a comprar.");
            }
        }
    }

    public static AnswerDraft Actions(InsiderReport report)
    {
        InsiderAction[] told = [.. report.Actions.Take(ActionsTold)];
        return new AnswerDraft(Sentences, [
            .. told.Select((action, i) => new AnswerNumber(
                $"prize{i + 1}",
                LocalText.Of(language => $"{ActionTexts.Title(action.Kind).In(language)}: {action.ClusterName.In(language)}"),
                action.Prize,
                AnswerUnit.Money)),
            new("actions", new("Actions proposed", "Acciones propuestas", "Ações propostas"), report.Actions.Count, AnswerUnit.Count),
        ]);

        IEnumerable<string> Sentences(Language language)
        {
            if (told.Length == 0)
            {
                yield return language.Said(
                    "The groups' profiles suggest no action with a prize.",
                    "Los perfiles de los grupos no sugieren ninguna acción con premio.",
                    "Os perfis dos grupos não sugerem nenhuma ação com prêmio.");
                yield break;
            }

            string actions = string.Join("; ", told.Select(action =>
                $"{LocalWording.InSentence(ActionTexts.Title(action.Kind).In(language))}, «{action.ClusterName.In(language)}»: {ReportNumbers.Money(action.Prize, language)}"));
            yield return language.Said(
                $"The largest prizes, in money a year if the action works as assumed: {actions}.",
                $"Los mayores premios, en dinero al año si la acción funciona como se supone: {actions}.",
                $"Os maiores prêmios, em dinheiro por ano se a ação funcionar como se supõe: {actions}.");
            yield return language.Said(
                "Each prize's sum is given beside its action; they overlap and are not to be added.",
                "La cuenta de cada premio está junto a su acción; se solapan y no deben sumarse.",
                "A conta de cada prêmio está ao lado de sua ação; eles se sobrepõem e não devem ser somados.");
        }
    }

    private static string Said(LaterPurchases later, Language language)
    {
        (string members, string day, string days) = (ReportNumbers.Count(later.Members, language), ReportNumbers.Day(later.Cut, language), ReportNumbers.Count(later.Days, language));
        (string own, string others) = (ReportNumbers.Percent(later.MembersRate.Value, language, 0), ReportNumbers.Percent(later.OthersRate.Value, language, 0));
        (string money, string theirs) = (ReportNumbers.Money(later.MembersRevenue, language), ReportNumbers.Money(later.OthersRevenue, language));
        string more = ReportNumbers.Money(later.Difference.Value, language);
        string between = ReportNumbers.Interval(later.Difference, ReportNumbers.Money, language);
        string p = ReportNumbers.Probability(later.PValue, language);
        return language.Said(
            $"Of the {members} members of {day}, {own} bought again in the {days} days after it, of the others {others}; a member brought {money}, another customer {theirs}: a difference of {more} (95%: {between}; p {p}).",
            $"De los {members} miembros del {day}, el {own} volvió a comprar en los {days} días siguientes; de los demás, el {others}. Un miembro aportó {money}; otro cliente, {theirs}: una diferencia de {more} (95%: {between}; p {p}).",
            $"Dos {members} membros de {day}, {own} voltaram a comprar nos {days} dias seguintes; dos demais, {others}. Um membro trouxe {money}; outro cliente, {theirs}: uma diferença de {more} (95%: {between}; p {p}).");
    }
}
