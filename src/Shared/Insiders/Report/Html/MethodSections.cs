namespace Clientele.Insiders;

/// <summary>The groups, how they were chosen, and what the figures rest on.</summary>
internal static class MethodSections
{
    public static void WriteGroups(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "groups");
        ProofSections.Write(page, ReportTables.Groups(report, page.Language));
    }

    public static void WriteCompared(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "compared");
        if (report.Compared.Count > 0)
        {
            ProofSections.Write(page, ReportTables.Compared(report, page.Language));
        }

        page.Element("p class=\"note\"", ReportWords.ComparedNote);
    }

    public static void WriteMethod(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "method");
        page.Element("p", report.ForecastMethod);
        if (report.Holdouts.Count > 0)
        {
            page.Element("h3", ReportWords.Holdouts);
            ProofSections.Write(page, ReportTables.Holdouts(report, page.Language));
        }

        if (report.Cleaning.Count > 0)
        {
            page.Element("h3", ReportWords.Cleaning).Element("p", ReportWords.Total);
            ProofSections.Write(page, ReportTables.Cleaning(report, page.Language));
        }
    }
}
