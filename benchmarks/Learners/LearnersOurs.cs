using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Benchmarks.Learners;

/// <summary>Our learners at the work of learners_peer.py, with its arguments and its line of JSON: one case in a process of its own.</summary>
internal static class LearnersOurs
{
    private const int Threads = 2;

    private static readonly Dictionary<string, Func<CaseInputs, (double[] Runs, Dictionary<string, double> Quality)>> Cases = new(StringComparer.Ordinal)
    {
        ["kmeans"] = KMeansCase,
        ["minibatch"] = MiniBatchCase,
        ["gmm"] = MixtureCase,
        ["silhouette"] = SilhouetteCase,
        ["ward"] = inputs => LinkageCase(inputs, Linkage.Ward),
        ["average"] = inputs => LinkageCase(inputs, Linkage.Average),
        ["dbscan"] = DbscanCase,
        ["pca"] = PcaCase,
        ["logistic"] = LogisticCase,
        ["gbt_fit"] = BoostingCase,
        ["gbt_score"] = ScoringCase,
        ["gbt_single"] = SingleCase,
        ["treeshap"] = ShapCase,
        ["svm"] = SupportVectorCase,
        ["forest"] = inputs => ForestCase(inputs, extra: false),
        ["extratrees"] = inputs => ForestCase(inputs, extra: true),
        ["isotonic"] = IsotonicCase,
    };

    public static Task RunAsync(string[] arguments)
    {
        var inputs = new CaseInputs(arguments[1..]);
        (double[] runs, Dictionary<string, double> quality) = Cases[arguments[0]](inputs);
        var round = new PeerRound(arguments[0], "Clientele", CaseInputs.Median(runs), inputs.PeakMegabytes, quality);
        Console.WriteLine(JsonSerializer.Serialize(
            new { @case = round.Case, version = round.Version, seconds = round.Seconds, peakMb = round.PeakMegabytes, quality = round.Quality }, JsonSerializerOptions.Web));
        return Task.CompletedTask;
    }

    private static (double[] Runs, Dictionary<string, double> Quality) KMeansCase(CaseInputs inputs)
    {
        (Matrix rows, Matrix starts) = (inputs.Matrix(0), inputs.Matrix(1));
        var options = new KMeansOptions { Clusters = starts.Rows, Threads = Threads };
        (double[] runs, KMeansFit fit) = inputs.Time(() => KMeans.FitFrom(starts, rows, [], options));
        return (runs, new() { ["inertia"] = fit.Model.Inertia, ["iterations"] = fit.Model.Iterations });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) MiniBatchCase(CaseInputs inputs)
    {
        Matrix rows = inputs.Matrix(0);
        var options = new MiniBatchKMeansOptions { Clusters = LearnersData.Centres, Starts = 1, BatchRows = 1024, Passes = 1, Threads = Threads };
        (double[] runs, KMeansFit fit) = inputs.Time(() => MiniBatchKMeans.Fit(rows, [], options));
        return (runs, new() { ["inertia"] = fit.Model.Inertia });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) MixtureCase(CaseInputs inputs)
    {
        Matrix rows = inputs.Matrix(0);
        var options = new GaussianMixtureOptions
        {
            Components = LearnersData.Centres,
            Covariance = MixtureCovariance.Full,
            MaxIterations = inputs.Option("iterations", 10),
            Tolerance = 0,
            Threads = Threads,
        };
        (double[] runs, GaussianMixtureModel model) = inputs.Time(() => GaussianMixture.Fit(rows, [], options));
        return (runs, new() { ["lowerBound"] = model.MeanLogLikelihood, ["iterations"] = model.Iterations });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) SilhouetteCase(CaseInputs inputs)
    {
        (Matrix rows, int[] labels) = (inputs.Matrix(0), [.. inputs.Column(1).Select(label => (int)label)]);
        (double[] runs, double mean) = inputs.Time(() => Silhouette.Mean(rows, labels, Threads));
        return (runs, new() { ["silhouette"] = mean });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) LinkageCase(CaseInputs inputs, Linkage linkage)
    {
        Matrix rows = inputs.Matrix(0);
        (double[] runs, Dendrogram tree) = inputs.Time(() => Agglomerative.Fit(rows, new AgglomerativeOptions { Linkage = linkage, Threads = Threads }));
        int[] sizes = [.. tree.CutAt(LearnersData.Centres).GroupBy(label => label).Select(cluster => cluster.Count())];
        return (runs, new() { ["lastHeights"] = tree.Heights[^20..].ToArray().Sum(), ["largest"] = sizes.Max(), ["smallest"] = sizes.Min() });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) DbscanCase(CaseInputs inputs)
    {
        Matrix rows = inputs.Matrix(0);
        (double[] runs, DbscanClustering fit) = inputs.Time(() => Dbscan.Fit(rows, new DbscanOptions { Epsilon = 0.9, MinPoints = 10, Threads = Threads }));
        return (runs, new() { ["clusters"] = fit.Clusters, ["noise"] = fit.Labels.Span.Count(-1) });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) PcaCase(CaseInputs inputs)
    {
        Matrix rows = inputs.Matrix(0);
        (double[] runs, PcaModel model) = inputs.Time(() => Pca.Fit(rows, new PcaOptions { Components = 10 }));
        return (runs, new() { ["firstRatio"] = model.ExplainedVarianceRatio.Span[0], ["allRatios"] = model.ExplainedVarianceRatio.ToArray().Sum() });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) LogisticCase(CaseInputs inputs)
    {
        (Matrix rows, double[] labels) = (inputs.Matrix(0), inputs.Column(1));
        var options = new LogisticRegressionOptions { L2 = 1, Tolerance = inputs.Option("tolerance", 1e-4), Threads = Threads };
        (double[] runs, LogisticRegressionModel model) = inputs.Time(() => LogisticRegression.Fit(rows, labels, [], options));
        return (runs, inputs.Judge(model.Predict(inputs.Matrix(2))));
    }

