using System.Text;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>How revenue per customer is spread among members and others.</summary>
internal static class DistributionChart
{
    private const double Height = 290;
    private const double Left = 54;
    private const double Right = 12;
    private const double Top = 38;
    private const double Bottom = 52;

    private static readonly LocalText Title = new("Revenue per customer: members and others", "Ingresos por cliente: miembros y los demás", "Receita por cliente: membros e os demais");
    private static readonly LocalText AxisX = new("Revenue of a customer (steps of ten times)", "Ingresos de un cliente (pasos de diez veces)", "Receita de um cliente (passos de dez vezes)");
    private static readonly LocalText AxisY = new("Share of each group (%)", "Parte de cada grupo (%)", "Parte de cada grupo, em %");

    public static void Write(Page page, InsiderReport report)
    {
        if (report.Distribution is not RevenueDistribution spread)
        {
            return;
        }

        double[] ticks = ChartFrame.Ticks(Math.Max(spread.Members.Max(), spread.Others.Max()));
        double width = (ChartFrame.Width - Left - Right) / spread.Members.Count;
        double scale = (Height - Top - Bottom) / ticks[^1];
        ChartFrame.Begin(page, "spread", Height, Title, LocalText.Of(language => Description(report, language)));
        foreach (double tick in ticks)
        {
            double y = Height - Bottom - (tick * scale);
            ChartFrame.Rule(page, Left, y, ChartFrame.Width - Right, y, "grid");
            ChartFrame.Label(page, Left - 6, y + 4, ReportNumbers.Percent(tick, page.Language, 0), "end", "k");
        }

        ChartFrame.UpwardAxis(page, 2, AxisY.In(page.Language));
        page.Raw($"<path class=\"areao\" d=\"{Steps(spread.Others, width, scale)}\"/><path class=\"aream\" d=\"{Steps(spread.Members, width, scale)}\"/>");
        for (int i = 0; i < spread.Edges.Count; i++)
        {
            double power = Math.Log10(spread.Edges[i]);
            if (Math.Abs(power - Math.Round(power)) < 0.01)
            {
                double x = Left + (i * width);
                ChartFrame.Rule(page, x, Height - Bottom, x, Height - Bottom + 5, "tick");
                ChartFrame.Label(page, x, Height - Bottom + 22, ReportNumbers.Compact(spread.Edges[i], page.Language), "middle", "k");
            }
        }

        ChartFrame.Label(page, Left, Height - 8, AxisX.In(page.Language), style: "a");
        ChartFrame.EndPicture(page);
        ChartFrame.Legend(page, [("aream", ReportWords.Members.In(page.Language)), ("areao", ReportWords.Others.In(page.Language))]);
        page.ChartTable(Title, [ReportWords.From, ReportWords.To, ReportWords.MemberShare, ReportWords.OtherShare], Enumerable.Range(0, spread.Members.Count).Select(i => new[]
        {
            ReportNumbers.Money(spread.Edges[i], page.Language),
            ReportNumbers.Money(spread.Edges[i + 1], page.Language),
            ReportNumbers.Percent(spread.Members[i], page.Language),
            ReportNumbers.Percent(spread.Others[i], page.Language),
        }));
        ChartFrame.End(page);
    }

    private static string Steps(IReadOnlyList<double> shares, double width, double scale)
    {
        double floor = Height - Bottom;
        var path = new StringBuilder($"M{Page.At(Left)} {Page.At(floor)}");
        for (int i = 0; i < shares.Count; i++)
        {
            path.Append('V').Append(Page.At(floor - (shares[i] * scale))).Append('H').Append(Page.At(Left + ((i + 1) * width)));
        }

        return path.Append('V').Append(Page.At(floor)).Append('Z').ToString();
    }

    private static string Description(InsiderReport report, Language language)
    {
        if (report.Evidence.Comparisons.FirstOrDefault(comparison => comparison.Feature == PurchaseFeature.Revenue) is not GroupComparison revenue)
        {
            return Title.In(language);
        }

        (string own, string others) = (ReportNumbers.Money(revenue.MembersMedian, language), ReportNumbers.Money(revenue.OthersMedian, language));
        return language.Said(
            $"Half of the members brought more than {own}, half of the other customers more than {others}.",
            $"La mitad de los miembros aportó más de {own}; la mitad de los demás, más de {others}.",
            $"Metade dos membros trouxe mais de {own}; metade dos demais, mais de {others}.");
    }
}
