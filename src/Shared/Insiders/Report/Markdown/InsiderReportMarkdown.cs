using System.Text;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary><c>report.md</c>: the report in one language, with tables as GitHub writes them. The same report gives the same bytes.</summary>
public static class InsiderReportMarkdown
{
    public static BinaryData Render(InsiderReport report, Language language)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new MarkdownText(language);
        text.Heading(1, ReportWords.Title).Paragraph(ReportWords.SourceLine(report));
        if (report.Demonstration)
        {
            text.Paragraph(ReportWords.Demonstration);
        }

        WriteAnswers(text, report);
        WriteProof(text, report);
        WriteActions(text, report);
        text.Heading(2, ReportWords.Groups).Table(ReportTables.Groups(report, language));
        text.Heading(2, ReportWords.Compared);
        if (report.Compared.Count > 0)
        {
            text.Table(ReportTables.Compared(report, language));
        }

        text.Paragraph(ReportWords.ComparedNote).Heading(2, ReportWords.Method).Paragraph(report.ForecastMethod);
        if (report.Holdouts.Count > 0)
        {
            text.Heading(3, ReportWords.Holdouts).Table(ReportTables.Holdouts(report, language));
        }

        if (report.Cleaning.Count > 0)
        {
            text.Heading(3, ReportWords.Cleaning).Table(ReportTables.Cleaning(report, language));
        }

        text.Paragraph(LocalText.Of(l => $"{ReportWords.Run.In(l)} {report.RunId} · {ReportWords.ModelVersion.In(l)} {report.ModelVersion}"));
        return BinaryData.FromString(text.ToString());
    }

    private static void WriteAnswers(MarkdownText text, InsiderReport report)
    {
        Language language = text.Language;
        text.Heading(2, ReportWords.Answers);
        for (int i = 0; i < report.Answers.Count; i++)
        {
            InsiderAnswer answer = report.Answers[i];
            int number = i + 1;
            text.Heading(3, LocalText.Of(l => $"{number}. {answer.Title.In(l)}")).Paragraph(answer.Text);
            text.Table(ReportTables.OfAnswer(report, answer, language) ?? new ReportTable(
                answer.Title,
                [ReportWords.Measure, ReportWords.Value],
                [.. answer.Numbers.Select(each => new[] { each.Label.In(language), each.Written(language) })],
                new HashSet<int> { 1 }));
        }
    }

    private static void WriteProof(MarkdownText text, InsiderReport report)
    {
        text.Heading(2, ReportWords.Evidence).Heading(3, ReportWords.Later);
        if (report.Evidence.Later is LaterPurchases later)
        {
            text.Table(ReportTables.Later(later, text.Language));
        }

        text.Paragraph(report.Evidence.LaterNote);
        if (report.Evidence.Comparisons.Count > 0)
        {
            text.Heading(3, ReportWords.Today).Paragraph(EvidenceTexts.Caution).Table(ReportTables.Comparisons(report, text.Language));
        }

        text.Paragraph(EvidenceTexts.Method).Heading(2, ReportWords.Hypotheses);
        if (report.Hypotheses is InsiderHypotheses hypotheses)
        {
            text.Table(ReportTables.Hypotheses(hypotheses, text.Language)).Paragraph(ReportWords.HypothesesNote);
        }
        else
        {
            text.Paragraph(ReportWords.NoHypotheses);
        }

        text.Heading(2, ReportWords.Experiment);
        if (report.Experiment is ExperimentPlan plan)
        {
            text.Paragraph(ExperimentTexts.How(plan)).Table(ReportTables.Experiment(plan, text.Language)).Paragraph(ExperimentTexts.Verdict(plan)).Paragraph(ExperimentTexts.Sources);
        }
        else
        {
            text.Paragraph(ExperimentTexts.None);
        }
    }

    private static void WriteActions(MarkdownText text, InsiderReport report)
    {
        Language language = text.Language;
        text.Heading(2, ReportWords.Actions).Paragraph(ReportWords.ActionsNote);
        if (report.Actions.Count > 0)
        {
            text.Table(new ReportTable(
                ReportWords.Actions,
                [ReportWords.Group, ReportWords.Actions, ReportWords.Customers, LocalText.Of(l => $"{ReportWords.Revenue.In(l)} {ReportWords.Prize.In(l)}"), ReportWords.PrizeSum],
                [.. report.Actions.Select(action => new[]
                {
                    action.ClusterName.In(language),
                    $"{ActionTexts.Title(action.Kind).In(language)}: {action.Sentence.In(language)}",
                    ReportNumbers.Count(action.Customers, language),
                    ReportNumbers.Money(action.Prize, language),
                    action.Basis.In(language),
                })],
                new HashSet<int> { 2, 3 }));
        }
    }
}

/// <summary>Markdown in the making; what others wrote stays text.</summary>
internal sealed class MarkdownText(Language language)
{
    private readonly StringBuilder _text = new();

    public Language Language => language;

    public MarkdownText Heading(int level, LocalText title) => Block($"{new string('#', level)} {Escaped(title.In(language))}");

    public MarkdownText Paragraph(LocalText text) => Block(Escaped(text.In(language)));

    public MarkdownText Table(ReportTable table)
    {
        if (table.Rows.Count == 0)
        {
            return this;
        }

        Row(table.Head.Select(head => head.In(language)));
        Append("|");
        for (int column = 0; column < table.Head.Count; column++)
        {
            Append(table.Numbers.Contains(column) ? " ---: |" : " --- |");
        }

        Append("\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Row(row);
        }

        Append("\n");
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>No text is markup, HTML, or the end of a cell or line.</summary>
    internal static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case '\r' or '\n' or '\t':
                    escaped.Append(' ');
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '\\' or '|' or '`' or '*' or '_' or '[' or ']' or '#' or '~' or '!':
                    escaped.Append('\\').Append(c);
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }

        return escaped.ToString();
    }

    private MarkdownText Block(string text) => Append(text).Append("\n\n");

    private MarkdownText Row(IEnumerable<string> cells) => Append("| ").Append(string.Join(" | ", cells.Select(Escaped))).Append(" |\n");

    private MarkdownText Append(string text)
    {
        _text.Append(text);
        return this;
    }
}
