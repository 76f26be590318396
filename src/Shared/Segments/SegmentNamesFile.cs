using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>Names that people gave to segments: <c>segments/&lt;schema&gt;.json</c> beside the schema files. They win over generated ones. Immutable.</summary>
public sealed class SegmentNamesFile
{
    /// <summary>Where they are in the container of schemas; nothing there is a schema.</summary>
    public const string Folder = "segments/";

    public const int LargestFile = 64 * 1024;

    /// <summary>Characters of a name, on one line.</summary>
    public const int LongestName = 80;

    // People edit the file: letters with accents stand as they are.
    private static readonly SegmentNamesJson Json = new(new JsonSerializerOptions(SegmentNamesJson.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

    private readonly SortedDictionary<int, LocalText>[] _names;

    private SegmentNamesFile(SortedDictionary<int, LocalText>[] names) => _names = names;

    public static SegmentNamesFile Empty { get; } = new([.. SegmentModel.Keys.Select(_ => new SortedDictionary<int, LocalText>())]);

    public static string NameOf(string schema) => $"{Folder}{schema}.json";

    /// <summary>The name that people gave to a segment; null where they gave none.</summary>
    /// <param name="key">One of <see cref="SegmentModel.Keys"/>.</param>
    public LocalText? Find(string key, int id) => _names[PlaceOf(key)].GetValueOrDefault(id);

    /// <summary>The same names but for one segment's.</summary>
    /// <param name="key">One of <see cref="SegmentModel.Keys"/>.</param>
    /// <param name="id">1 or more.</param>
    /// <param name="name">Null takes the given name away.</param>
    /// <exception cref="ArgumentException">No such key or id, a text that is no name, or the file would be larger than <see cref="LargestFile"/>.</exception>
    public SegmentNamesFile With(string key, int id, LocalText? name)
    {
        int place = PlaceOf(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        if (name is not null && ProblemsOf(name.En, name.Es, name.Pt) is [var first, ..])
        {
            throw new ArgumentException(first.Sentence, nameof(name));
        }

        SortedDictionary<int, LocalText>[] names = [.. _names];
        names[place] = new SortedDictionary<int, LocalText>(_names[place]);
        if (name is null)
        {
            names[place].Remove(id);
        }
        else
        {
            names[place][id] = name;
        }

        var changed = new SegmentNamesFile(names);
        int length = changed.ToJson().ToMemory().Length;
        return length <= LargestFile ? changed : throw new ArgumentException($"With this name the file has {length} bytes; expected at most {LargestFile}.", nameof(name));
    }

    /// <summary>What keeps texts from being a name, by language; empty when they are one. A language left out is told in English.</summary>
    public static IReadOnlyList<(string Field, string Sentence)> ProblemsOf(string? en, string? es, string? pt)
    {
        var problems = new List<(string Field, string Sentence)>();
        foreach ((string language, string? text) in new[] { ("en", en ?? ""), ("es", es), ("pt", pt) })
        {
            if (text is null)
            {
                continue;
            }

            string? found = string.IsNullOrWhiteSpace(text) ? "blank"
                : text.Length > LongestName ? string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters long")
                : text.Any(IsLineOrControl) ? "more than one line, or has control characters"
                : null;
            if (found is not null)
            {
                problems.Add((language, $"{language} is {found}; it must be a name of 1 to {LongestName} characters on one line."));
            }
        }

        return problems;
    }

    /// <summary>Keys and ids in order: the same bytes for the same names.</summary>
    public BinaryData ToJson()
    {
        var file = new Dictionary<string, IReadOnlyDictionary<string, GivenName?>>(StringComparer.Ordinal);
        for (int place = 0; place < _names.Length; place++)
        {
            if (_names[place].Count > 0)
            {
                file[SegmentModel.Keys[place]] = _names[place].ToDictionary(
                    pair => pair.Key.ToString(CultureInfo.InvariantCulture), GivenName? (pair) => new GivenName(pair.Value.En, pair.Value.Es, pair.Value.Pt), StringComparer.Ordinal);
            }
        }

        return new BinaryData(JsonSerializer.SerializeToUtf8Bytes(file, Json.DictionaryStringIReadOnlyDictionaryStringGivenName));
    }

    /// <param name="source">How errors name it.</param>
    /// <exception cref="SchemaFileException">Too large, not JSON, or something else than names; the message says where.</exception>
    public static SegmentNamesFile Parse(BinaryData json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        int length = json.ToMemory().Length;
        if (length > LargestFile)
        {
            throw new SchemaFileException(source, "the file", $"{length} bytes", $"at most {LargestFile}");
        }

        try
        {
            ReadOnlySpan<byte> bytes = json.ToMemory().Span;
            Dictionary<string, IReadOnlyDictionary<string, GivenName?>> file =
                JsonSerializer.Deserialize(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, Json.DictionaryStringIReadOnlyDictionaryStringGivenName)
                ?? throw new SchemaFileException(source, "the file", "null", "an object");
            SortedDictionary<int, LocalText>[] names = [.. SegmentModel.Keys.Select(_ => new SortedDictionary<int, LocalText>())];
            foreach ((string key, IReadOnlyDictionary<string, GivenName?> given) in file)
            {
                int place = IndexOf(key);
                if (place < 0)
                {
                    throw new SchemaFileException(source, $"'{key}'", "not known", string.Join(", ", SegmentModel.Keys));
                }

                Read(given, names[place], source, $"'{key}'");
            }

            return new SegmentNamesFile(names);
        }
        catch (JsonException e)
        {
            throw new SchemaFileException($"{source}: not names of segments ({e.Message})", e);
        }
    }

    private static void Read(IReadOnlyDictionary<string, GivenName?>? given, SortedDictionary<int, LocalText> into, string source, string place)
    {
        foreach ((string id, GivenName? name) in given ?? throw new SchemaFileException(source, place, "null", "an object of ids and names"))
        {
            if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1 || id[0] == '0')
            {
                throw new SchemaFileException(source, $"{place}.'{id}'", "not an id", "a whole number, 1 or more");
            }

            if (name is null)
            {
                throw new SchemaFileException(source, $"{place}.'{id}'", "null", "an object with en and, if wanted, es and pt");
            }

            if (ProblemsOf(name.En, name.Es, name.Pt) is [var first, ..])
            {
                throw new SchemaFileException($"{source}: {place}.'{id}': {first.Sentence}");
            }

            into[number] = new LocalText(name.En!, name.Es ?? name.En!, name.Pt ?? name.En!);
        }
    }

    private static int IndexOf(string key) => Array.IndexOf([.. SegmentModel.Keys], key);

    private static int PlaceOf(string key) => IndexOf(key) is int place and >= 0
        ? place
        : throw new ArgumentException($"'{key}' is none of {string.Join(", ", SegmentModel.Keys)}.", nameof(key));

    private static bool IsLineOrControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}

/// <summary>A name as the file holds it.</summary>
internal sealed record GivenName(string? En, string? Es = null, string? Pt = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Dictionary<string, IReadOnlyDictionary<string, GivenName?>>))]
internal sealed partial class SegmentNamesJson : JsonSerializerContext;
