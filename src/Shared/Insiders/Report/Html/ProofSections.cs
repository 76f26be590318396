namespace Clientele.Insiders;

/// <summary>Evidence, claims and the plan of an experiment.</summary>
internal static class ProofSections
{
    public static void WriteEvidence(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "evidence");
        page.Element("h3", ReportWords.Later);
        if (report.Evidence.Later is LaterPurchases later)
        {
            Write(page, ReportTables.Later(later, page.Language));
        }

        page.Element("p", report.Evidence.LaterNote);
        if (report.Evidence.Comparisons.Count > 0)
        {
            page.Element("h3", ReportWords.Today).Element("p", EvidenceTexts.Caution);
            Write(page, ReportTables.Comparisons(report, page.Language));
        }

        page.Element("p class=\"note\"", EvidenceTexts.Method);
    }

    public static void WriteHypotheses(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "claims");
        if (report.Hypotheses is not InsiderHypotheses hypotheses)
        {
            page.Element("p", ReportWords.NoHypotheses);
            return;
        }

        page.Line("<ol class=\"claims\">");
        foreach (InsiderHypothesis claim in hypotheses.Claims)
        {
            page.Line("<li>").Element("p class=\"claim\"", claim.Claim);
            page.Raw($"<p><strong class=\"{(claim.Holds ? "holds" : "fails")}\">").Text(HypothesisTexts.Verdict(claim)).Raw("</strong> ").Text(claim.Sentence).Line("</p></li>");
        }

        page.Line("</ol>").Element("p class=\"note\"", ReportWords.HypothesesNote);
    }

    public static void WriteExperiment(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "experiment");
        if (report.Experiment is not ExperimentPlan plan)
        {
            page.Element("p", ExperimentTexts.None);
            return;
        }

        page.Element("p", ExperimentTexts.How(plan));
        Write(page, ReportTables.Experiment(plan, page.Language));
        page.Element("p", ExperimentTexts.Verdict(plan)).Element("p class=\"note\"", ExperimentTexts.Sources);
    }

    internal static void Write(Page page, ReportTable table) => page.Table(table.Title, table.Head, table.Rows, table.Numbers);
}
