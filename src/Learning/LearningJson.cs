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
[JsonSerializable(typeof(RegressionTree))]
[JsonSerializable(typeof(Dendrogram))]
[JsonSerializable(typeof(WardCut))]
[JsonSerializable(typeof(DbscanClustering))]
[JsonSerializable(typeof(LogTransform))]
[JsonSerializable(typeof(QuantileTransform))]
[JsonSerializable(typeof(BSplineBasis))]
public sealed partial class LearningJson : JsonSerializerContext;
