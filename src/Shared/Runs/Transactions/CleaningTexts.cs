using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Runs.Transactions;

/// <summary>What each rule of a schema did to the lines of a file, in words and in the order in which they are applied.</summary>
internal static class CleaningTexts
{
    /// <param name="counts">Of this file.</param>
    /// <param name="totals">Of the whole history.</param>
    public static IReadOnlyList<CleanedLines> Of(TransactionRules rules, in LineCounts counts, in PurchaseTotals totals) =>
    [
        new(
            rules.MissingCustomer == MissingCustomer.Drop
                ? new("No customer: left out", "Sin cliente: descartadas", "Sem cliente: descartadas")
                : new("No customer: each invoice counts as one of its own", "Sin cliente: cada factura cuenta como un cliente propio", "Sem cliente: cada fatura conta como um cliente próprio"),
            counts.WithoutCustomer),
        new(LocalText.Of(language => $"{Price(language)} {rules.PriceAbove.ToString("0.####", LanguageNumbers.Of(language))}: {LeftOut(language)}"), counts.DroppedByPrice),
        new(new("Stock codes that are no products: left out", "Códigos que no son productos: descartadas", "Códigos que não são produtos: descartadas"), counts.DroppedByProduct),
        new(new("Countries that are none: left out", "Países que no lo son: descartadas", "Países que não o são: descartadas"), counts.DroppedByCountry),
        new(new("Customers that do not count: left out", "Clientes que no cuentan: descartadas", "Clientes que não contam: descartadas"), counts.DroppedByCustomer),
        new(
            rules.ExactDuplicates == ExactDuplicates.Drop
                ? new("Equal in every column to a line before: counted once", "Iguales en todo a una línea anterior: cuentan una vez", "Iguais em tudo a uma linha anterior: contam uma vez")
                : new("Equal in every column to a line before: counted each time", "Iguales en todo a una línea anterior: cuentan cada vez", "Iguais em tudo a uma linha anterior: contam todas as vezes"),
            totals.Duplicates),
        new(new("Returns", "Devoluciones", "Devoluções"), totals.ReturnLines),
        new(new("Purchases", "Compras", "Compras"), totals.PurchaseLines),
    ];

    private static string Price(Language language) => language switch
    {
        Language.Spanish => "Precio por unidad hasta",
        Language.Portuguese => "Preço por unidade até",
        _ => "A unit costs no more than",
    };

    private static string LeftOut(Language language) => language == Language.English ? "left out" : "descartadas";
}
