using System.Globalization;
using Clientele.Learning;

namespace Clientele.Benchmarks.Insiders;

/// <summary>What one seed finds in the tree space.</summary>
/// <param name="Nine">Silhouette of nine clusters, in the layout.</param>
/// <param name="Eighteen">Of eighteen.</param>
/// <param name="InsidersShare">Of the customers, those of the nine clusters' one with the highest mean revenue.</param>
/// <param name="RevenueShare">Theirs.</param>
internal sealed record TreeUmapRun(int Seed, double Nine, double Eighteen, double InsidersShare, double RevenueShare);

/// <summary>
/// The reference project's final space, with its settings: a forest that regresses revenue on the other features, the numbers of its leaves as columns, UMAP's
/// layout of them, k-means in the layout. The seed decides the forest, the layout and k-means, so several are told.
/// </summary>
internal static class TreeUmapFigures
{
    private const int Seeds = 5;

    // What the reference project published for its one seed, after a search for the forest's settings.
    private static readonly TreeUmapRun Published = new(42, 0.539, 0.581, 0.129, 0.4089);

    /// <param name="features">Revenue first; of the rest the forest takes every column.</param>
    public static IReadOnlyList<Figure> Of(Matrix features, TextWriter log, CancellationToken cancellation)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TreeUmapRun[] runs = [.. Enumerable.Range(0, Seeds).Select(seed => Run(features, seed, cancellation))];
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds / Seeds;
        Log(runs, log);

        TreeUmapRun median = runs.OrderBy(run => run.Nine).ElementAt(Seeds / 2);
        return
        [
            Figure.AtLeast("tree_umap.k9.silhouette", median.Nine, "", 0.50, "reference project, one seed", Published.Nine),
            Figure.Within("tree_umap.k9.insiders_share", median.InsidersShare, "", 0.10, 0.16, "reference project, one seed", Published.InsidersShare),
            Figure.Within("tree_umap.k9.revenue_share", median.RevenueShare, "", 0.36, 0.48, "reference project, one seed", Published.RevenueShare),
            Figure.Told("tree_umap.k9.silhouette_lowest", runs.Min(run => run.Nine), ""),
            Figure.Told("tree_umap.k9.silhouette_highest", runs.Max(run => run.Nine), ""),
            Figure.Told("tree_umap.k18.silhouette", runs.Select(run => run.Eighteen).Order().ElementAt(Seeds / 2), "", "reference project, one seed", Published.Eighteen),
            Figure.Told("tree_umap.seconds", seconds, "s"),
        ];
    }

    private static TreeUmapRun Run(Matrix features, int seed, CancellationToken cancellation)
    {
        var revenue = new double[features.Rows];
        var others = new Matrix(features.Rows, features.Columns - 1);
        for (int i = 0; i < features.Rows; i++)
        {
            revenue[i] = features[i, 0];
            features.Row(i)[1..].CopyTo(others.RowToWrite(i));
        }

        var settings = new ForestOptions
        {
            Task = ForestTask.Regression,
            Trees = 882,
            MaxDepth = 138,
            MinSamplesSplit = 4,
            MinSamplesLeaf = 3,
            FeaturesPerSplit = FeaturesPerSplit.Sqrt,
            Seed = seed,
        };
        ForestModel forest = RandomForest.Fit(others, revenue, [], settings, cancellation: cancellation);
        Matrix leaves = new LeafEmbedding(forest).Indices(others, cancellation: cancellation);
        Matrix layout = Umap.Fit(leaves, new UmapOptions { Seed = seed }, cancellation: cancellation).Layout;
        (double nine, int[] clusters) = Clusters(layout, 9, seed, cancellation);
        int[] insiders = Insiders(clusters, revenue);
        return new TreeUmapRun(
            seed,
            nine,
            Clusters(layout, 18, seed, cancellation).Silhouette,
            (double)insiders.Length / revenue.Length,
            insiders.Sum(row => revenue[row]) / revenue.Sum());
    }

    private static (double Silhouette, int[] Labels) Clusters(Matrix layout, int count, int seed, CancellationToken cancellation)
    {
        int[] labels = KMeans.Fit(layout, [], new KMeansOptions { Clusters = count, Seed = seed }, cancellation: cancellation).Labels;
        return (Silhouette.Mean(layout, labels, cancellation: cancellation), labels);
    }

    /// <summary>The rows of the cluster with the highest mean revenue.</summary>
    private static int[] Insiders(int[] clusters, double[] revenue) =>
        [.. Enumerable.Range(0, clusters.Length).GroupBy(row => clusters[row]).MaxBy(cluster => cluster.Average(row => revenue[row]))!];

    private static void Log(TreeUmapRun[] runs, TextWriter log)
    {
        log.WriteLine("| seed | silhouette, k = 9 | k = 18 | insiders' share | of revenue |");
        log.WriteLine("|---|---:|---:|---:|---:|");
        foreach (TreeUmapRun run in runs.Append(Published))
        {
            string name = run == Published ? "reference project, 42" : run.Seed.ToString(CultureInfo.InvariantCulture);
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {run.Nine:F3} | {run.Eighteen:F3} | {100 * run.InsidersShare:F1}% | {100 * run.RevenueShare:F1}% |"));
        }
    }
}
