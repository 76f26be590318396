using System.Globalization;
using Clientele.Benchmarks.Campaign;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Segments;

namespace Clientele.Benchmarks.Segments;

/// <summary>
/// How good the segments of the real customers are: stable, of a fair size, with the contrast between two groups that the reference project found, and not
/// the response in disguise.
/// </summary>
public static class SegmentsQualityBench
{
    // What the reference project found with two clusters: the smaller share, and median incomes.
    private const double ReferenceSmallShare = 0.41;
    private const double ReferenceLowIncome = 37_800;
    private const double ReferenceHighIncome = 70_600;
    private const double IncomeTolerance = 0.07;

    public static Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TrainingRows rows = CampaignRows.Load().All();
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TrainedSegments trained = SegmentTraining.Fit(rows, new SegmentTrainingOptions(), null, null, context.CancellationToken);
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        Log(trained.Evaluation, context.Log);

        ProposalReport recommended = trained.Evaluation.Proposals[^1];
        (double low, double high) = MedianIncomes(rows, trained.Model.Proposals[0]);
        var figures = new List<Figure>
        {
            Figure.AtLeast("recommended.bootstrap_ari", recommended.Figures.Stability, "", 0.85),
            Figure.AtLeast("recommended.smallest_share", recommended.Figures.SmallestShare, "", 0.05),
            Figure.Told("recommended.clusters", recommended.Figures.Clusters, ""),
            Figure.Told("recommended.silhouette", recommended.Figures.Silhouette, "", "k-means on customers without groups", recommended.Figures.ReferenceSilhouette),
            Figure.Within("k2.small_share", trained.Evaluation.Proposals[0].Segments.Min(segment => segment.Share), "", 0.37, 0.45, "reference project", ReferenceSmallShare),
            Income("k2.low_income", low, ReferenceLowIncome),
            Income("k2.high_income", high, ReferenceHighIncome),
            Figure.AtMost("k3.ari_with_response", trained.Evaluation.Proposals[1].AgreementWithResponse, "", 0.1),
            Figure.Told("training_s", seconds, "s"),
        };
        figures.AddRange(trained.Evaluation.Comparison.Where(each => each.Found).SelectMany(Told));
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static Figure Income(string id, double value, double reference) =>
        Figure.Within(id, value, "", Math.Round(reference * (1 - IncomeTolerance)), Math.Round(reference * (1 + IncomeTolerance)), "reference project", reference);

    private static IEnumerable<Figure> Told(ComparedSegments each)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{NameOf(each.Algorithm)}.k{each.Clusters}");
        yield return Figure.Told($"{id}.silhouette", each.Silhouette, "", "k-means on customers without groups", each.ReferenceSilhouette);
        yield return Figure.Told($"{id}.bootstrap_ari", each.Stability, "");
    }

    /// <summary>Median income, as in the file, of the customers of either of two segments.</summary>
    private static (double Low, double High) MedianIncomes(TrainingRows rows, SegmentProposal two)
    {
        int field = rows.Schema.Fields.ToList().FindIndex(each => each.Name == "Income");
        double[] medians = [.. two.Segments.Select(segment => Median(
            [.. Enumerable.Range(0, rows.Count).Where(row => two.Trained[row] == segment.Id).Select(row => rows.Values(field)[row]).Where(income => !double.IsNaN(income))]))];
        return (medians.Min(), medians.Max());
    }

    private static string NameOf(ClusterAlgorithm algorithm) => algorithm switch
    {
        ClusterAlgorithm.KMeans => "kmeans",
        ClusterAlgorithm.Mixture => "mixture",
        ClusterAlgorithm.Ward => "ward",
        _ => "dbscan",
    };

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static void Log(SegmentEvaluation evaluation, TextWriter log)
    {
        log.WriteLine($"variables: {string.Join(", ", evaluation.Variables)}");
        foreach (DroppedVariable dropped in evaluation.Dropped)
        {
            log.WriteLine(dropped.Sentence.En);
        }

        log.WriteLine("| algorithm | k | silhouette | without groups | Calinski-Harabasz | Davies-Bouldin | stability | smallest share |");
        log.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (ComparedSegments each in evaluation.Comparison)
        {
            log.WriteLine(each.Found
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {NameOf(each.Algorithm)} | {each.Clusters} | {each.Silhouette:F3} | {each.ReferenceSilhouette:F3} | {each.CalinskiHarabasz:F0} | {each.DaviesBouldin:F2} | {each.Stability:F3} ± {each.StabilityStandardError:F3} | {each.SmallestShare:F3} |")
                : string.Create(CultureInfo.InvariantCulture, $"| {NameOf(each.Algorithm)} | {each.Clusters} | not found | | | | | |"));
        }

        log.WriteLine(evaluation.Recommendation.En);
    }
}
