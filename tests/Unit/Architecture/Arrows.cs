using System.Text.RegularExpressions;

namespace Clientele.Unit.Architecture;

/// <summary>
/// Which part of the sources may name which. A part is known by its folder and its namespace; naming means a <c>using</c>, a qualified name, or a project
/// reference. Comments count, too: what must not know of another has no reason to speak of it.
/// </summary>
internal static partial class Arrows
{
    /// <summary>Folder, and the namespaces it may name beside its own.</summary>
    private static readonly (string Folder, string[] MayName)[] Allowed =
    [
        ("src/Learning/", []),
        // Only to say where the reference is that goes with it.
        ("src/Compat/", ["Clientele.Shared"]),
        ("src/Shared/Csv/", []),
        ("src/Shared/Storage/", []),
        ("src/Shared/Bytes/", []),
        ("src/Shared/Schemas/", ["Clientele.Csv"]),
        ("src/Shared/Features/", ["Clientele.Schemas", "Clientele.Learning"]),
        ("src/Shared/Models/", ["Clientele.Storage"]),
        ("src/Shared/Campaign/", ["Clientele.Features", "Clientele.Models", "Clientele.Schemas", "Clientele.Learning"]),
        ("src/Shared/Segments/", ["Clientele.Features", "Clientele.Models", "Clientele.Schemas", "Clientele.Learning"]),
        ("src/Shared/Insiders/", ["Clientele.Bytes", "Clientele.Features", "Clientele.Models", "Clientele.Schemas", "Clientele.Learning"]),
        ("src/Shared/Runs/", ["Clientele.Bytes", "Clientele.Campaign", "Clientele.Csv", "Clientele.Features", "Clientele.Insiders", "Clientele.Learning", "Clientele.Models", "Clientele.Schemas", "Clientele.Segments", "Clientele.Storage"]),
        ("src/Functions/", ["Clientele.Campaign", "Clientele.Csv", "Clientele.Features", "Clientele.Insiders", "Clientele.Learning", "Clientele.Models", "Clientele.Runs", "Clientele.Schemas", "Clientele.Segments", "Clientele.Storage"]),
        ("src/LocalHost/", ["Clientele.Campaign", "Clientele.Csv", "Clientele.Features", "Clientele.Learning", "Clientele.Models", "Clientele.Runs", "Clientele.Schemas", "Clientele.Segments", "Clientele.Storage"]),
    ];

    /// <summary>Parts that speak with Azure through its own packages; all others know storage by the ports in Storage alone.</summary>
    private static readonly string[] SpeakAzure = ["src/Compat/", "src/Shared/Storage/", "src/Shared/Runs/", "src/LocalHost/"];

    /// <summary>What a file names that it must not, one sentence each.</summary>
    /// <param name="path">From the project's root, with <c>/</c>.</param>
    /// <param name="text">C#, or a project file.</param>
    public static IEnumerable<string> Violations(string path, string text)
    {
        if (path.EndsWith(".csproj", StringComparison.Ordinal))
        {
            return ProjectViolations(path, text);
        }

        int at = Array.FindIndex(Allowed, part => path.StartsWith(part.Folder, StringComparison.Ordinal));
        if (at < 0)
        {
            return [$"{path} belongs to no part that the arrows know: say in this test what it may name."];
        }

        (string folder, string[] mayName) = Allowed[at];
        string own = "Clientele." + folder.TrimEnd('/').Split('/')[^1];
        return [.. NamespaceViolations(path, text, folder, own), .. NameViolations(path, text, own, mayName), .. AzureViolations(path, text)];
    }

    /// <summary>A file's namespace says which part it belongs to.</summary>
    private static IEnumerable<string> NamespaceViolations(string path, string text, string folder, string own)
    {
        foreach (Match match in Namespace().Matches(text))
        {
            string name = match.Groups["name"].Value;
            if (folder != "src/Compat/" && name != own && !name.StartsWith(own + ".", StringComparison.Ordinal))
            {
                yield return $"{path} is in the namespace {name}, not in {own}.";
            }
        }
    }

    private static IEnumerable<string> NameViolations(string path, string text, string own, string[] mayName)
    {
        foreach (string name in OurName().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal))
        {
            if (name != own && !mayName.Contains(name, StringComparer.Ordinal))
            {
                yield return $"{path} names {name}.";
            }
        }

        if (!path.StartsWith("src/LocalHost/", StringComparison.Ordinal) && text.Contains("LocalHost", StringComparison.Ordinal) && !text.Contains("Clientele.LocalHost", StringComparison.Ordinal))
        {
            yield return $"{path} speaks of LocalHost.";
        }
    }

    private static IEnumerable<string> AzureViolations(string path, string text)
    {
        if (UsingAzure().IsMatch(text) && !SpeakAzure.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
        {
            yield return $"{path} uses Azure's packages; it knows storage by its ports.";
        }
    }

    private static IEnumerable<string> ProjectViolations(string path, string text)
    {
        string[] may = path.Split('/')[1] switch
        {
            "Learning" or "Compat" => [],
            "Shared" => ["Learning", "Compat"],
            _ => ["Shared", "Learning", "Compat"],
        };
        foreach (Match match in ProjectReference().Matches(text))
        {
            string[] steps = match.Groups["path"].Value.Split('/', '\\');
            string? project = Array.Find(steps, step => step != "..");
            if (!may.Contains(project, StringComparer.Ordinal))
            {
                yield return $"{path} references {match.Groups["path"].Value}.";
            }
        }
    }

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bClientele\.[A-Z]\w*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OurName();

    [GeneratedRegex(@"^\s*using\s+(static\s+|\w+\s*=\s*)?Azure\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UsingAzure();

    [GeneratedRegex("<ProjectReference\\s+Include=\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ProjectReference();
}
