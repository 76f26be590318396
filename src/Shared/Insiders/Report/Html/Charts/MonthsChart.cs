using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Revenue by month, seen and expected.</summary>
internal static class MonthsChart
{
    private const double Height = 330;
    private const double Left = 62;
    private const double Top = 38;
    private const double Bottom = 52;
    private const int MostNames = 14;

    private static readonly LocalText Title = new("Revenue by month, seen and expected", "Ingresos por mes, vistos y esperados", "Receita por mês, vista e esperada");
    private static readonly LocalText AxisY = new("Revenue of the month", "Ingresos del mes", "Receita do mês");
    private static readonly LocalText Everyone = new("Everyone, seen", "Todos, visto", "Todos, já visto");
    private static readonly LocalText Members = new("Members, seen", "Miembros, visto", "Membros, já visto");
    private static readonly LocalText EveryoneToCome = new("Everyone, expected", "Todos, esperado", "Todos, a esperar");
    private static readonly LocalText MembersToCome = new("Members, expected", "Miembros, esperado", "Membros, a esperar");
    private static readonly LocalText Band = new("80% interval", "Intervalo del 80%", "Intervalo de 80%");
    private static readonly LocalText MembersInterval = new("Members, 80% interval", "Miembros, intervalo del 80%", "Membros, intervalo de 80%");
    private static readonly LocalText EveryoneInterval = new("Everyone, 80% interval", "Todos, intervalo del 80%", "Todos, intervalo de 80%");

    private static readonly LocalText Cut = new(
        "* The history covers only a part of this month.", "* El historial cubre solo una parte de este mes.", "* O histórico cobre só uma parte deste mês.");

    public static void Write(Page page, InsiderReport report)
    {
        DateOnly[] months = [.. report.AllMonths.Concat(report.MemberMonths).Select(month => month.Month).Distinct().Order()];
        if (months.Length == 0)
        {
            return;
        }

        Dictionary<DateOnly, MonthRevenue> all = report.AllMonths.ToDictionary(month => month.Month);
        Dictionary<DateOnly, MonthRevenue> members = report.MemberMonths.ToDictionary(month => month.Month);
        double most = report.AllMonths.Concat(report.MemberMonths).Max(month => Math.Max(month.Seen + month.Expected, month.High));
        double[] ticks = ChartFrame.Ticks(most);
        double step = (ChartFrame.Width - Left - 6) / months.Length;
        double scale = (Height - Top - Bottom) / ticks[^1];
        ChartFrame.Begin(page, "months", Height, Title, LocalText.Of(language => Description(report, language)));
        foreach (double tick in ticks)
        {
            double y = Height - Bottom - (tick * scale);
            ChartFrame.Rule(page, Left, y, ChartFrame.Width, y, "grid");
            ChartFrame.Label(page, Left - 6, y + 4, ReportNumbers.Compact(tick, page.Language), "end", "k");
        }

        ChartFrame.UpwardAxis(page, 2, AxisY.In(page.Language));
        for (int i = 0; i < months.Length; i++)
        {
            double x = Left + (i * step);
            Column(page, all.GetValueOrDefault(months[i]), x + (0.08 * step), 0.84 * step, scale, "all", "allx");
            Column(page, members.GetValueOrDefault(months[i]), x + (0.24 * step), 0.52 * step, scale, "mem", "memx");
            bool isCut = (all.GetValueOrDefault(months[i]) ?? members[months[i]]).Whole == false;
            MonthLabel(page, months, i, x + (0.5 * step), isCut);
        }

        ChartFrame.EndPicture(page);
        List<(string, string)> legend = [("all", Everyone.In(page.Language)), ("mem", Members.In(page.Language))];
        if (ValueAnswers.Coming(report.AllMonths.Concat(report.MemberMonths).ToArray(), report.LastDay).Any())
        {
            legend.AddRange([("allx", EveryoneToCome.In(page.Language)), ("memx", MembersToCome.In(page.Language)), ("bandl", Band.In(page.Language))]);
        }

        ChartFrame.Legend(page, legend);
        if (report.AllMonths.Concat(report.MemberMonths).Any(month => !month.Whole))
        {
            page.Element("p class=\"note\"", Cut);
        }

        page.ChartTable(Title, [ReportWords.Month, Members, MembersToCome, MembersInterval, Everyone, EveryoneToCome, EveryoneInterval], months.Select<DateOnly, string[]>(month =>
        [
            ReportNumbers.Month(month, page.Language),
            .. Cells(members.GetValueOrDefault(month), page.Language),
            .. Cells(all.GetValueOrDefault(month), page.Language),
        ]));
        ChartFrame.End(page);
    }

