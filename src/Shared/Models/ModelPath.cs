namespace Clientele.Models;

/// <summary>Where the files of models lie in the container.</summary>
internal static class ModelPath
{
    public static string Manifest(string schema, string kind, string version) => $"{Folder(schema, kind)}/{Part(version)}/manifest.json";

    public static string Model(string schema, string kind, string version) => $"{Folder(schema, kind)}/{Part(version)}/model.json";

    public static string Evaluation(string schema, string kind, string version) => $"{Folder(schema, kind)}/{Part(version)}/evaluation.json";

    public static string Judgement(string schema, string kind, string version) => $"{Folder(schema, kind)}/{Part(version)}/gate.json";

    /// <summary>Whether it can be part of a path here; what comes from a request is asked first.</summary>
    public static bool IsPart(string part) => part.Length is >= 1 and <= 64 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static string Champion(string schema, string kind) => $"{Folder(schema, kind)}/champion.json";

    private static string Folder(string schema, string kind) => $"{Part(schema)}/{Part(kind)}";

    /// <summary>A version may come from a request: it must not reach into another folder.</summary>
    private static string Part(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return IsPart(part) ? part : throw new ArgumentException($"'{part}' cannot be part of a model's path: 1 to 64 lowercase letters, digits and hyphens.", nameof(part));
    }
}
