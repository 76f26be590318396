using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What is known of a customer from their invoice lines; the number of each is its column in <see cref="PurchaseTable.Features"/>.</summary>
public enum PurchaseFeature
{
    /// <summary>Money of all purchases; returns are not taken off.</summary>
    Revenue,

    /// <summary>Days from the last purchase to the last day of the history.</summary>
    Recency,

    /// <summary>Lines of purchases: a product on an invoice is one.</summary>
    Lines,

    /// <summary>Purchases a day; how they are counted is a setting of the schema (<c>transactions.frequency</c>).</summary>
    Frequency,

    /// <summary>Units that came back.</summary>
    Returns,

    /// <summary>Different invoices with a purchase.</summary>
    Invoices,

    /// <summary>Units bought.</summary>
    Units,

    /// <summary>Revenue per invoice.</summary>
    Ticket,

    /// <summary>Mean days from one day of purchase to the next; the tenure, at least 1, of who bought on one day only.</summary>
    DaysBetween,

    /// <summary>Units per invoice.</summary>
    BasketUnits,

    /// <summary>Mean number of different products on an invoice.</summary>
    BasketProducts,

    /// <summary>Different products bought.</summary>
    Products,

    /// <summary>Days from the first purchase to the last day of the history.</summary>
    Tenure,
}

/// <summary>The features in order, and how people call them.</summary>
public static class PurchaseFeatures
{
    public static readonly IReadOnlyList<PurchaseFeature> All = Enum.GetValues<PurchaseFeature>();

    public static int Count => All.Count;

    /// <summary>A short name for people, as over a column.</summary>
    public static LocalText Title(PurchaseFeature feature) => feature switch
    {
        PurchaseFeature.Revenue => new("Revenue", "Ingresos", "Receita"),
        PurchaseFeature.Recency => new("Days since the last purchase", "Días desde la última compra", "Dias desde a última compra"),
        PurchaseFeature.Lines => new("Purchase lines", "Líneas de compra", "Linhas de compra"),
        PurchaseFeature.Frequency => new("Purchases a day", "Compras al día", "Compras por dia"),
        PurchaseFeature.Returns => new("Units returned", "Unidades devueltas", "Unidades devolvidas"),
        PurchaseFeature.Invoices => new("Purchases", "Compras", "Compras"),
        PurchaseFeature.Units => new("Units bought", "Unidades compradas", "Unidades compradas"),
        PurchaseFeature.Ticket => new("Revenue per purchase", "Ingresos por compra", "Receita por compra"),
        PurchaseFeature.DaysBetween => new("Days between purchases", "Días entre compras", "Dias entre compras"),
        PurchaseFeature.BasketUnits => new("Units per purchase", "Unidades por compra", "Unidades por compra"),
        PurchaseFeature.BasketProducts => new("Products per purchase", "Productos por compra", "Produtos por compra"),
        PurchaseFeature.Products => new("Different products", "Productos distintos", "Produtos diferentes"),
        PurchaseFeature.Tenure => new("Days as a customer", "Días como cliente", "Dias como cliente"),
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, null),
    };
}
