namespace Clientele.Functions.Web;

/// <summary>Texts of the pages of uploads; UploadsTexts.resx.</summary>
public sealed class UploadsTexts;
