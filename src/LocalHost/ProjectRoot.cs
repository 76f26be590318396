namespace Clientele.LocalHost;

/// <summary>Where the project's own files are, seen from the folder that this program was built into.</summary>
public static class ProjectRoot
{
    /// <exception cref="LocalHostException">The program does not lie inside the project.</exception>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Clientele.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new LocalHostException("LocalHost runs from inside the project's folder, and Clientele.slnx is in none of the folders above it.");
    }

    /// <summary>The functions app that was built beside this program, in the same configuration.</summary>
    public static string FunctionsApp()
    {
        DirectoryInfo framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string configuration = framework.Parent?.Name ?? "Release";
        return Path.Combine(Find(), "src", "Functions", "bin", configuration, framework.Name);
    }
}
