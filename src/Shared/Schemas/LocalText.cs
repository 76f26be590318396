namespace Clientele.Schemas;

/// <summary>A text in the languages of marketing.</summary>
public sealed record LocalText(string En, string Es, string Pt)
{
    public static LocalText Of(Func<Language, string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LocalText(text(Language.English), text(Language.Spanish), text(Language.Portuguese));
    }

    public string In(Language language) => language switch
    {
        Language.Spanish => Es,
        Language.Portuguese => Pt,
        _ => En,
    };
}
