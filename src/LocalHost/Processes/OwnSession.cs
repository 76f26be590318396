using System.Diagnostics;

namespace Clientele.LocalHost.Processes;

/// <summary>
/// Starts a program out of reach of the terminal's Ctrl-C, which goes to every process of the terminal's foreground group:
/// this process decides in which order its children end.
/// </summary>
internal static class OwnSession
{
    private static readonly string? Setsid = ExecutablePath.Find("setsid");

    public static void Prepare(ProcessStartInfo start, string file, IEnumerable<string> arguments)
    {
        if (Setsid is null)
        {
            // macOS has no setsid; an ignored signal stays ignored in the program that takes the shell's place.
            start.FileName = "/bin/sh";
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("trap '' INT QUIT; exec \"$0\" \"$@\"");
        }
        else
        {
            start.FileName = Setsid;
        }

        start.ArgumentList.Add(file);
        foreach (string each in arguments)
        {
            start.ArgumentList.Add(each);
        }
    }
}

internal static class ExecutablePath
{
    /// <summary>The program's full path as the shell would find it, or null.</summary>
    public static string? Find(string program)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }
}
