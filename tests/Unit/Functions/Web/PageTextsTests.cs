using System.Text.RegularExpressions;
using System.Xml.Linq;
using Clientele.Unit.Architecture;

namespace Clientele.Unit.Functions.Web;

/// <summary>Every text of the pages is there in every language, and is one that a page asks for.</summary>
public sealed partial class PageTextsTests
{
    private static readonly string[] Languages = ["", ".es", ".pt"];
    private static readonly string Folder = Path.Combine(SourceTree.Root, "src", "Functions", "Web");

    public static TheoryData<string> Sets =>
        [.. Directory.EnumerateFiles(Folder, "*Texts.cs", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_set_of_texts_has_the_same_keys_and_places_in_every_language(string set)
    {
        Dictionary<string, string>[] texts = [.. Languages.Select(language => Read(set, language))];

        texts[0].ShouldNotBeEmpty();
        foreach (Dictionary<string, string> translated in texts)
        {
            translated.Keys.Order(StringComparer.Ordinal).ShouldBe(texts[0].Keys.Order(StringComparer.Ordinal));
            foreach ((string key, string text) in translated)
            {
                text.ShouldNotBeNullOrWhiteSpace(key);
                Places(text).ShouldBe(Places(texts[0][key]), key);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_key_that_a_page_asks_for_is_there(string set)
    {
        Dictionary<string, string> texts = Read(set, "");
        var asked = new List<string>();
        foreach (string file in Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories).Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            string source = File.ReadAllText(file);
            foreach (string name in Injected(source, set))
            {
                asked.AddRange(Regex.Matches(source, $@"(?<![\w.]){name}\[""(?<key>[^""]+)""(?<more>\s*\+)?", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                    .Select(match => match.Groups["key"].Value + (match.Groups["more"].Success ? "*" : "")));
            }
        }

        asked.ShouldNotBeEmpty();
        asked.Where(key => key.EndsWith('*') ? !texts.Keys.Any(known => known.StartsWith(key[..^1], StringComparison.Ordinal)) : !texts.ContainsKey(key)).Distinct().ShouldBeEmpty();
    }

    /// <summary>The names under which a source has the texts of a set.</summary>
    private static IEnumerable<string> Injected(string source, string set) =>
        Regex.Matches(source, $@"IStringLocalizer<{set}>\s+(?<name>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["name"].Value).Distinct();

    private static string[] Places(string text) => [.. PlaceMark().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string set, string language)
    {
        string file = Directory.EnumerateFiles(Folder, $"{set}{language}.resx", SearchOption.AllDirectories).Single();
        return XDocument.Load(file).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\{\d+[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex PlaceMark();
}
