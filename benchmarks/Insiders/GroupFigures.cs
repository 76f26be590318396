using System.Diagnostics;
using System.Globalization;
using Clientele.Insiders;

namespace Clientele.Benchmarks.Insiders;

/// <summary>Clusters, insiders and rules as the first upload makes them, with the shipped settings.</summary>
internal static class GroupFigures
{
    private const double LeastStability = 0.85;

    public static IReadOnlyList<Figure> Of(PurchaseTable customers, TextWriter log, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        InsiderEvaluation evaluation = InsiderTraining.Fit(customers, "transactions", "bench", new InsiderOptions(), previous: null, progress: null, cancellation).Evaluation;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Log(evaluation, log);
        ClusterProfile[] insiders = [.. evaluation.Profiles.Where(profile => profile.Insider)];
        return
        [
            Figure.AtLeast("recommended.bootstrap_ari", evaluation.Recommended.Stability, "", LeastStability),
            Figure.Told("recommended.clusters", evaluation.Recommended.Clusters, ""),
            Figure.Told("recommended.silhouette", evaluation.Recommended.Silhouette, ""),
            Figure.Told("recommended.insiders_share", insiders.Sum(profile => profile.Share), "", "reference project", 0.129),
            Figure.Told("recommended.revenue_share", insiders.Sum(profile => profile.RevenueShare), "", "reference project", 0.4089),
            Figure.Told("rules.precision", evaluation.RuleFigures.Precision, ""),
            Figure.Told("rules.recall", evaluation.RuleFigures.Recall, ""),
            Figure.Told("recommended.fit_seconds", seconds, "s"),
        ];
    }

    private static void Log(InsiderEvaluation evaluation, TextWriter log)
    {
        log.WriteLine(evaluation.Recommendation.En);
        log.WriteLine("| space | algorithm | k | silhouette | stability | smallest | revenue of the top group |");
        log.WriteLine("|---|---|---:|---:|---:|---:|---:|");

        // The whole table is in the version's evaluation; here the best of each algorithm in each space.
        foreach (ComparedGroups row in evaluation.Comparison.Where(row => row.Found).GroupBy(row => (row.Space, row.Algorithm)).Select(rows => rows.MaxBy(row => row.ExcessSilhouette)!))
        {
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Space} | {row.Algorithm} | {row.Clusters} | {row.Silhouette:F3} | {row.Stability:F2} | {100 * row.SmallestShare:F1}% | {100 * row.TopRevenueShare:F1}% |"));
        }
    }
}
