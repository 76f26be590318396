using System.Text.Json.Serialization;

namespace Clientele.Models;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ManifestHeader))]
[JsonSerializable(typeof(ChampionAlias))]
internal sealed partial class ModelsJson : JsonSerializerContext;

/// <summary>What can be read of a manifest of any version.</summary>
internal sealed record ManifestHeader(int FormatVersion);