    private static void Column(Page page, MonthRevenue? month, double x, double width, double scale, string seen, string expected)
    {
        if (month is null)
        {
            return;
        }

        double floor = Height - Bottom;
        ChartFrame.Bar(page, x, floor - (month.Seen * scale), width, month.Seen * scale, seen);
        if (month.Expected > 0)
        {
            ChartFrame.Bar(page, x, floor - ((month.Seen + month.Expected) * scale), width, month.Expected * scale, expected);
            Interval(page, x + (0.5 * width), 0.12 * width, floor - (month.Low * scale), floor - (month.High * scale));
        }
    }

    /// <summary>A line from end to end, with a cap on each.</summary>
    private static void Interval(Page page, double x, double cap, double low, double high)
    {
        ChartFrame.Rule(page, x, low, x, high, "band");
        ChartFrame.Rule(page, x - cap, low, x + cap, low, "band");
        ChartFrame.Rule(page, x - cap, high, x + cap, high, "band");
    }

    private static void MonthLabel(Page page, DateOnly[] months, int i, double x, bool isCut)
    {
        double floor = Height - Bottom;

        // As many names as there is room for; half of them on a narrow screen.
        int every = (months.Length + MostNames - 1) / MostNames;
        if (i % every == 0)
        {
            ChartFrame.Label(page, x, floor + 20, ReportNumbers.MonthName(months[i], page.Language) + (isCut ? "*" : ""), "middle", i % (2 * every) == 0 ? "k" : "k odd");
        }
        else if (isCut)
        {
            ChartFrame.Label(page, x, floor + 20, "*", "middle", "k");
        }

        // The first year gives way to a January close by.
        bool isFirst = i == 0 && !months.Skip(1).Take(2).Any(month => month.Month == 1);
        if (isFirst || months[i].Month == 1)
        {
            ChartFrame.Label(page, x, floor + 44, ReportNumbers.Year(months[i]), "middle", "k");
        }
    }

    private static string[] Cells(MonthRevenue? month, Language language) => month is null
        ? ["–", "–", "–"]
        : [
            ReportNumbers.Money(month.Seen, language),
            month.Expected > 0 ? ReportNumbers.Money(month.Seen + month.Expected, language) : "–",
            month.Expected > 0 ? ReportNumbers.Interval(new Estimate(month.Expected, month.Low, month.High), ReportNumbers.Money, language) : "–",
        ];

    private static string Description(InsiderReport report, Language language)
    {
        string seen = ReportNumbers.Money(report.MemberMonths.Sum(month => month.Seen), language);
        string all = ReportNumbers.Money(report.AllMonths.Sum(month => month.Seen), language);
        string coming = string.Join("; ", ValueAnswers.Coming(report.MemberMonths, report.LastDay)
            .Select(month => $"{ReportNumbers.Month(month.Month, language)}: {ReportNumbers.Money(month.Seen + month.Expected, language)}"));
        return language.Said(
            $"Seen so far: members {seen} of {all}. Expected of the members: {coming}.",
            $"Visto hasta ahora: miembros {seen} de {all}. Esperado de los miembros: {coming}.",
            $"Visto até agora: membros {seen} de {all}. Esperado dos membros: {coming}.");
    }
}
