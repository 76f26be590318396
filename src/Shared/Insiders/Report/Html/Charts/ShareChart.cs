using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Members' part of customers, lines and revenue.</summary>
internal static class ShareChart
{
    private const double Left = 2;
    private const double Right = 8;
    private const double Top = 24;
    private const double Row = 62;
    private const double Thick = 28;

    private static readonly LocalText Title = new(
        "Few customers, much revenue: the members' part", "Pocos clientes, muchos ingresos: la parte de los miembros", "Poucos clientes, muita receita: a parte dos membros");

    private static readonly LocalText Axis = new("Members' part of all (%)", "Parte de los miembros sobre el total (%)", "Parte dos membros no total (%)");

    public static void Write(Page page, InsiderReport report)
    {
        (LocalText Name, double Share)[] bars =
        [
            (ReportWords.Customers, report.Totals.CustomerShare), (ReportWords.Lines, report.Totals.LineShare), (ReportWords.Revenue, report.Totals.RevenueShare),
        ];
        double height = Top + (bars.Length * Row) + 22;
        ChartFrame.Begin(page, "shares", height, Title, LocalText.Of(language =>
            $"{Title.In(language)}. {string.Join("; ", bars.Select(bar => $"{bar.Name.In(language)}: {ReportNumbers.Percent(bar.Share, language)}"))}."));
        double width = ChartFrame.Width - Left - Right;
        for (int i = 0; i < bars.Length; i++)
        {
            double y = Top + (i * Row);
            double share = Math.Clamp(bars[i].Share, 0, 1);
            ChartFrame.Label(page, Left, y - 7, bars[i].Name.In(page.Language));
            ChartFrame.Bar(page, Left, y, width, Thick, "soft");
            ChartFrame.Bar(page, Left, y, share * width, Thick, "mem");

            // Inside the bar where there is room, else beside it.
            bool isInside = share > 0.2;
            ChartFrame.Label(page, Left + (share * width) + (isInside ? -8 : 8), y + 20, ReportNumbers.Percent(share, page.Language), isInside ? "end" : "start", isInside ? "w" : "b");
        }

        double axis = Top + (bars.Length * Row) - 28;
        for (int percent = 0; percent <= 100; percent += 25)
        {
            double x = Left + (width * percent / 100);
            ChartFrame.Label(page, x, axis + 16, ReportNumbers.Percent(percent / 100.0, page.Language, 0), percent == 100 ? "end" : percent == 0 ? "start" : "middle", "k");
        }

        ChartFrame.Label(page, Left, axis + 40, Axis.In(page.Language), style: "a");
        ChartFrame.EndPicture(page);
        page.ChartTable(Title, [ReportWords.Measure, ReportWords.Members, ReportWords.Others], bars.Select(bar => new[]
        {
            bar.Name.In(page.Language), ReportNumbers.Percent(bar.Share, page.Language), ReportNumbers.Percent(1 - bar.Share, page.Language),
        }));
        ChartFrame.End(page);
    }
}
