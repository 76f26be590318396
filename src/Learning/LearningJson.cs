using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>How models and transforms are written and read. Numbers keep every bit.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Standardizer))]
[JsonSerializable(typeof(LogisticRegressionModel))]
[JsonSerializable(typeof(SupportVectorModel))]
[JsonSerializable(typeof(IsotonicModel))]
[JsonSerializable(typeof(PlattModel))]
[JsonSerializable(typeof(KMeansModel))]
[JsonSerializable(typeof(RegressionTree))]
[JsonSerializable(typeof(Calibration))]
[JsonSerializable(typeof(Dendrogram))]
[JsonSerializable(typeof(WardCut))]
[JsonSerializable(typeof(DbscanClustering))]
[JsonSerializable(typeof(GradientBoostingModel))]
[JsonSerializable(typeof(ForestModel))]
[JsonSerializable(typeof(ProbabilityAverage))]
[JsonSerializable(typeof(StackingModel))]
[JsonSerializable(typeof(GaussianMixtureModel))]
[JsonSerializable(typeof(PcaModel))]
[JsonSerializable(typeof(UmapModel))]
[JsonSerializable(typeof(LogTransform))]
[JsonSerializable(typeof(QuantileTransform))]
[JsonSerializable(typeof(BSplineBasis))]
[JsonSerializable(typeof(BgNbdModel))]
[JsonSerializable(typeof(GammaGammaModel))]
public sealed partial class LearningJson : JsonSerializerContext;
