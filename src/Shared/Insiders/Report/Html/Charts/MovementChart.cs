using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Members before and now: who stayed, left, entered.</summary>
internal static class MovementChart
{
    private const double Left = 84;
    private const double Top = 8;
    private const double Row = 50;
    private const double Thick = 30;

    /// <summary>A narrower bar has no room for its number, which the legend and the table tell.</summary>
    private const double RoomForNumber = 34;

    private static readonly LocalText Title = new("Members before and now", "Miembros antes y ahora", "Membros antes e agora");
    private static readonly LocalText Before = new("Before", "Antes", "Antes");
    private static readonly LocalText Now = new("Now", "Ahora", "Agora");
    private static readonly LocalText Axis = new("Members", "Número de miembros", "Número de membros");

    public static void Write(Page page, InsiderReport report)
    {
        if (report.Movement is not InsiderMovement moved || moved.Stayed + moved.Left + moved.Entered + moved.New == 0)
        {
            return;
        }

        double height = Top + (2 * Row) + 44;
        double[] ticks = ChartFrame.Ticks(Math.Max(moved.Stayed + moved.Left, moved.Stayed + moved.Entered + moved.New));
        double scale = (ChartFrame.Width - Left - 20) / ticks[^1];
        ChartFrame.Begin(page, "movement", height, Title, LocalText.Of(language => MovementTexts.Sentence(moved, language)));
        ChartFrame.Label(page, Left - 10, Top + 20, Before.In(page.Language), "end");
        Parts(page, Top, scale, [(moved.Stayed, "mem", "w"), (moved.Left, "left", "w")]);
        ChartFrame.Label(page, Left - 10, Top + Row + 20, Now.In(page.Language), "end");
        Parts(page, Top + Row, scale, [(moved.Stayed, "mem", "w"), (moved.Entered, "enter", "b"), (moved.New, "fresh", "b")]);
        double axis = Top + (2 * Row) - 8;
        foreach (double tick in ticks)
        {
            ChartFrame.Label(page, Left + (tick * scale), axis + 16, ReportNumbers.Count(tick, page.Language), "middle", "k");
        }

        ChartFrame.Label(page, Left, axis + 40, Axis.In(page.Language), style: "a");
        ChartFrame.EndPicture(page);
        (LocalText Name, int Count, string Style)[] rows =
        [
            (MovementTexts.Stayed, moved.Stayed, "mem"), (MovementTexts.Left, moved.Left, "left"), (MovementTexts.Entered, moved.Entered, "enter"), (MovementTexts.New, moved.New, "fresh"),
        ];
        ChartFrame.Legend(page, rows.Select(row => (row.Style, $"{row.Name.In(page.Language)}: {ReportNumbers.Count(row.Count, page.Language)}")));
        page.ChartTable(Title, [ReportWords.Members, ReportWords.Customers], rows.Select(row => new[] { row.Name.In(page.Language), ReportNumbers.Count(row.Count, page.Language) }));
        ChartFrame.End(page);
    }

    private static void Parts(Page page, double y, double scale, (int Count, string Style, string Text)[] parts)
    {
        double x = Left;
        foreach ((int count, string style, string text) in parts)
        {
            double width = count * scale;
            ChartFrame.Bar(page, x, y, width, Thick, style);
            if (width >= RoomForNumber)
            {
                ChartFrame.Label(page, x + (0.5 * width), y + 21, ReportNumbers.Count(count, page.Language), "middle", text);
            }

            x += width;
        }
    }
}
