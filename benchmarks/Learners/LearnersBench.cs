using System.Globalization;

namespace Clientele.Benchmarks.Learners;

/// <summary>
/// Every learner beside scikit-learn, SciPy or XGBoost: the same files, two threads, each case in a process of its own, one after the other. A ratio
/// of times counts only where the quality is equal.
/// </summary>
public static class LearnersBench
{
    /// <summary>Nothing may take more than three times as long as its peer.</summary>
    private const double LeastRatio = 1.0 / 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!await LearnersPeer.InstallAsync(context))
        {
            throw new InvalidOperationException("The peers (python3-sklearn, python3-xgboost, libopenblas0-pthread) are neither there nor to be installed.");
        }

        var figures = new List<Figure>();
        foreach (LearnerCase each in await CasesAsync(context))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            PeerRound ours = PeerRound.Parse(await PeerProcess.ChildAsync(context, ["learners-ours", each.Case, .. each.Arguments("ours")]));
            PeerRound peer = await LearnersPeer.RunAsync(context, each.Case, each.Arguments("peer"));
            context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours: {each.Case} took {ours.Seconds:0.000} s"));
            figures.AddRange(Figures(each, ours, peer));
        }

        return figures;
    }

    private static IEnumerable<Figure> Figures(LearnerCase each, PeerRound ours, PeerRound peer)
    {
        double quality = ours.Quality[each.Quality];
        double peerQuality = peer.Quality[each.Quality];
        bool equal = each.IsAsGood(quality, peerQuality);
        double ratio = peer.Seconds / ours.Seconds;
        yield return new Figure(each.Id, ratio, "ratio of times", peer.Version, null, "≥ 1/3, no worse", ratio >= LeastRatio && equal);
        yield return Figure.Told($"{each.Name}.ms", ours.Seconds * 1000, "ms", peer.Version, peer.Seconds * 1000);
        yield return Figure.Told($"{each.Name}.peak_mb", ours.PeakMegabytes, "MB", peer.Version, peer.PeakMegabytes);
        yield return new Figure($"{each.Name}.{each.Quality}", quality, "", peer.Version, peerQuality, each.Bound, equal);
    }

    private static async Task<IReadOnlyList<LearnerCase>> CasesAsync(BenchContext context)
    {
        BlobFiles million = await LearnersData.BlobsAsync(context, 1_000_000, 20);
        BlobFiles hundred = await LearnersData.BlobsAsync(context, 100_000, 20);
        BlobFiles twenty = await LearnersData.BlobsAsync(context, 20_000, 20);
        BlobFiles ten = await LearnersData.BlobsAsync(context, 10_000, 20);
        BlobFiles flat = await LearnersData.BlobsAsync(context, 100_000, 5);
        ResponseFiles many = await LearnersData.ResponsesAsync(context, 1_000_000);
        ResponseFiles some = await LearnersData.ResponsesAsync(context, 100_000);
        ResponseFiles few = await LearnersData.ResponsesAsync(context, 5_000);
        ResponseFiles held = await LearnersData.ResponsesAsync(context, 50_000, holdout: true);
        string model = Path.Combine(context.WorkFolder, "learners", "model-SIDE.json");
        string[] Judged(ResponseFiles files) => [files.Inputs, files.Labels, held.Inputs, held.Labels];
        return
        [
            new("kmeans.1m", "kmeans.1m.vs_sklearn", "kmeans", [million.Inputs, million.Starts]) { Quality = "inertia", LowerIsBetter = true, Within = 1e-4 },
            new("minibatch.1m", "minibatch.1m.vs_sklearn", "minibatch", [million.Inputs, million.Starts, "iterations=1"]) { Quality = "inertia", LowerIsBetter = true, Within = 0.05 },
            new("gmm.100k", "gmm.100k.vs_sklearn", "gmm", [hundred.Inputs, hundred.Starts]) { Quality = "lowerBound", Within = 0.02 },
            new("silhouette.20k", "silhouette.20k.vs_sklearn", "silhouette", [twenty.Inputs, twenty.Labels]) { Quality = "silhouette", Within = 1e-9, BothWays = true },
            new("ward.20k", "ward.20k.vs_sklearn", "ward", [twenty.Inputs]) { Quality = "lastHeights", Within = 1e-8, BothWays = true },
            new("average.10k", "average.10k.vs_sklearn", "average", [ten.Inputs]) { Quality = "lastHeights", Within = 1e-8, BothWays = true },
            new("dbscan.100k", "dbscan.100k.vs_sklearn", "dbscan", [flat.Inputs]) { Quality = "noise", Within = 0, BothWays = true },
            new("pca.1m", "pca.1m.vs_sklearn", "pca", [million.Inputs]) { Quality = "allRatios", Within = 1e-9, BothWays = true },
            new("logistic.1m", "logistic.1m.vs_sklearn", "logistic", [.. Judged(many), "tolerance=1e-4"]) { Quality = "logLoss", LowerIsBetter = true, Within = 1e-5 },
            new("gbt.1m", "gbt.1m.vs_xgboost", "gbt_fit", [.. Judged(many), $"save={model}", "repeats=1"]) { Quality = "rocAuc", Within = 1e-3 },
            new("gbt.score_1m", "gbt.score_1m.vs_xgboost", "gbt_score", [many.Inputs, $"model={model}"]) { Quality = "mean", Within = 0.01, BothWays = true },
            new("gbt.single", "gbt.single.vs_xgboost", "gbt_single", [some.Inputs, $"model={model}"]) { Quality = "p99", LowerIsBetter = true, Within = 1 },
            new("treeshap.10k", "treeshap.vs_xgboost", "treeshap", [some.Inputs, $"model={model}"]) { Quality = "additivity", LowerIsBetter = true, Within = 0 },
            new("svm.5k", "svm.5k.vs_sklearn", "svm", Judged(few)) { Quality = "rocAuc", Within = 1e-3 },
            new("forest.100k", "forest.100k.vs_sklearn", "forest", [.. Judged(some), "repeats=1"]) { Quality = "rocAuc", Within = 3e-3 },
            new("extratrees.100k", "extratrees.100k.vs_sklearn", "extratrees", [.. Judged(some), "repeats=1"]) { Quality = "rocAuc", Within = 3e-3 },
            new("isotonic.1m", "isotonic.1m.vs_sklearn", "isotonic", [many.Inputs, many.Labels]) { Quality = "meanSquaredError", Within = 1e-12, BothWays = true },
        ];
    }
}
