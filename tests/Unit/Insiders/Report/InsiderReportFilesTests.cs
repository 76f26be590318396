using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Unit.Insiders.Report;

public sealed partial class InsiderReportFilesTests
{
    private const string Hostile = "transactions/<script>alert('1')</script>\"|*x* & co.csv";

    private static readonly InsiderReport Report = InsiderReport.Of(ReportShop.Input(Hostile));
    private static readonly string Html = InsiderReportHtml.Render(Report).ToString();

    [Fact]
    public void The_page_is_well_formed_with_each_id_once_and_every_link_leading_somewhere()
    {
        XElement page = Parsed();

        string[] ids = [.. page.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        ids.ShouldBeUnique();
        page.Descendants("a").Attributes("href").Select(href => href.Value).ShouldAllBe(href => href.StartsWith('#') && ids.Contains(href.Substring(1)));
        page.Descendants().Attributes("aria-labelledby").SelectMany(labels => labels.Value.Split(' ')).ShouldAllBe(label => ids.Contains(label));
    }

    [Fact]
    public void Nothing_is_loaded_and_nothing_runs()
    {
        Html.ShouldNotContain("http:", Case.Insensitive);
        Html.ShouldNotContain("https:", Case.Insensitive);
        Html.ShouldNotContain("url(", Case.Insensitive);
        Html.ShouldNotContain("@import", Case.Insensitive);
        XElement page = Parsed();
        page.Descendants().Select(element => element.Name.LocalName).ShouldAllBe(name => name != "script" && name != "img" && name != "link" && name != "iframe");
        page.Descendants().Attributes().ShouldAllBe(attribute => attribute.Name.LocalName != "src" && !attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_of_others_is_text()
    {
        Html.ShouldNotContain("<script", Case.Insensitive);
        Parsed().Descendants("p").First(p => (string?)p.Attribute("class") == "from").Value.ShouldContain(Hostile);
    }

    [Fact]
    public void Three_languages_are_switched_by_radio_buttons_of_which_English_is_set()
    {
        XElement page = Parsed();

        page.Descendants("article").Select(article => (string?)article.Attribute("lang")).ShouldBe(["en", "es", "pt"]);
        XElement[] radios = [.. page.Descendants("input")];
        radios.Select(radio => (string?)radio.Attribute("id")).ShouldBe(["lang-en", "lang-es", "lang-pt"]);
        radios.Select(radio => radio.Attribute("checked") is not null).ShouldBe([true, false, false]);
        foreach (string code in new[] { "en", "es", "pt" })
        {
            Html.ShouldContain($"body:has(#lang-{code}:checked) article[lang={code}]");
        }
    }

    [Fact]
    public void Every_chart_has_a_title_a_text_and_a_table_in_each_language()
    {
        foreach (XElement article in Parsed().Descendants("article"))
        {
            XElement[] figures = [.. article.Descendants("figure")];
            figures.Length.ShouldBe(5);
            foreach (XElement figure in figures)
            {
                XElement picture = figure.Element("svg").ShouldNotBeNull();
                ((string?)picture.Attribute("role")).ShouldBe("img");
                picture.Element("title")!.Value.ShouldNotBeNullOrWhiteSpace();
                picture.Element("desc")!.Value.Length.ShouldBeGreaterThan(20);
                picture.Elements("text").Count(text => (string?)text.Attribute("class") == "a").ShouldBeGreaterThan(0, "axes have names");
                figure.Element("details")!.Descendants("tr").Count().ShouldBeGreaterThan(2);
            }
        }
    }

    [Fact]
    public void Bars_are_as_long_as_their_shares()
    {
        XElement[] bars = [.. Figure("shares").Element("svg")!.Elements("rect")];

        // All of it, and the members' part, for customers, lines and revenue.
        double[] parts = [.. bars.Chunk(2).Select(pair => Width(pair[1]) / Width(pair[0]))];
        parts[0].ShouldBe(Report.Totals.CustomerShare, 0.001);
        parts[1].ShouldBe(Report.Totals.LineShare, 0.001);
        parts[2].ShouldBe(Report.Totals.RevenueShare, 0.001);
        double[] moved = [.. Figure("movement").Element("svg")!.Elements("rect").Select(Width)];
        (moved[1] / moved[0]).ShouldBe(3.0 / 40, 0.001);
        (moved[3] / moved[2]).ShouldBe(7.0 / 40, 0.001);
    }

    [Fact]
    public void Months_are_as_high_as_their_revenue()
    {
        XElement[] all = [.. Figure("months").Element("svg")!.Elements("rect").Where(bar => (string?)bar.Attribute("class") == "all")];
        XElement[] coming = [.. Figure("months").Element("svg")!.Elements("rect").Where(bar => (string?)bar.Attribute("class") == "memx")];

        (Height(all[11]) / Height(all[0])).ShouldBe(32.0 / 21, 0.01);
        (Height(coming[0]) / Height(all[0])).ShouldBe(0.6 * 12345 / 21000, 0.01);
        Figure("months").Element("details")!.Descendants("td").Select(cell => cell.Value).ShouldContain("7,407");
    }

    [Fact]
    public void The_map_has_a_dot_for_each_customer_shown()
    {
        XElement[] groups = [.. Figure("map").Element("svg")!.Elements("path")];

        groups.Length.ShouldBe(3);
        groups.Sum(group => ((string)group.Attribute("d")!).Count(c => c == 'M')).ShouldBe(200);
        ((string?)groups[2].Attribute("class")).ShouldBe("dots mem", "insiders lie above the others");
    }

    [Fact]
    public void Every_text_stands_out_from_what_is_behind_it()
    {
        Dictionary<string, string> colours = Variable().Matches(Html).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value);

        foreach (string text in new[] { "ink", "soft", "mem", "warn" })
        {
            Contrast(colours[text], "#ffffff").ShouldBeGreaterThan(4.5, text);
        }

        Contrast("#ffffff", colours["mem"]).ShouldBeGreaterThan(4.5, "numbers in bars");
        Contrast("#6d2e0d", "#fdf3ec").ShouldBeGreaterThan(4.5, "the warning");
        Contrast(colours["ink"], "#7dbcab").ShouldBeGreaterThan(4.5, "numbers of who entered");
        Contrast("#ffffff", "#a8481a").ShouldBeGreaterThan(4.5, "numbers of who left");
    }

    [Fact]
    public void The_page_can_be_printed()
    {
        Html.ShouldContain("@media print");
        Html.ShouldContain("size:A4");
    }

    [Fact]
    public void Markdown_holds_texts_of_others_as_text_and_every_row_has_as_many_cells_as_its_head()
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            InsiderReportInput input = ReportShop.Input(Hostile);
            string text = InsiderReportMarkdown.Render(
                InsiderReport.Of(input with { Cleaning = [new(new("a|b\nc `d`", "e|f", "g|h"), 5)] }), language).ToString();

            text.ShouldNotContain("<script");
            text.ShouldContain("&lt;script&gt;");
            text.ShouldContain("\\|\\*x\\* &amp; co.csv");
            int? cells = null;
            foreach (string line in text.Split('\n'))
            {
                int here = Bar().Count(line);
                if (line.StartsWith('|'))
                {
                    here.ShouldBe(cells ?? here, line);
                    cells = here;
                }
                else
                {
                    cells = null;
                }
            }
        }

        MarkdownText.Escaped("a|b\nc").ShouldBe("a\\|b c");
    }

