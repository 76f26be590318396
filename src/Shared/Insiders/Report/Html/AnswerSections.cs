namespace Clientele.Insiders;

/// <summary>The nine answers, each with its numbers and the chart that shows them.</summary>
internal static class AnswerSections
{
    public static void Write(Page page, InsiderReport report)
    {
        InsiderReportHtml.WriteHeading(page, "answers");
        for (int i = 0; i < report.Answers.Count; i++)
        {
            InsiderAnswer answer = report.Answers[i];
            page.Line($"<section class=\"q\" aria-labelledby=\"{page.Code}-q{i + 1}\">");
            page.Raw($"<h3 id=\"{page.Code}-q{i + 1}\"><span class=\"no\">{i + 1}</span> ").Text(answer.Title).Line("</h3>").Element("p", answer.Text);
            WriteNumbers(page, report, answer);
            switch (answer.Key)
            {
                case "q1":
                    MapChart.Write(page, report);
                    WriteTopMembers(page, report);
                    break;
                case "q2":
                    MovementChart.Write(page, report);
                    break;
                case "q3":
                    DistributionChart.Write(page, report);
                    break;
                case "q4":
                    ShareChart.Write(page, report);
                    break;
                case "q5":
                    MonthsChart.Write(page, report);
                    break;
                default:
                    break;
            }

            page.Line("</section>");
        }
    }

    /// <summary>Where numbers are alike, as a table.</summary>
    private static void WriteNumbers(Page page, InsiderReport report, InsiderAnswer answer)
    {
        if (ReportTables.OfAnswer(report, answer, page.Language) is ReportTable table)
        {
            ProofSections.Write(page, table);
            return;
        }

        page.Raw("<dl class=\"nums\">");
        foreach (AnswerNumber number in answer.Numbers)
        {
            page.Raw("<div><dt>").Text(number.Label).Raw("</dt><dd>").Text(number.Written(page.Language)).Raw("</dd></div>");
        }

        page.Line("</dl>");
    }

    private static void WriteTopMembers(Page page, InsiderReport report)
    {
        if (report.TopMembers.Count == 0)
        {
            return;
        }

        page.Raw("<details><summary>").Text(ReportWords.TopMembers).Line("</summary>");
        page.Table(
            ReportWords.TopMembers,
            [ReportWords.Customer, ReportWords.Revenue, ReportWords.Purchases, ReportWords.LastPurchase],
            report.TopMembers.Select(member => new[]
            {
                member.Id,
                ReportNumbers.Money(member.Revenue, page.Language),
                ReportNumbers.Count(member.Invoices, page.Language),
                ReportNumbers.Day(member.LastPurchase, page.Language),
            }),
            new HashSet<int> { 1, 2, 3 }).Line("</details>");
    }
}
