using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>The evidence in words.</summary>
public static class EvidenceTexts
{
    public static readonly LocalText Caution = new(
        "Customers were grouped by what they bought, so members differ in it from the others by construction: the table says how much, not why. The stronger evidence is what members of an earlier day bought afterwards.",
        "Los clientes se agruparon por lo que compraron, así que los miembros se distinguen en ello por construcción: la tabla dice cuánto, no por qué. La prueba más fuerte es lo que compraron después los miembros de una fecha anterior.",
        "Os clientes foram agrupados pelo que compraram, portanto os membros diferem nisso por construção: a tabela diz quanto, não por quê. A prova mais forte é o que compraram depois os membros de uma data anterior.");

    public static LocalText Method { get; } = LocalText.Of(language =>
    {
        string draws = ReportNumbers.Count(CustomerResamples.Draws, language);
        string deals = ReportNumbers.Count(RankTest.Permutations, language);
        return language switch
        {
            Language.Spanish => $"Solo clientes identificados. Intervalos del 95% por bootstrap ({draws} remuestreos, percentiles). Valor p de una prueba de permutación bilateral de los rangos medios ({deals} repartos), corregido según Holm por las cinco comparaciones. Efecto: delta de Cliff, de −1 a 1.",
            Language.Portuguese => $"Somente clientes identificados. Intervalos de 95% por bootstrap ({draws} reamostras, percentis). Valor p de um teste de permutação bilateral dos postos médios ({deals} sorteios), corrigido por Holm pelas cinco comparações. Efeito: delta de Cliff, de −1 a 1.",
            _ => $"Identified customers only. 95% intervals by bootstrap ({draws} resamples, percentiles). p-value of a two-sided permutation test of mean ranks ({deals} deals), corrected by Holm for the five comparisons. Effect: Cliff's delta, −1 to 1.",
        };
    });

    public static LocalText LaterNote(PurchaseTable purchases, InsiderRules rules, LaterPurchases? later)
    {
        if (later is null)
        {
            return LocalText.Of(language => purchases.LastDay - LaterPurchases.Horizon - purchases.FirstDay + 1 < LaterPurchases.Horizon
                ? TooShort(language)
                : TooFew(language));
        }

        if (later.ByRules)
        {
            return LocalText.Of(language =>
            {
                string cut = ReportNumbers.Day(later.Cut, language);
                return language switch
                {
                    Language.Spanish => $"Miembros: quienes cumplían las condiciones de entrada el {cut}, con lo que se sabía hasta ese día. Los umbrales se aprendieron después; las compras que se comparan son posteriores.",
                    Language.Portuguese => $"Membros: quem cumpria as condições de entrada em {cut}, com o que se sabia até aquele dia. Os limites foram aprendidos depois; as compras comparadas são posteriores.",
                    _ => $"Members: who met the conditions to enter on {cut}, by what was known up to that day. The thresholds were learnt later; the purchases compared came after.",
                };
            });
        }

        PurchaseFeature[] unknown = [.. rules.Conditions.Select(condition => condition.Feature).Where(feature => !EarlierFeatures.Known.Contains(feature))];
        return LocalText.Of(language =>
        {
            string features = ReportNumbers.Listed([.. unknown.Select(feature => $"«{PurchaseFeatures.Title(feature).In(language)}»")], language);
            string cut = ReportNumbers.Day(later.Cut, language);
            return language switch
            {
                Language.Spanish => $"Las reglas usan {features}, que no se conoce para días pasados. En su lugar: la misma proporción de clientes que hoy está en el programa, los de más ingresos hasta el {cut}.",
                Language.Portuguese => $"As regras usam {features}, que não se conhece para dias passados. Em seu lugar: a mesma proporção de clientes que hoje está no programa, os de maior receita até {cut}.",
                _ => $"The rules use {features}, which is not known for past days. In their place: the same share of customers as is in the programme now, those with the most revenue up to {cut}.",
            };
        });
    }

    private static string TooShort(Language language)
    {
        string days = ReportNumbers.Count(2 * LaterPurchases.Horizon, language);
        return language switch
        {
            Language.Spanish => $"El historial abarca menos de {days} días: no se puede comparar lo que los miembros de una fecha anterior compraron después.",
            Language.Portuguese => $"O histórico cobre menos de {days} dias: não se pode comparar o que os membros de uma data anterior compraram depois.",
            _ => $"The history covers less than {days} days: what members of an earlier day bought afterwards can't be compared.",
        };
    }

    private static string TooFew(Language language)
    {
        string least = ReportNumbers.Count(LaterPurchases.LeastGroup, language);
        string days = ReportNumbers.Count(LaterPurchases.Horizon, language);
        return language switch
        {
            Language.Spanish => $"Hace {days} días había menos de {least} clientes identificados dentro o fuera del programa: no basta para comparar lo que compraron después.",
            Language.Portuguese => $"Há {days} dias havia menos de {least} clientes identificados dentro ou fora do programa: não basta para comparar o que compraram depois.",
            _ => $"{days} days ago there were fewer than {least} identified customers in or out of the programme: too few to compare what they bought afterwards.",
        };
    }
}
