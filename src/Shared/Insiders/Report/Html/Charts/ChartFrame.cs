using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What all charts have: a title, a text in place of the picture, axes. Units are those of the view box; the page scales it.</summary>
internal static class ChartFrame
{
    public const double Width = 600;

    /// <summary>Begins a figure and its picture.</summary>
    /// <param name="name">Of the chart, for ids.</param>
    /// <param name="description">What it shows, with the main numbers.</param>
    public static Page Begin(Page page, string name, double height, LocalText title, LocalText description)
    {
        string id = $"{page.Code}-{name}";
        page.Line($"<figure class=\"chart\" id=\"{id}\">").Element("figcaption", title);
        page.Raw($"<svg viewBox=\"0 0 {Page.At(Width)} {Page.At(height)}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">");
        return page.Element($"title id=\"{id}-t\"", title).Element($"desc id=\"{id}-d\"", description);
    }

    public static Page EndPicture(Page page) => page.Line("</svg>");

    public static Page End(Page page) => page.Line("</figure>");

    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public static Page Label(Page page, double x, double y, string text, string anchor = "start", string style = "t") =>
        page.Raw($"<text x=\"{Page.At(x)}\" y=\"{Page.At(y)}\" class=\"{style}\" text-anchor=\"{anchor}\">").Text(text).Raw("</text>");

    public static Page Bar(Page page, double x, double y, double width, double height, string style) =>
        page.Raw($"<rect x=\"{Page.At(x)}\" y=\"{Page.At(y)}\" width=\"{Page.At(Math.Max(0, width))}\" height=\"{Page.At(Math.Max(0, height))}\" class=\"{style}\"/>");

    public static Page Rule(Page page, double x1, double y1, double x2, double y2, string style) =>
        page.Raw($"<path d=\"M{Page.At(x1)} {Page.At(y1)}L{Page.At(x2)} {Page.At(y2)}\" class=\"{style}\"/>");

    /// <summary>The name of the axis that runs upwards, written above it.</summary>
    public static Page UpwardAxis(Page page, double left, string name) => Label(page, left, 14, name, style: "a");

    /// <summary>What the colours mean.</summary>
    /// <param name="items">Class of the swatch, and its name.</param>
    public static Page Legend(Page page, IEnumerable<(string Style, string Name)> items)
    {
        page.Raw("<ul class=\"legend\">");
        foreach ((string style, string name) in items)
        {
            page.Raw($"<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" class=\"{style}\"/></svg>").Text(name).Raw("</li>");
        }

        return page.Line("</ul>");
    }

    /// <summary>0 and round numbers up to the first at or above <paramref name="most"/>; three to six of them.</summary>
    public static double[] Ticks(double most)
    {
        if (!(most > 0))
        {
            return [0, 1];
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        double step = power * ((most / power) switch { <= 1.2 => 0.25, <= 2.5 => 0.5, <= 5 => 1, _ => 2 });
        int count = (int)Math.Ceiling((most / step) - 1e-9);
        return [.. Enumerable.Range(0, count + 1).Select(i => i * step)];
    }
}
