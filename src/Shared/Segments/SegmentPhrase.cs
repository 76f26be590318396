using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>A trait in words, as it stands inside a name: "high income", "few purchases", "accepted campaign 3".</summary>
internal static class SegmentPhrase
{
    public static string Of(Schema schema, ProfiledTopic topic, Language language)
    {
        if (topic.IsCategory)
        {
            return LocalWording.InSentence(topic.Feature.Title.In(language));
        }

        int group = topic.Topic - schema.Fields.Count;
        SchemaField? field = group < 0 ? schema.Fields[topic.Topic] : null;
        Wording? wording = (field?.Wording ?? schema.Groups[group].Wording).Of(language);
        bool isHigh = topic.Feature.EffectSize > 0;
        if ((isHigh ? wording?.High : wording?.Low) is { } worded)
        {
            return worded;
        }

        string title = LocalWording.InSentence(field?.TitleIn(language) ?? schema.Groups[group].TitleIn(language));
        return field switch
        {
            { Type: FieldType.Boolean } when isHigh => Plain(wording?.Reason) ?? title,
            { Type: FieldType.Boolean } => Plain(wording?.None) ?? $"{Without(language)} {title}",
            { Type: FieldType.Date } or { IsYear: true } => $"{title} {Ago(isHigh, language)}",
            _ => $"{(isHigh ? More(language) : Less(language))} {title}",
        };
    }

    /// <summary>A sentence about one value fits no group.</summary>
    private static string? Plain(string? sentence) => sentence?.Contains(Wording.ValueMark, StringComparison.Ordinal) == false ? sentence : null;

    private static string More(Language language) => language switch
    {
        Language.Spanish => "más",
        Language.Portuguese => "mais",
        _ => "high",
    };

    private static string Less(Language language) => language switch
    {
        Language.Spanish => "menos",
        Language.Portuguese => "menos",
        _ => "low",
    };

    private static string Without(Language language) => language switch
    {
        Language.Spanish => "sin",
        Language.Portuguese => "sem",
        _ => "no",
    };

    private static string Ago(bool isLong, Language language) => language switch
    {
        Language.Spanish => isLong ? "hace más tiempo" : "más reciente",
        Language.Portuguese => isLong ? "há mais tempo" : "mais recente",
        _ => isLong ? "longer ago" : "more recently",
    };
}
