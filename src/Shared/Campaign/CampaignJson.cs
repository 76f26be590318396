using System.Text.Json.Serialization;

namespace Clientele.Campaign;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ResponseModelFile))]
[JsonSerializable(typeof(FormatHeader))]
[JsonSerializable(typeof(ResponseEvaluation))]
internal sealed partial class CampaignJson : JsonSerializerContext;

/// <summary>What can be read of a model file of any version.</summary>
internal sealed record FormatHeader(string Format, int FormatVersion);
