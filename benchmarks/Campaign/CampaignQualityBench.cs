using System.Globalization;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Benchmarks.Campaign;

/// <summary>
/// How good the response model is on customers that its training has not seen: three repeats of five folds that keep duplicates together. Everything that
/// training chooses (learners, blend, calibration, the questions of the compact model) is chosen inside the training side of each fold.
/// </summary>
public static class CampaignQualityBench
{
    private const int Bins = 10;
    private static readonly int[] Seeds = [new ResponseTrainingOptions().Seed, 1, 2, 3];

    public static Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CampaignRows customers = CampaignRows.Load();
        int seeds = Environment.GetEnvironmentVariable("CLIENTELE_BENCH_SEEDS") is { } some ? int.Parse(some, CultureInfo.InvariantCulture) : Seeds.Length;
        Judged[] judged = [.. Seeds.Take(seeds).Select(seed => Judge(customers, seed, context))];
        return Task.FromResult<IReadOnlyList<Figure>>(Figures(judged));
    }

    private static Judged Judge(CampaignRows customers, int seed, BenchContext context)
    {
        var labels = new List<double>();
        customers.Read(record => labels.Add(record.Numbers[customers.Schema.TargetField]));
        Economics economics = customers.Schema.Economics!;
        var full = new Scores(economics);
        var compact = new Scores(economics);
        for (int repeat = 0; repeat < customers.FoldOf.Length; repeat++)
        {
            var fullSaid = new double[labels.Count];
            var compactSaid = new double[labels.Count];
            for (int fold = 0; fold < CampaignRows.Folds; fold++)
            {
                TrainingRows rows = customers.Without(repeat, fold);
                TrainedResponse trained = ResponseTraining.Fit(rows, new ResponseTrainingOptions { Seed = seed }, null, context.CancellationToken);
                BlendSays(customers, trained.Model.Full, repeat, fold, fullSaid);
                BlendSays(customers, trained.Model.Compact, repeat, fold, compactSaid);
                int[] held = [.. Enumerable.Range(0, labels.Count).Where(row => customers.FoldOf[repeat][row] == fold)];
                double[] truth = [.. held.Select(row => labels[row])];
                full.Add(truth, [.. held.Select(row => fullSaid[row])]);
                compact.Add(truth, [.. held.Select(row => compactSaid[row])]);
                context.Log.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"seed {seed} repeat {repeat} fold {fold}: {string.Join(" + ", trained.Model.Full.Members.Select(member => member.Name))}; so far {full.RocAuc.Average():F4} {full.PrAuc.Average():F4} {full.Brier.Average():F4} {full.Profit.Average():F0}; compact {compact.RocAuc.Average():F4} {compact.PrAuc.Average():F4}: {string.Join(", ", trained.Model.Compact.Features.Questions.Select(question => question.Name))}"));
            }

            full.Ece.Add(Learning.Calibration.Of([.. labels], fullSaid, Bins).ExpectedError);
            compact.Ece.Add(Learning.Calibration.Of([.. labels], compactSaid, Bins).ExpectedError);
        }

        return new Judged(seed, full, compact);
    }

    private static void BlendSays(CampaignRows customers, ResponseBlend blend, int repeat, int fold, double[] into)
    {
        BlendScorer scorer = blend.CreateScorer();
        int at = 0;
        customers.Read(record =>
        {
            if (customers.FoldOf[repeat][at] == fold)
            {
                scorer.Read(record);
                into[at] = LogisticRegressionModel.Sigmoid(scorer.Explain());
            }

            at++;
        });
    }

    private static List<Figure> Figures(Judged[] judged)
    {
        (Scores full, Scores compact) = (judged[0].Full, judged[0].Compact);
        var figures = new List<Figure>
        {
            Figure.AtLeast("full.roc_auc", full.RocAuc.Average(), "", 0.910, "best blend of the reference", 0.913),
            Figure.AtLeast("full.pr_auc", full.PrAuc.Average(), "", 0.685, "best blend of the reference", 0.691),
            Figure.AtMost("full.brier", full.Brier.Average(), "", 0.078, "best blend of the reference", 0.077),
            Figure.AtLeast("full.profit_per_1000", full.Profit.Average(), "", 550, "best blend of the reference", 569),
            Figure.AtMost("full.ece", full.Ece.Average(), "", 0.025),
            Figure.Told("full.lift_top_10", full.Lift.Average(), "times", "best blend of the reference", 4.8),
            Figure.AtLeast("compact.roc_auc", compact.RocAuc.Average(), "", 0.885, "XGBoost, nine features", 0.887),
            Figure.AtLeast("compact.pr_auc", compact.PrAuc.Average(), "", 0.625, "XGBoost, nine features", 0.632),
            Figure.Told("compact.brier", compact.Brier.Average(), "", "XGBoost, nine features", 0.085),
            Figure.Told("compact.profit_per_1000", compact.Profit.Average(), "", "XGBoost, nine features", 482),
            Figure.Told("compact.ece", compact.Ece.Average(), ""),
            Figure.Told("full.roc_auc_standard_error", StandardError(full.RocAuc), "over the folds"),
            Figure.Told("full.pr_auc_standard_error", StandardError(full.PrAuc), "over the folds"),
        };
        foreach (Judged other in judged[1..])
        {
            figures.Add(Within($"seed{other.Seed}.full.roc_auc", other.Full.RocAuc, full.RocAuc));
            figures.Add(Within($"seed{other.Seed}.full.pr_auc", other.Full.PrAuc, full.PrAuc));
            figures.Add(Within($"seed{other.Seed}.compact.roc_auc", other.Compact.RocAuc, compact.RocAuc));
            figures.Add(Within($"seed{other.Seed}.compact.pr_auc", other.Compact.PrAuc, compact.PrAuc));
        }

        return figures;
    }

    private static Figure Within(string id, List<double> other, List<double> own)
    {
        double error = StandardError(own);
        return new Figure(
            id, other.Average(), "", null, null, string.Create(CultureInfo.InvariantCulture, $"{own.Average():F4} ± {error:F4}"), Math.Abs(other.Average() - own.Average()) <= error);
    }

    private static double StandardError(List<double> values)
    {
        (_, double deviation) = Standardizer.MeanAndDeviation([.. values]);
        return deviation / Math.Sqrt(values.Count);
    }

    private sealed record Judged(int Seed, Scores Full, Scores Compact);

    private sealed class Scores(Economics economics)
    {
        public List<double> RocAuc { get; } = [];
        public List<double> PrAuc { get; } = [];
        public List<double> Brier { get; } = [];
        public List<double> Profit { get; } = [];
        public List<double> Lift { get; } = [];
        public List<double> Ece { get; } = [];

        public void Add(double[] labels, double[] probabilities)
        {
            RocAuc.Add(ClassificationMetrics.RocAuc(labels, probabilities));
            PrAuc.Add(ClassificationMetrics.AveragePrecision(labels, probabilities));
            Brier.Add(ClassificationMetrics.Brier(labels, probabilities));
            Lift.Add(Learning.Lift.At(labels, probabilities, 0.1));
            double profit = labels.Zip(probabilities, (label, probability) => probability >= economics.BreakEven ? (label * economics.ResponseValue) - economics.ContactCost : 0).Sum();
            Profit.Add(1000 * profit / labels.Length);
        }
    }
}
