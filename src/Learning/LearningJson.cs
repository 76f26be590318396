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
[JsonSerializable(typeof(GaussianMixtureModel))]
[JsonSerializable(typeof(PcaModel))]
public sealed partial class LearningJson : JsonSerializerContext;
