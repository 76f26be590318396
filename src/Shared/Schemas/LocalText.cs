namespace Clientele.Schemas;

/// <summary>A text in the languages of marketing.</summary>
public sealed record LocalText(string En, string Es, string Pt)
{
    public string In(Language language) => language switch
    {
        Language.Spanish => Es,
        Language.Portuguese => Pt,
        _ => En,
    };
}
