using Clientele.Schemas;

namespace Clientele.Benchmarks.Insiders;

/// <summary>How good what is made of the real invoice lines is, beside the reference project. Each part of it is a class of its own.</summary>
public static class InsidersQualityBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reference = ReferenceFeatures.Read();
        RealInvoices asReference = await RealInvoices.ReadAsync(PurchaseFrequency.FirstToLast, context.CancellationToken);
        RealInvoices invoices = await RealInvoices.ReadAsync(PurchaseFrequency.SinceFirst, context.CancellationToken);
        return
        [
            .. CleanFigures.Of(asReference, reference),
            .. TreeUmapFigures.Of(reference.Values, context.Log, context.CancellationToken),
            .. GroupFigures.Of(invoices.Customers, context.Log, context.CancellationToken),
            .. ForecastFigures.Of(invoices.Customers, context.CancellationToken),
        ];
    }
}