    [Fact]
    public void Markdown_says_what_the_page_says()
    {
        string text = InsiderReportMarkdown.Render(Report, Language.English).ToString();

        foreach (InsiderAnswer answer in Report.Answers)
        {
            text.ShouldContain(answer.Title.En);
            Html.ShouldContain(answer.Title.Pt);
        }

        text.ShouldContain("| Price too low | 2,591 |");
        text.ShouldNotContain("\r");
        Html.ShouldNotContain("\r");
    }

    private static XElement Figure(string name) => Parsed().Descendants("figure").Single(figure => (string?)figure.Attribute("id") == $"en-{name}");

    private static double Width(XElement bar) => double.Parse((string)bar.Attribute("width")!, CultureInfo.InvariantCulture);

    private static double Height(XElement bar) => double.Parse((string)bar.Attribute("height")!, CultureInfo.InvariantCulture);

    /// <summary>The page as XML: HTML's elements without an end, and its attributes without a value, are given theirs.</summary>
    private static XElement Parsed() => XElement.Parse(Void().Replace(
        Html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace(" checked>", " checked=\"\">", StringComparison.Ordinal).Replace("&nbsp;", " ", StringComparison.Ordinal), "<${tag}${rest}/>"));

    /// <summary>As the Web Content Accessibility Guidelines 2 measure it.</summary>
    private static double Contrast(string one, string other)
    {
        double[] light = [.. new[] { Luminance(one), Luminance(other) }.Order()];
        return (light[1] + 0.05) / (light[0] + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex("<(?<tag>meta|input)(?<rest>[^>]*)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Void();

    [GeneratedRegex("--(?<name>[a-z]+):(?<colour>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex Bar();
}
