namespace Clientele.Unit.Schemas;

/// <summary>A test on the real files, which the project does not contain: skipped, saying so, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealFileFactAttribute : FactAttribute
{
    public RealFileFactAttribute(params string[] files)
    {
        string? absent = Array.Find(files, file => !File.Exists(RealFile.PathOf(file)));
        if (absent is not null)
        {
            Skip = $"{absent} is not in {RealFile.Folder}; set CLIENTELE_DATA to the folder that holds it.";
        }
    }
}

internal static class RealFile
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("CLIENTELE_DATA") is { Length: > 0 } set ? FromRoot(set) : FromRoot("data");

    public static string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>A relative path counts from the project's root, wherever the tests run.</summary>
    private static string FromRoot(string path)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Clientele.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        return Path.GetFullPath(path, root ?? AppContext.BaseDirectory);
    }
}
