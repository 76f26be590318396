using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>The plan in words.</summary>
public static class ExperimentTexts
{
    public static readonly LocalText None = new(
        "There are no figures of earlier members to plan by: a longer history is needed, or more customers.",
        "No hay cifras de miembros anteriores con que planear: hace falta un historial más largo o más clientes.",
        "Não há números de membros anteriores para planejar: falta um histórico mais longo ou mais clientes.");

    public static LocalText Sources { get; } = new(
        "Rates: two-sided test of two proportions without continuity correction (Fleiss, Levin & Paik 2003, chapter 4). Means: two-sample test with Guenther's correction (1981). Adjusted: revenue less what that of the days before predicts (CUPED, Deng et al. 2013). Two-sided at 5%, power 80%.",
        "Tasas: prueba bilateral de dos proporciones sin corrección de continuidad (Fleiss, Levin y Paik 2003, capítulo 4). Medias: prueba de dos muestras con la corrección de Guenther (1981). Ajustados: ingresos menos lo que predicen los de los días anteriores (CUPED, Deng et al. 2013). Bilateral al 5%, potencia del 80%.",
        "Taxas: teste bilateral de duas proporções sem correção de continuidade (Fleiss, Levin e Paik 2003, capítulo 4). Médias: teste de duas amostras com a correção de Guenther (1981). Ajustada: receita menos o que a dos dias anteriores prevê (CUPED, Deng et al. 2013). Bilateral a 5%, poder de 80%.");

    public static LocalText How(ExperimentPlan plan) => LocalText.Of(language =>
    {
        (string members, string days) = (ReportNumbers.Count(plan.Members, language), ReportNumbers.Count(LaterPurchases.Horizon, language));
        string lift = ReportNumbers.Percent(plan.Lift, language, 0);
        return language.Said(
            $"Split the {members} identified members by lot into two equal arms, give the action to one only, and compare after {days} days. The lift hoped for is {lift} of the base.",
            $"Repartir al azar los {members} miembros identificados en dos grupos iguales, dar la acción solo a uno y comparar a los {days} días. El aumento esperado es del {lift} sobre la base.",
            $"Dividir por sorteio os {members} membros identificados em dois grupos iguais, dar a ação só a um e comparar após {days} dias. O aumento esperado é de {lift} sobre a base.");
    });

    public static LocalText Verdict(ExperimentPlan plan) => LocalText.Of(language =>
    {
        string members = ReportNumbers.Count(plan.Members, language);
        string rate = plan.RateDetectable is double r
            ? ReportNumbers.Percent(r, language)
            : language.Said("none", "ninguno", "nenhum");
        string money = plan.RevenueDetectable is double m
            ? ReportNumbers.Percent(m, language)
            : language.Said("none", "ninguno", "nenhum");
        string others = plan.OthersRateDetectable is double o
            ? ReportNumbers.Percent(o, language)
            : language.Said("none", "ninguno", "nenhum");
        return language.Said(
            $"With {members} members, the least lift that such an experiment shows is {rate} in who buys again and {money} in revenue; with the other customers it is {others} in who buys again.",
            $"Con {members} miembros, el menor aumento que muestra tal experimento es {rate} en quienes vuelven a comprar y {money} en ingresos; con los demás clientes, {others} en quienes vuelven a comprar.",
            $"Com {members} membros, o menor aumento que tal experimento mostra é {rate} em quem volta a comprar e {money} em receita; com os demais clientes, {others} em quem volta a comprar.");
    });

    public static IReadOnlyList<IReadOnlyList<string>> Rows(ExperimentPlan plan, Language language)
    {
        string days = ReportNumbers.Count(LaterPurchases.Horizon, language);
        string lift = ReportNumbers.Percent(plan.Lift, language, 0);
        string others = ReportNumbers.Count(plan.Others, language);
        string cannot = language.Said("cannot rise so far: it would pass 100%", "no puede subir tanto: pasaría del 100%", "não pode subir tanto: passaria de 100%");
        return
        [
            [
                language.Said($"Base: buy again within {days} days", $"Base: vuelven a comprar en {days} días", $"Base: voltam a comprar em {days} dias"),
                ReportNumbers.Percent(plan.Rate, language),
            ],
            [
                language.Said($"Customers per arm to show +{lift} of it", $"Clientes por grupo para mostrar +{lift}", $"Clientes por grupo para mostrar +{lift} disso"),
                plan.RateArm is int arm ? ReportNumbers.Count(arm, language) : cannot,
            ],
            [
                language.Said($"Base: revenue in {days} days (mean, standard deviation)", $"Base: ingresos en {days} días (media, desviación típica)", $"Base: receita em {days} dias (média, desvio padrão)"),
                $"{ReportNumbers.Money(plan.Revenue, language)}; {ReportNumbers.Money(plan.Deviation, language)}",
            ],
            [
                language.Said($"Customers per arm to show +{lift} revenue", $"Clientes por grupo para mostrar +{lift} de ingresos", $"Clientes por grupo para mostrar +{lift} de receita"),
                ReportNumbers.Count(plan.RevenueArm, language),
            ],
            [
                language.Said(
                    $"The same, adjusted for the {days} days before (correlation {ReportNumbers.Decimals(plan.Correlation, 2, language)})",
                    $"Lo mismo, ajustados por los {days} días anteriores (correlación {ReportNumbers.Decimals(plan.Correlation, 2, language)})",
                    $"O mesmo, ajustada pelos {days} dias anteriores (correlação {ReportNumbers.Decimals(plan.Correlation, 2, language)})"),
                ReportNumbers.Count(plan.AdjustedArm, language),
            ],
            [
                language.Said(
                    $"Base of the {others} other customers: buy again within {days} days",
                    $"Base de los otros {others} clientes: vuelven a comprar en {days} días",
                    $"Base dos outros {others} clientes: voltam a comprar em {days} dias"),
                ReportNumbers.Percent(plan.OthersRate, language),
            ],
            [
                language.Said($"Of them per arm to show +{lift} of it", $"De ellos, por grupo, para mostrar +{lift}", $"Deles, por grupo, para mostrar +{lift} disso"),
                plan.OthersRateArm is int othersArm ? ReportNumbers.Count(othersArm, language) : cannot,
            ],
        ];
    }
}