    private static (double[] Runs, Dictionary<string, double> Quality) BoostingCase(CaseInputs inputs)
    {
        (Matrix rows, double[] labels) = (inputs.Matrix(0), inputs.Column(1));
        var options = new GradientBoostingOptions { Trees = 200, MaxDepth = 6, LearningRate = 0.1, Threads = Threads };
        (double[] runs, GradientBoostingModel model) = inputs.Time(() => GradientBoostedTrees.Fit(rows, labels, [], options));
        File.WriteAllBytes(inputs.Option("save", ""), JsonSerializer.SerializeToUtf8Bytes(model, LearningJson.Default.GradientBoostingModel));
        return (runs, inputs.Judge(model.Predict(inputs.Matrix(2))));
    }

    private static (double[] Runs, Dictionary<string, double> Quality) ScoringCase(CaseInputs inputs)
    {
        (Matrix rows, GradientBoostingModel model) = (inputs.Matrix(0), inputs.Model());
        (double[] runs, double[] probabilities) = inputs.Time(() => model.Predict(rows));
        return (runs, new() { ["mean"] = probabilities.Average() });
    }

    /// <summary>The seconds are those of one row: the median over as many as the peer is asked.</summary>
    private static (double[] Runs, Dictionary<string, double> Quality) SingleCase(CaseInputs inputs)
    {
        const int Rows = 2_000;
        (Matrix rows, GradientBoostingModel model) = (inputs.Matrix(0), inputs.Model());
        double sum = 0;
        var runs = new double[Rows];
        for (int i = -100; i < Rows; i++)
        {
            long start = Stopwatch.GetTimestamp();
            sum += model.Predict(rows.Row(Math.Max(0, i)));
            runs[Math.Max(0, i)] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return (runs, new() { ["p99"] = runs.Order().ElementAt(Rows * 99 / 100), ["sum"] = sum });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) ShapCase(CaseInputs inputs)
    {
        Matrix all = inputs.Matrix(0);
        var rows = new Matrix(10_000, all.Columns);
        for (int i = 0; i < rows.Rows; i++)
        {
            all.Row(i).CopyTo(rows.RowToWrite(i));
        }

        GradientBoostingModel model = inputs.Model();
        TreeShap shap = TreeShap.Of(model);
        (double[] runs, Matrix contributions) = inputs.Time(() => shap.Explain(rows));
        double worst = Enumerable.Range(0, rows.Rows).Max(i => Math.Abs(contributions.Row(i).ToArray().Sum() + shap.ExpectedValue - model.Margin(rows.Row(i))));
        return (runs, new() { ["rows"] = rows.Rows, ["additivity"] = worst });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) SupportVectorCase(CaseInputs inputs)
    {
        (Matrix rows, double[] labels) = (inputs.Matrix(0), inputs.Column(1));
        (double[] runs, SupportVectorModel model) = inputs.Time(() => SupportVectorClassifier.Fit(rows, labels, [], new SupportVectorOptions { Threads = Threads }));
        return (runs, new() { ["supportVectors"] = model.DualCoefficients.Length, ["rocAuc"] = ClassificationMetrics.RocAuc(inputs.Column(3), model.Decision(inputs.Matrix(2))) });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) ForestCase(CaseInputs inputs, bool extra)
    {
        (Matrix rows, double[] labels) = (inputs.Matrix(0), inputs.Column(1));
        var options = new ForestOptions { Trees = 100, Threads = Threads };
        (double[] runs, ForestModel model) = inputs.Time(() => extra ? ExtraTrees.Fit(rows, labels, [], options) : RandomForest.Fit(rows, labels, [], options));
        double[] probabilities = model.Predict(inputs.Matrix(2));
        return (runs, new()
        {
            ["rocAuc"] = ClassificationMetrics.RocAuc(inputs.Column(3), probabilities),
            ["averagePrecision"] = ClassificationMetrics.AveragePrecision(inputs.Column(3), probabilities),
        });
    }

    private static (double[] Runs, Dictionary<string, double> Quality) IsotonicCase(CaseInputs inputs)
    {
        Matrix rows = inputs.Matrix(0);
        double[] labels = inputs.Column(1);
        double[] scores = [.. Enumerable.Range(0, rows.Rows).Select(i => rows[i, 0])];
        (double[] runs, IsotonicModel model) = inputs.Time(() => Isotonic.Fit(scores, labels, [], new IsotonicOptions()));
        return (runs, new() { ["meanSquaredError"] = model.Predict(scores).Zip(labels, (fit, label) => (fit - label) * (fit - label)).Average() });
    }

    /// <summary>Files and name=value options, as the peer reads them.</summary>
    private sealed class CaseInputs(string[] arguments)
    {
        private readonly string[] _files = [.. arguments.Where(each => !each.Contains('=', StringComparison.Ordinal))];

        private readonly Dictionary<string, string> _options = arguments.Where(each => each.Contains('=', StringComparison.Ordinal))
            .Select(each => each.Split('=', 2)).ToDictionary(each => each[0], each => each[1], StringComparer.Ordinal);

        /// <summary>At the end of the work, before its quality is judged.</summary>
        public double PeakMegabytes { get; private set; } = PeerProcess.PeakMegabytes();

        public Matrix Matrix(int file)
        {
            int[] shape = [.. Path.GetFileNameWithoutExtension(_files[file]).Split('-')[^2..].Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            return new Matrix(LearnersData.Read(_files[file]), shape[0], shape[1]);
        }

        public double[] Column(int file) => LearnersData.Read(_files[file]);

        public GradientBoostingModel Model() => JsonSerializer.Deserialize(File.ReadAllBytes(_options["model"]), LearningJson.Default.GradientBoostingModel)!;

        public T Option<T>(string name, T otherwise)
            where T : IParsable<T> => _options.TryGetValue(name, out string? text) ? T.Parse(text, CultureInfo.InvariantCulture) : otherwise;

        public (double[] Runs, T Result) Time<T>(Func<T> work)
        {
            var runs = new double[Option("repeats", 3)];
            T result = default!;
            for (int i = 0; i < runs.Length; i++)
            {
                // Two results at once would count twice in the peak.
                result = default!;
                GC.Collect();
                long start = Stopwatch.GetTimestamp();
                result = work();
                runs[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            PeakMegabytes = PeerProcess.PeakMegabytes();
            return (runs, result);
        }

        public static double Median(double[] runs) => runs.Order().ElementAt(runs.Length / 2);

        public Dictionary<string, double> Judge(double[] probabilities) => new()
        {
            ["rocAuc"] = ClassificationMetrics.RocAuc(Column(3), probabilities),
            ["averagePrecision"] = ClassificationMetrics.AveragePrecision(Column(3), probabilities),
            ["logLoss"] = ClassificationMetrics.LogLoss(Column(3), probabilities),
        };
    }
}
