namespace Clientele.Functions.Web;

/// <summary>Texts of the page that predicts; PredictTexts.resx.</summary>
public sealed class PredictTexts;
