namespace Clientele.Insiders;

/// <summary>What to do with each group, the largest prize first.</summary>
internal static class ActionSection
{
    public static void Write(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "actions");
        page.Element("p", ReportWords.ActionsNote).Line("<ol class=\"acts\">");
        foreach (InsiderAction action in report.Actions)
        {
            string customers = $"{ReportNumbers.Count(action.Customers, page.Language)} {ReportWords.Customers.In(page.Language).ToLowerInvariant()}";
            page.Raw("<li>").Element("h3", ActionTexts.Title(action.Kind));
            page.Element("p class=\"who\"", $"{action.ClusterName.In(page.Language)} · {customers}");
            page.Raw("<div class=\"prize\">").Text(ReportNumbers.Money(action.Prize, page.Language)).Raw(" <small>").Text(ReportWords.Prize).Line("</small></div>");
            page.Element("p", action.Sentence).Raw("<p class=\"note\">").Text(ReportWords.PrizeSum).Text(": ").Text(action.Basis).Line("</p></li>");
        }

        page.Line("</ol>");
    }
}
