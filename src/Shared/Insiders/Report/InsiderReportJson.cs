using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Insiders;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(NamedInCamelCase<PurchaseFeature>), typeof(NamedInCamelCase<InsiderActionKind>), typeof(NamedInCamelCase<AnswerUnit>)])]
[JsonSerializable(typeof(InsiderReport))]
internal sealed partial class InsiderReportJson : JsonSerializerContext;

/// <summary>Numbers of an enumeration say nothing to who reads the file.</summary>
internal sealed class NamedInCamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
