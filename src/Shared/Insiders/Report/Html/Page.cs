using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>HTML in the making, in one language; every text is encoded on its way in.</summary>
/// <param name="Language">Of the texts.</param>
internal sealed class Page(Language language)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    public Language Language => language;

    /// <summary>Of the language, in HTML and before the ids of its elements.</summary>
    public string Code { get; } = CodeOf(language);

    public static string CodeOf(Language language) => language switch { Language.Spanish => "es", Language.Portuguese => "pt", _ => "en" };

    /// <summary>Markup that holds no text of others.</summary>
    public Page Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    public Page Line(string markup) => Raw(markup).Raw("\n");

    public Page Text(string text)
    {
        _html.Append(Encoder.Encode(text));
        return this;
    }

    public Page Text(LocalText text) => Text(text.In(language));

    /// <summary>An element with nothing but text.</summary>
    /// <param name="tag">With its attributes, such as <c>p class="note"</c>.</param>
    public Page Element(string tag, string text)
    {
        int end = tag.IndexOf(' ', StringComparison.Ordinal);
        return Raw($"<{tag}>").Text(text).Line($"</{(end < 0 ? tag : tag[..end])}>");
    }

    public Page Element(string tag, LocalText text) => Element(tag, text.In(language));

    /// <summary>A table that a narrow screen scrolls within its own frame.</summary>
    /// <param name="caption">Read out; not shown, since a heading stands above.</param>
    /// <param name="numbers">Columns that are set to the right.</param>
    public Page Table(LocalText caption, IReadOnlyList<LocalText> head, IEnumerable<IReadOnlyList<string>> rows, IReadOnlySet<int> numbers)
    {
        Raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").Text(caption).Line("\"><table>");
        Element("caption", caption);
        Raw("<thead><tr>");
        for (int column = 0; column < head.Count; column++)
        {
            Raw($"<th scope=\"col\"{(numbers.Contains(column) ? " class=\"n\"" : "")}>").Text(head[column]).Raw("</th>");
        }

        Line("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            Raw("<tr>");
            for (int column = 0; column < row.Count; column++)
            {
                string tag = column == 0 ? "th scope=\"row\"" : numbers.Contains(column) ? "td class=\"n\"" : "td";
                Raw($"<{tag}>").Text(row[column]).Raw(column == 0 ? "</th>" : "</td>");
            }

            Line("</tr>");
        }

        return Line("</tbody></table></div>");
    }

    /// <summary>The numbers of a chart, for who does not see it.</summary>
    public Page ChartTable(LocalText caption, IReadOnlyList<LocalText> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        Raw("<details><summary>").Text(ReportWords.DataTable).Line("</summary>");
        return Table(caption, head, rows, Enumerable.Range(1, Math.Max(1, head.Count - 1)).ToHashSet()).Line("</details>");
    }

    /// <summary>A coordinate: a tenth of a unit is nothing that an eye sees.</summary>
    public static string At(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public override string ToString() => _html.ToString();
}
