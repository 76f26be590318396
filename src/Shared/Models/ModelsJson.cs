using System.Text.Json.Serialization;

namespace Clientele.Models;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ManifestHeader))]
[JsonSerializable(typeof(ChampionAlias))]
[JsonSerializable(typeof(GateEvidence))]
[JsonSerializable(typeof(GateJudgement))]
internal sealed partial class ModelsJson : JsonSerializerContext;

/// <summary>What can be read of a manifest of any version.</summary>
internal sealed record ManifestHeader(int FormatVersion);
