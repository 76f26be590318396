using Clientele.Benchmarks.Campaign;
using Clientele.Benchmarks.Csv;
using Clientele.Benchmarks.Insiders;
using Clientele.Benchmarks.Learners;
using Clientele.Benchmarks.Pipeline;
using Clientele.Benchmarks.Predict;
using Clientele.Benchmarks.Segments;
using Clientele.Benchmarks.Storage;
using Clientele.Benchmarks.Training;
using Clientele.Benchmarks.Web;

namespace Clientele.Benchmarks;

/// <summary>The benches by name, and the programs that they start in processes of their own.</summary>
internal static class BenchRegistry
{
    public static readonly IReadOnlyDictionary<string, Func<BenchContext, Task<IReadOnlyList<Figure>>>> Benches =
        new SortedDictionary<string, Func<BenchContext, Task<IReadOnlyList<Figure>>>>(StringComparer.Ordinal)
        {
            ["campaign-blend"] = CampaignBlendBench.RunAsync,
            ["campaign-quality"] = CampaignQualityBench.RunAsync,
            ["csv"] = CsvBench.RunAsync,
            ["insiders-speed"] = InsidersSpeedBench.RunAsync,
            ["insiders-quality"] = InsidersQualityBench.RunAsync,
            ["learners"] = LearnersBench.RunAsync,
            ["pipeline"] = PipelineBench.RunAsync,
            ["predict"] = PredictBench.RunAsync,
            ["segments-quality"] = SegmentsQualityBench.RunAsync,
            ["segments-speed"] = SegmentsSpeedBench.RunAsync,
            ["storage"] = StorageBench.RunAsync,
            ["training"] = TrainingBench.RunAsync,
            ["web"] = WebBench.RunAsync,
        };

    public static readonly IReadOnlyDictionary<string, Func<string[], Task>> Children = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
    {
        ["csv-ours"] = CsvOurs.RunAsync,
        ["insiders-ours"] = InsidersOurs.RunAsync,
        ["pipeline-ours"] = PipelineOurs.RunAsync,
        ["training-ours"] = TrainingOurs.RunAsync,
        ["learners-ours"] = LearnersOurs.RunAsync,
        ["csv-csvhelper"] = CsvHelperPeer.RunAsync,
    };
}
