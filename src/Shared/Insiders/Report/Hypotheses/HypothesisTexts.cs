using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>The claims and what was found of them, in words.</summary>
internal static class HypothesisTexts
{
    public static LocalText Claim(string key) => key switch
    {
        "h1" => new(
            "Members buy more than 10% of the product volume (purchase lines: a product on an invoice is one).",
            "Los miembros compran más del 10% del volumen de productos (líneas de compra: un producto en una factura es una).",
            "Os membros compram mais de 10% do volume de produtos (linhas de compra: um produto em uma fatura é uma)."),
        "h2" => new(
            "Members bring more than 10% of the revenue.",
            "Los miembros aportan más del 10% de los ingresos.",
            "Os membros trazem mais de 10% da receita."),
        "h3" => new(
            "Members return fewer units than the average customer.",
            "Los miembros devuelven menos unidades que el cliente medio.",
            "Os membros devolvem menos unidades que o cliente médio."),
        "h4" => new(
            "The members' median revenue is at least 10% above everyone's.",
            "La mediana de ingresos de los miembros supera en al menos un 10% la de todos.",
            "A mediana da receita dos membros supera em pelo menos 10% a de todos."),
        "h5" => new(
            "The members' revenue is concentrated in the third quartile: the quarter of customers from the median to the third quartile of revenue brings more of it than any other quarter.",
            "Los ingresos de los miembros se concentran en el tercer cuartil: el cuarto de clientes entre la mediana y el tercer cuartil de ingresos aporta más que cualquier otro cuarto.",
            "A receita dos membros se concentra no terceiro quartil: o quarto de clientes entre a mediana e o terceiro quartil da receita traz mais que qualquer outro quarto."),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "The claims are h1 to h5."),
    };

    public static LocalText Verdict(InsiderHypothesis hypothesis) => (hypothesis.Holds, hypothesis.IsCertain) switch
    {
        (true, true) => new("true", "verdadera", "verdadeira"),
        (true, false) => new("true, but not certain", "verdadera, pero no segura", "verdadeira, mas não certa"),
        (false, true) => new("false", "falsa", "falsa"),
        (false, false) => new("false, but not certain", "falsa, pero no con seguridad", "falsa, mas não com certeza"),
    };

    public static LocalText Lines(Estimate share, double units) => LocalText.Of(language =>
    {
        (string lines, string interval, string ofUnits) = (Percent(share.Value, language), Between(share, language), Percent(units, language));
        return language switch
        {
            Language.Spanish => $"Compran el {lines} de las líneas (95%: {interval}) y el {ofUnits} de las unidades.",
            Language.Portuguese => $"Compram {lines} das linhas (95%: {interval}) e {ofUnits} das unidades.",
            _ => $"They buy {lines} of the lines (95%: {interval}) and {ofUnits} of the units.",
        };
    });

    public static LocalText Revenue(Estimate share) => LocalText.Of(language =>
    {
        (string money, string interval) = (Percent(share.Value, language), Between(share, language));
        return language switch
        {
            Language.Spanish => $"Aportan el {money} de los ingresos (95%: {interval}).",
            Language.Portuguese => $"Trazem {money} da receita (95%: {interval}).",
            _ => $"They bring {money} of the revenue (95%: {interval}).",
        };
    });

    public static LocalText Returns(Estimate difference, HypothesisFigures measured) => LocalText.Of(language =>
    {
        string theirs = ReportNumbers.Decimals(measured.MembersReturns, 1, language);
        string all = ReportNumbers.Decimals(measured.EveryoneReturns, 1, language);
        string interval = ReportNumbers.Interval(difference, (value, l) => ReportNumbers.Decimals(value, 1, l), language);
        string rate = Percent(measured.MembersReturned, language);
        string everyone = Percent(measured.EveryoneReturned, language);
        return language switch
        {
            Language.Spanish => $"Un miembro devuelve {theirs} unidades de media; el cliente medio, {all} (diferencia, 95%: {interval}). Por unidad comprada: {rate} frente a {everyone}.",
            Language.Portuguese => $"Um membro devolve {theirs} unidades em média; o cliente médio, {all} (diferença, 95%: {interval}). Por unidade comprada: {rate} contra {everyone}.",
            _ => $"A member returns {theirs} units on average; the average customer {all} (difference, 95%: {interval}). Per unit bought: {rate} against {everyone}.",
        };
    });

    public static LocalText MedianLead(Estimate lead, HypothesisFigures measured) => LocalText.Of(language =>
    {
        string theirs = ReportNumbers.Money(measured.MembersMedian, language);
        string all = ReportNumbers.Money(measured.EveryoneMedian, language);
        string more = ReportNumbers.Percent(lead.Value, language, 0);
        string interval = ReportNumbers.Interval(lead, (value, l) => ReportNumbers.Percent(value, l, 0), language);
        return language switch
        {
            Language.Spanish => $"La mediana de los miembros es {theirs}; la de todos, {all}: una diferencia del {more} (95%: {interval}).",
            Language.Portuguese => $"A mediana dos membros é {theirs}; a de todos, {all}: uma diferença de {more} (95%: {interval}).",
            _ => $"The members' median is {theirs}, everyone's {all}: a difference of {more} (95%: {interval}).",
        };
    });

    public static LocalText Quarters(RevenueQuarters quarters, double top) => LocalText.Of(language =>
    {
        string shares = ReportNumbers.Listed([.. quarters.Shares.Select(share => Percent(share.Value, language))], language);
        string interval = Between(quarters.Shares[2], language);
        string third = Percent(quarters.Shares[2].Value, language);
        string own = Percent(top, language);
        return language switch
        {
            Language.Spanish => $"De los ingresos de los miembros, los cuatro cuartos de clientes, de menos a más ingresos, aportan {shares}. El tercero, {third} (95%: {interval}). Solo entre miembros, el cuarto con más ingresos aporta el {own} de los suyos.",
            Language.Portuguese => $"Da receita dos membros, os quatro quartos de clientes, da menor à maior receita, trazem {shares}. O terceiro, {third} (95%: {interval}). Só entre membros, o quarto com mais receita traz {own} da sua.",
            _ => $"Of the members' revenue the four quarters of customers, from the least to the most revenue, bring {shares}. The third brings {third} (95%: {interval}). Among members alone, the quarter with the most revenue brings {own} of theirs.",
        };
    });

    private static string Percent(double share, Language language) => ReportNumbers.Percent(share, language);

    private static string Between(Estimate estimate, Language language) => ReportNumbers.Interval(estimate, Percent, language);
}
