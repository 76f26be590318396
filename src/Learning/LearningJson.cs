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
[JsonSerializable(typeof(KMeansModel))]
[JsonSerializable(typeof(RegressionTree))]
public sealed partial class LearningJson : JsonSerializerContext;
