namespace Clientele.Benchmarks.Insiders;

/// <summary>How good what is made of the real invoice lines is, beside the reference project. Each part of it is a class of its own.</summary>
public static class InsidersQualityBench
{
    public static Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reference = ReferenceFeatures.Read();
        return Task.FromResult(TreeUmapFigures.Of(reference.Values, context.Log, context.CancellationToken));
    }
}
