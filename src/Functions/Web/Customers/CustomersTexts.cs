namespace Clientele.Functions.Web;

/// <summary>Texts of the page of customers; CustomersTexts.resx.</summary>
public sealed class CustomersTexts;
