using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Clientele.Learning;
using Clientele.LocalHost;

namespace Clientele.Benchmarks.Campaign;

/// <summary>
/// Who responds to the next campaign: the mean of spline logistic regression, a support vector classifier and boosted trees, on three repeats of five
/// folds that keep duplicates together; means over the fifteen. scikit-learn and XGBoost do the same on the same columns in the same run.
/// </summary>
public static class CampaignBlendBench
{
    private static readonly string[] Learners = ["spline_logistic", "svm", "boosted_trees", "blend"];

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CampaignData data = CampaignData.Read();
        bool hasPeer = await PythonPeer.InstallAsync(context, "python3-sklearn", "python3-xgboost", "libopenblas0-pthread");
        string folder = Path.Combine(context.WorkFolder, "campaign-blend");
        Directory.CreateDirectory(folder);
        var scores = Learners.ToDictionary(name => name, _ => new List<Score>(), StringComparer.Ordinal);
        Write(Path.Combine(folder, "labels.f64"), data.Responded);
        for (int repeat = 0; repeat < data.Folds.Length; repeat++)
        {
            Write(Path.Combine(folder, $"{repeat}.f64"), [.. data.Folds[repeat].Select(fold => (double)fold)]);
            for (int fold = 0; fold < CampaignData.FoldsPerRepeat; fold++)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                Judge(data, repeat, fold, Path.Combine(folder, $"{repeat}-{fold}.f64"), scores);
            }

            context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"repeat {repeat + 1} of {data.Folds.Length}: ROC AUC so far {scores["blend"].Average(score => score.RocAuc):F4}"));
        }

        return Figures(scores, hasPeer ? await PeerAsync(context, folder, data) : null);
    }

    private static void Judge(CampaignData data, int repeat, int fold, string file, Dictionary<string, List<Score>> scores)
    {
        int[] train = [.. Rows(data, repeat, row => row != fold)];
        int[] test = [.. Rows(data, repeat, row => row == fold)];
        var features = new CampaignFeatures([.. train.Select(row => data.Customers[row])]);
        Matrix all = features.Build(data.Customers);
        Write(file, [.. Enumerable.Range(0, all.Rows).SelectMany(row => all.Row(row).ToArray())]);

        var candidates = new CampaignCandidates(Pick(all, train), [.. train.Select(row => data.Responded[row])], Pick(all, test));
        double[] labels = [.. test.Select(row => data.Responded[row])];
        double[][] members = [candidates.SplineLogistic(), candidates.SupportVectors(), candidates.BoostedTrees()];
        double[] blend = [.. Enumerable.Range(0, test.Length).Select(row => members.Average(member => member[row]))];
        foreach ((string name, double[] probabilities) in Learners.Zip([.. members, blend]))
        {
            scores[name].Add(Score.Of(labels, probabilities));
        }
    }

    private static List<Figure> Figures(Dictionary<string, List<Score>> scores, Peer? peer)
    {
        var figures = new List<Figure>
        {
            Figure.AtLeast("blend.roc_auc", Mean("blend", score => score.RocAuc), "", 0.910, peer?.Version, peer?.RocAuc),
            Figure.AtLeast("blend.pr_auc", Mean("blend", score => score.PrAuc), "", 0.685, peer?.Version, peer?.PrAuc),
            Figure.Told("blend.brier", Mean("blend", score => score.Brier), "", peer?.Version, peer?.Brier),
        };
        foreach (string name in Learners[..^1])
        {
            figures.Add(Figure.Told($"{name}.roc_auc", Mean(name, score => score.RocAuc), ""));
            figures.Add(Figure.Told($"{name}.pr_auc", Mean(name, score => score.PrAuc), ""));
        }

        return figures;

        double Mean(string name, Func<Score, double> of) => scores[name].Average(of);
    }

    private static async Task<Peer> PeerAsync(BenchContext context, string folder, CampaignData data)
    {
        context.Log.WriteLine("the same by scikit-learn and XGBoost");
        int columns = new CampaignFeatures(data.Customers).Build([data.Customers[0]]).Columns;
        int[] sizes = [data.Customers.Count, columns, data.Folds.Length, CampaignData.FoldsPerRepeat, .. CampaignFeatures.Continuous];
        string script = Path.Combine(ProjectRoot.Find(), "benchmarks", "Campaign", "campaign_blend_peer.py");
        string line = await PeerProcess.RunAsync(context, PythonPeer.Python, [script, folder, .. sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))]);
        return JsonSerializer.Deserialize<Peer>(line, JsonSerializerOptions.Web)!;
    }

    private static IEnumerable<int> Rows(CampaignData data, int repeat, Func<int, bool> takes)
        => Enumerable.Range(0, data.Customers.Count).Where(row => takes(data.Folds[repeat][row]));

    private static Matrix Pick(Matrix all, int[] rows) => Matrix.FromRows([.. rows.Select(row => all.Row(row).ToArray())]);

    private static void Write(string file, double[] values) => File.WriteAllBytes(file, MemoryMarshal.AsBytes<double>(values));

    private sealed record Peer(string Version, double RocAuc, double PrAuc, double Brier);

    private readonly record struct Score(double RocAuc, double PrAuc, double Brier)
    {
        public static Score Of(double[] labels, double[] probabilities) => new(
            ClassificationMetrics.RocAuc(labels, probabilities), ClassificationMetrics.AveragePrecision(labels, probabilities), ClassificationMetrics.Brier(labels, probabilities));
    }
}
