using System.Security.Cryptography;

namespace Clientele.Models;

/// <summary>The three files of a model version.</summary>
public sealed record ModelFiles(ModelManifest Manifest, BinaryData Model, BinaryData Evaluation)
{
    /// <summary>Completes a manifest with the size and hash of its model.</summary>
    public static ModelFiles Seal(ModelManifest manifest, BinaryData model, BinaryData evaluation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(model);
        return new ModelFiles(
            manifest with { Sha256 = HashOf(model), Size = model.ToMemory().Length },
            model,
            evaluation);
    }

    internal static string HashOf(BinaryData content) => Convert.ToHexStringLower(SHA256.HashData(content.ToMemory().Span));
}
