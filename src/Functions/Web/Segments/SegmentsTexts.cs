namespace Clientele.Functions.Web;

/// <summary>Texts of the page of segments; SegmentsTexts.resx.</summary>
public sealed class SegmentsTexts;
