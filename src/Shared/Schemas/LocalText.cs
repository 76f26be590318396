namespace Clientele.Schemas;

/// <summary>A text in the languages of marketing.</summary>
public sealed record LocalText(string En, string Es, string Pt)
{
    /// <summary>The same in every language.</summary>
    public static LocalText Of(Func<Language, string> inLanguage)
    {
        ArgumentNullException.ThrowIfNull(inLanguage);
        return new LocalText(inLanguage(Language.English), inLanguage(Language.Spanish), inLanguage(Language.Portuguese));
    }

    public string In(Language language) => language switch
    {
        Language.Spanish => Es,
        Language.Portuguese => Pt,
        _ => En,
    };
}
