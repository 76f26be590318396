namespace Clientele.Functions.Web;

/// <summary>Texts of what is around every page; LayoutTexts.resx.</summary>
public sealed class LayoutTexts;
