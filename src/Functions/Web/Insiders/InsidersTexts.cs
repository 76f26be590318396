namespace Clientele.Functions.Web;

/// <summary>Texts of the pages about the loyalty programme; InsidersTexts.resx.</summary>
public sealed class InsidersTexts;
