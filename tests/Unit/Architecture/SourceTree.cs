namespace Clientele.Unit.Architecture;

/// <summary>The project's own files, from wherever the tests run.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every source file under a folder of the project, by its path from the project's root with <c>/</c>, without what builds left.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, string pattern)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(Root, file).Replace('\\', '/');
            if (!path.Split('/').Any(part => part is "bin" or "obj"))
            {
                yield return (path, File.ReadAllText(file));
            }
        }
    }

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Clientele.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Clientele.slnx.");
        }

        return folder;
    }
}
