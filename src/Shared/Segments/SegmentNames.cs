using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>What a segment is called.</summary>
/// <param name="Traits">What tells it from everyone else, the strongest first; begins in lower case.</param>
internal sealed record SegmentName(LocalText Name, IReadOnlyList<LocalText> Traits);

/// <summary>Names made of what tells a group from everyone else, never of how it responds.</summary>
internal static class SegmentNames
{
    public const int LongestName = 60;

    /// <summary>Effect sizes below this are no trait of a group.</summary>
    public const double LeastEffect = 0.3;

    private const int MostTraits = 3;
    private const int MostOfGroup = 2;

    private static readonly LocalText Typical = new("Typical customers", "Clientes típicos", "Clientes típicos");

    /// <param name="profiles">By cluster.</param>
    /// <param name="kept">By cluster the name it had before; null where one is to be made.</param>
    /// <returns>By cluster; no two names are the same in any language.</returns>
    public static IReadOnlyList<SegmentName> Of(Schema schema, IReadOnlyList<SegmentProfile> profiles, IReadOnlyList<LocalText?> kept)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (kept.Count != profiles.Count)
        {
            throw new ArgumentException($"There are {profiles.Count} profiles and {kept.Count} names; expected one of each per cluster.", nameof(kept));
        }

        var taken = new List<LocalText>(kept.OfType<LocalText>());
        var names = new List<SegmentName>(profiles.Count);
        for (int cluster = 0; cluster < profiles.Count; cluster++)
        {
            LocalText[] phrases = PhrasesOf(schema, profiles[cluster]);
            LocalText name = kept[cluster] ?? FirstFree(phrases, taken);
            taken.Add(name);
            names.Add(new SegmentName(name, [.. phrases.Take(MostTraits)]));
        }

        return names;
    }

    /// <summary>Phrases of the traits, the strongest first, that mean different things.</summary>
    private static LocalText[] PhrasesOf(Schema schema, SegmentProfile profile)
    {
        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(schema);
        var phrases = new List<LocalText>();
        var told = new HashSet<int>();
        var ofGroup = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ProfiledTopic topic in profile.Topics.Where(IsTrait).OrderByDescending(topic => Math.Abs(topic.Feature.EffectSize)))
        {
            int group = topic.Topic - schema.Fields.Count;
            string? name = group >= 0 ? schema.Groups[group].Name : schema.Fields[topic.Topic].Group;
            int before = name is null ? 0 : ofGroup.GetValueOrDefault(name);

            // A total says what its members say: the stronger of them speaks. So do the categories of one text.
            bool isSaid = told.Contains(topic.Topic)
                || totals.Any(total => (total.Topic == topic.Topic && told.Overlaps(total.Members)) || (told.Contains(total.Topic) && total.Members.Contains(topic.Topic)));
            LocalText phrase = LocalText.Of(language => SegmentPhrase.Of(schema, topic, language));
            if (before < MostOfGroup && !isSaid && !phrases.Contains(phrase))
            {
                phrases.Add(phrase);
                told.Add(topic.Topic);
                if (name is not null)
                {
                    ofGroup[name] = before + 1;
                }
            }
        }

        return [.. phrases];
    }

    /// <summary>Not to be of a category is no trait: most groups are of most categories not.</summary>
    private static bool IsTrait(ProfiledTopic topic) =>
        Math.Abs(topic.Feature.EffectSize) >= LeastEffect && !(topic.IsCategory && topic.Feature.EffectSize < 0);

    private static LocalText FirstFree(LocalText[] phrases, List<LocalText> taken)
    {
        if (phrases.Length == 0)
        {
            return Numbered(Typical, taken);
        }

        foreach (LocalText[] some in Choices(phrases))
        {
            LocalText name = Joined(some);
            if (IsFree(name, taken))
            {
                return name;
            }
        }

        return Numbered(Joined([.. phrases.Take(MostTraits)]), taken);
    }

    /// <summary>The strongest phrases, then the same with a weaker one in the last place, then with one phrase more.</summary>
    private static IEnumerable<LocalText[]> Choices(LocalText[] phrases)
    {
        yield return [.. phrases.Take(MostTraits)];
        foreach (LocalText other in phrases.Skip(MostTraits))
        {
            yield return [.. phrases.Take(MostTraits - 1), other];
        }

        yield return [.. phrases.Take(MostTraits + 1)];
    }

    /// <summary>As many of the phrases as fit in every language, so that a name says the same in each.</summary>
    private static LocalText Joined(LocalText[] phrases)
    {
        LocalText joined = LocalText.Of(language => string.Join(", ", phrases.Select(phrase => phrase.In(language))));
        return phrases.Length > 1 && IsLong(joined)
            ? Joined(phrases[..^1])
            : LocalText.Of(language => Cut(Capitalised(joined.In(language)), LongestName));
    }

    private static LocalText Numbered(LocalText name, List<LocalText> taken)
    {
        for (int number = 2; !IsFree(name, taken); number++)
        {
            string suffix = $" ({number})";
            LocalText plain = name;
            LocalText numbered = LocalText.Of(language => Cut(plain.In(language), LongestName - suffix.Length) + suffix);
            if (IsFree(numbered, taken))
            {
                return numbered;
            }
        }

        return name;
    }

    private static bool IsFree(LocalText name, List<LocalText> taken) => !taken.Exists(other =>
        Array.Exists(Enum.GetValues<Language>(), language => string.Equals(other.In(language), name.In(language), StringComparison.OrdinalIgnoreCase)));

    private static bool IsLong(LocalText text) => text.En.Length > LongestName || text.Es.Length > LongestName || text.Pt.Length > LongestName;

    private static string Capitalised(string text) => string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
