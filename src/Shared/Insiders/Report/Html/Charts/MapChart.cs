using System.Text;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Customers on the map of groups, each group in its colour and with its number.</summary>
internal static class MapChart
{
    private const double Height = 430;
    private const double Edge = 24;
    private const double Bottom = 30;

    /// <summary>Colours apart from the insiders'; further groups begin again, and are told by their numbers.</summary>
    private const int Colours = 8;

    private static readonly LocalText Title = new("The groups on a map", "Los grupos en un mapa", "Os grupos em um mapa");
    private static readonly LocalText AxisX = new("first direction of the map (no unit) →", "primera dirección del mapa (sin unidad) →", "primeira direção do mapa (sem unidade) →");
    private static readonly LocalText AxisY = new("second direction of the map (no unit) ↑", "segunda dirección del mapa (sin unidad) ↑", "segunda direção do mapa (sem unidade) ↑");
    private static readonly LocalText Shown = new("Customers shown", "Clientes mostrados", "Clientes mostrados no mapa");
    private static readonly LocalText CentreX = new("Middle, first direction", "Centro, primera dirección", "Centro, primeira direção");
    private static readonly LocalText CentreY = new("Middle, second direction", "Centro, segunda dirección", "Centro, segunda direção");

    public static void Write(Page page, InsiderReport report)
    {
        if (report.Map is not ReportMap map)
        {
            return;
        }

        Dictionary<int, string> styles = Styles(report.Clusters);
        ChartFrame.Begin(page, "map", Height, Title, LocalText.Of(language => Description(report, map, language)));
        page.Raw($"<rect x=\"0.5\" y=\"22\" width=\"{Page.At(ChartFrame.Width - 1)}\" height=\"{Page.At(Height - 22 - Bottom)}\" class=\"frame\"/>");

        // The insiders last, above the others.
        foreach (ReportCluster cluster in report.Clusters.OrderBy(cluster => cluster.Insider).ThenByDescending(cluster => cluster.Customers))
        {
            page.Raw($"<path class=\"dots {styles[cluster.Id]}\" d=\"{Dots(map, cluster.Id)}\"/>");
        }

        foreach (ReportCluster cluster in report.Clusters)
        {
            if (Middle(map, cluster.Id) is (double x, double y))
            {
                ChartFrame.Label(page, Across(x), Down(y) + 6, Number(report, cluster), "middle", "tag");
            }
        }

        ChartFrame.UpwardAxis(page, 2, AxisY.In(page.Language));
        ChartFrame.Label(page, ChartFrame.Width - 2, Height - 8, AxisX.In(page.Language), "end", "a");
        ChartFrame.EndPicture(page);
        ChartFrame.Legend(page, report.Clusters.Select(cluster => (styles[cluster.Id], $"{Number(report, cluster)} {cluster.Name.In(page.Language)}")));
        page.ChartTable(Title, [ReportWords.Group, Shown, CentreX, CentreY], report.Clusters.Select(cluster =>
        {
            (double X, double Y)? middle = Middle(map, cluster.Id);
            return new[]
            {
                $"{Number(report, cluster)} {cluster.Name.In(page.Language)}",
                ReportNumbers.Count(map.Clusters.Count(id => id == cluster.Id), page.Language),
                middle is null ? "–" : ReportNumbers.Decimals(middle.Value.X, 2, page.Language),
                middle is null ? "–" : ReportNumbers.Decimals(middle.Value.Y, 2, page.Language),
            };
        }));
        ChartFrame.End(page);
    }

    /// <summary>By id; insiders have the members' colour.</summary>
    public static Dictionary<int, string> Styles(IReadOnlyList<ReportCluster> clusters)
    {
        var styles = new Dictionary<int, string>();
        int others = 0;
        foreach (ReportCluster cluster in clusters)
        {
            styles[cluster.Id] = cluster.Insider ? "mem" : $"g{others++ % Colours}";
        }

        return styles;
    }

    private static string Number(InsiderReport report, ReportCluster cluster) => ReportNumbers.Count(cluster.Id, Language.English) + (report.Clusters.Count(other => other.Insider) > 1 && cluster.Insider ? "★" : "");

    private static string Description(InsiderReport report, ReportMap map, Language language)
    {
        string shown = ReportNumbers.Count(map.Clusters.Count, language);
        string insiders = ReportNumbers.Listed([.. report.Clusters.Where(cluster => cluster.Insider).Select(cluster => $"«{cluster.Name.In(language)}»")], language);
        return language.Said(
            $"{shown} customers as dots; neighbours buy alike. Insider groups: {insiders}.",
            $"{shown} clientes como puntos; los vecinos compran de forma parecida. Grupos insider: {insiders}.",
            $"{shown} clientes como pontos; vizinhos compram de forma parecida. Grupos de insiders: {insiders}.");
    }

    /// <summary>Lines without length, which round ends make dots of: the shortest way to write many.</summary>
    private static string Dots(ReportMap map, int cluster)
    {
        var path = new StringBuilder();
        for (int i = 0; i < map.Clusters.Count; i++)
        {
            if (map.Clusters[i] == cluster)
            {
                path.Append('M').Append(Page.At(Across(map.X[i]))).Append(' ').Append(Page.At(Down(map.Y[i]))).Append("h0");
            }
        }

        return path.ToString();
    }

    private static (double X, double Y)? Middle(ReportMap map, int cluster)
    {
        int[] inside = [.. Enumerable.Range(0, map.Clusters.Count).Where(i => map.Clusters[i] == cluster)];
        return inside.Length == 0 ? null : (MiddleValues.Median(inside.Select(i => map.X[i])), MiddleValues.Median(inside.Select(i => map.Y[i])));
    }

    private static double Across(double x) => Edge + (x * (ChartFrame.Width - (2 * Edge)));

    private static double Down(double y) => Height - Bottom - Edge - (y * (Height - Bottom - 22 - (2 * Edge)));
}
