using System.Text.RegularExpressions;

namespace Clientele.Unit.Architecture;

public sealed partial class DocumentsTests
{
    private static readonly (string Path, string Text)[] Documents =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "samples/README.md" }.Select(path => (path, File.ReadAllText(Path.Combine(SourceTree.Root, path)))),
        .. SourceTree.Files("docs", "*.md"),
    ];

    [Fact]
    public void Every_link_of_a_document_leads_somewhere()
    {
        List<string> broken = [];
        foreach ((string path, string text) in Documents)
        {
            string folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, path))!;
            broken.AddRange(Link().Matches(text).Select(match => match.Groups["to"].Value).Where(to => !Path.Exists(Path.Combine(folder, to))).Select(to => $"{path}: {to}"));
        }

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_and_file_that_a_document_names_is_there()
    {
        List<string> missing = [];
        foreach ((string path, string text) in Documents)
        {
            missing.AddRange(OwnPath().Matches(text).Select(match => match.Groups["path"].Value).Where(own => !Path.Exists(Path.Combine(SourceTree.Root, own))).Select(own => $"{path}: {own}"));
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_class_and_method_that_the_rules_of_runs_name_is_there()
    {
        string runs = Documents.Single(document => document.Path == "docs/runs.md").Text;
        string sources = string.Join('\n', SourceTree.Files("src/Shared/Runs", "*.cs").Select(file => file.Text));
        string[] named = [.. Rule().Matches(runs).SelectMany(match => match.Groups["where"].Captures).SelectMany(capture => capture.Value.Split('.')).Distinct(StringComparer.Ordinal)];

        named.Length.ShouldBeGreaterThan(20);
        named.Where(name => !Regex.IsMatch(sources, $@"\b(class|record|struct) {name}\b|\b{name}\(", RegexOptions.None, TimeSpan.FromSeconds(5))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_decision_is_in_the_index()
    {
        string index = Documents.Single(document => document.Path == "docs/decisions/README.md").Text;

        Documents.Select(document => Path.GetFileName(document.Path)).Where(name => char.IsAsciiDigit(name[0]) && !index.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\]\((?!https?:)(?<to>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|samples)/[\w./-]*)`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OwnPath();

    /// <summary>A row of the table of rules: its number, what it says, and the classes in code.</summary>
    [GeneratedRegex(@"^\| \d+ \|.*\| (`(?<where>[\w.]+)`(, )?)+ \|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rule();
}
