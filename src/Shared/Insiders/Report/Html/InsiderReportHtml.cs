using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>
/// <c>report.html</c>: one file that needs nothing else, in three languages that the reader switches without script, to be read on a screen of any width
/// or printed. The same report gives the same bytes.
/// </summary>
public static class InsiderReportHtml
{
    private static readonly IReadOnlyList<(Language Language, string Name)> Languages =
        [(Language.English, "English"), (Language.Spanish, "Español"), (Language.Portuguese, "Português")];

    /// <summary>As it stands between the tags: what a browser hashes.</summary>
    private static readonly string Style = "\n" + ReportStyle.Css.ReplaceLineEndings("\n") + "\n";

    /// <summary>The source for <c>style-src</c> of a Content-Security-Policy that lets the page's own style in and no other: <c>'sha256-…'</c>.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <param name="report">What the page tells.</param>
    /// <param name="shown">The language that the page opens in.</param>
    public static BinaryData Render(InsiderReport report, Language shown = Language.English)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new Page(shown);
        page.Line("<!DOCTYPE html>").Line($"<html lang=\"{page.Code}\">").Line("<head>").Line("<meta charset=\"utf-8\">");
        page.Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");

        // Nothing is loaded and nothing runs, whatever the texts of an upload hold.
        page.Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        page.Element("title", $"Insiders · {report.UploadName}");
        page.Raw("<style>").Raw(Style).Line("</style>").Line("</head>").Line("<body>").Line("<main class=\"wrap\">");
        WriteChoice(page);
        foreach ((Language language, _) in Languages)
        {
            page.Line(Article(report, language));
        }

        return BinaryData.FromString(page.Line("</main>").Line("</body>").Line("</html>").ToString());
    }

    private static void WriteChoice(Page page)
    {
        page.Raw("<fieldset class=\"lang\"><legend>").Text(string.Join(" · ", ReportWords.LanguageChoice.En, ReportWords.LanguageChoice.Es)).Raw("</legend>");
        foreach ((Language language, string name) in Languages)
        {
            string code = Page.CodeOf(language);
            string isChosen = language == page.Language ? " checked" : "";
            page.Raw($"<label lang=\"{code}\"><input type=\"radio\" name=\"lang\" id=\"lang-{code}\"{isChosen}><span>").Text(name).Raw("</span></label>");
        }

        page.Line("</fieldset>");
    }

    private static string Article(InsiderReport report, Language language)
    {
        var page = new Page(language);
        page.Line($"<article lang=\"{page.Code}\">").Line("<header class=\"top\">");
        page.Element("p class=\"eyebrow\"", ReportWords.Kind).Element("h1", ReportWords.Title).Element("p class=\"from\"", ReportWords.SourceLine(report)).Line("</header>");
        if (report.Demonstration)
        {
            page.Element("p class=\"warn\"", ReportWords.Demonstration);
        }

        WriteTiles(page, report);
        WriteContents(page);
        AnswerSections.Write(page, report);
        ProofSections.WriteEvidence(page, report);
        ProofSections.WriteHypotheses(page, report);
        ProofSections.WriteExperiment(page, report);
        ActionSection.Write(page, report);
        MethodSections.WriteGroups(page, report);
        MethodSections.WriteCompared(page, report);
        MethodSections.WriteMethod(page, report);
        page.Raw("<footer class=\"note\">").Text(ReportWords.Run).Text(" ").Text(report.RunId).Text(" · ").Text(ReportWords.ModelVersion).Text(" ").Text(report.ModelVersion).Line("</footer>");
        return page.Raw("</article>").ToString();
    }

    private static void WriteTiles(Page page, InsiderReport report)
    {
        List<(LocalText Name, string Value)> tiles =
        [
            (ReportWords.Members, ReportNumbers.Count(report.Totals.Members, page.Language)),
            (ReportWords.CustomerShare, ReportNumbers.Percent(report.Totals.CustomerShare, page.Language)),
            (ReportWords.RevenueShare, ReportNumbers.Percent(report.Totals.RevenueShare, page.Language)),
        ];
        if (ValueAnswers.Coming(report.MemberMonths, report.LastDay).FirstOrDefault(month => month.Seen == 0) is MonthRevenue next)
        {
            tiles.Add((LocalText.Of(language => $"{ReportWords.RevenueToCome.In(language)}, {ReportNumbers.Month(next.Month, language)}"), ReportNumbers.Money(next.Expected, page.Language)));
        }

        page.Raw("<dl class=\"tiles\">");
        foreach ((LocalText name, string value) in tiles)
        {
            page.Raw("<div><dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd></div>");
        }

        page.Line("</dl>");
    }

    private static void WriteContents(Page page)
    {
        page.Raw("<nav aria-label=\"").Text(ReportWords.Contents).Raw("\"><ul>");
        foreach ((string id, LocalText title) in Sections)
        {
            page.Raw($"<li><a href=\"#{page.Code}-{id}\">").Text(title).Raw("</a></li>");
        }

        page.Line("</ul></nav>");
    }

    private static readonly IReadOnlyList<(string Id, LocalText Title)> Sections =
    [
        ("answers", ReportWords.Answers), ("evidence", ReportWords.Evidence), ("claims", ReportWords.Hypotheses), ("experiment", ReportWords.Experiment),
        ("actions", ReportWords.Actions), ("groups", ReportWords.Groups), ("compared", ReportWords.Compared), ("method", ReportWords.Method),
    ];

    /// <summary>The heading of a section of <see cref="Sections"/>.</summary>
    internal static void WriteHeading(Page page, string id) =>
        page.Element(string.Create(CultureInfo.InvariantCulture, $"h2 id=\"{page.Code}-{id}\""), Sections.First(section => section.Id == id).Title);
}
