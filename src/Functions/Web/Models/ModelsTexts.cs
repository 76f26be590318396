namespace Clientele.Functions.Web;

/// <summary>Texts of the page of models; ModelsTexts.resx.</summary>
public sealed class ModelsTexts;
