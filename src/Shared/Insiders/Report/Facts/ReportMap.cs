namespace Clientele.Insiders;

/// <summary>Some customers on the map of groups: neighbours buy alike, far distances say little.</summary>
/// <param name="Clusters">Of each customer shown.</param>
/// <param name="X">From 0 to 1, left to right.</param>
/// <param name="Y">From 0 to 1, from below.</param>
/// <param name="Members">Whether each is in the programme.</param>
public sealed record ReportMap(IReadOnlyList<int> Clusters, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<bool> Members)
{
    public const int MostPoints = 2_000;

    /// <summary>A point in a thousand outside either end must not press the others together.</summary>
    private const double Outlying = 0.001;

    internal static ReportMap? Of(InsiderReportInput input)
    {
        int customers = input.MapX.Count;
        if (customers == 0)
        {
            return null;
        }

        // Customers are ordered by a hash of their key: every so-manieth is a fair sample.
        int shown = Math.Min(customers, MostPoints);
        int[] chosen = [.. Enumerable.Range(0, shown).Select(i => (int)((long)i * customers / shown))];
        return new ReportMap(
            [.. chosen.Select(customer => input.CustomerClusters[customer])],
            Scaled([.. chosen.Select(customer => input.MapX[customer])]),
            Scaled([.. chosen.Select(customer => input.MapY[customer])]),
            [.. chosen.Select(customer => input.Members[customer])]);
    }

    private static double[] Scaled(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        int edge = (int)(Outlying * sorted.Length);
        (double low, double high) = (sorted[edge], sorted[^(edge + 1)]);
        return [.. values.Select(value => high > low ? Math.Round(Math.Clamp((value - low) / (high - low), 0, 1), 4) : 0.5)];
    }
}
