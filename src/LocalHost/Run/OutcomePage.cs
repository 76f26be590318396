using System.Globalization;
using Spectre.Console;

namespace Clientele.LocalHost.Run;

/// <summary>What came out, for people.</summary>
internal static class OutcomePage
{
    public static void Print(Screen screen, OutcomeReport outcome, string logFile)
    {
        screen.Terminal.WriteLine();
        screen.Terminal.Write(Runs(outcome.Runs));
        foreach (RunReport run in outcome.Training.Concat(outcome.Runs).Where(each => !each.Completed))
        {
            screen.Say(Line(run));
        }

        foreach (RunReport run in outcome.Training.Concat(outcome.Runs))
        {
            foreach (string warning in run.Warnings)
            {
                screen.Say($"{run.Source}: {warning}");
            }
        }

        PrintCounts(screen, "Customers", "worth contacting", outcome.Objectives);
        PrintCounts(screen, "Table", "rows", outcome.Tables);
        foreach (string file in outcome.Files)
        {
            screen.Say("  " + file);
        }

        screen.Terminal.WriteLine();
        screen.Say($"App      {outcome.App}");
        screen.Say($"Runs     {outcome.App}/api/runs");
        screen.Say($"Log      {logFile}");
        screen.Say("Storage  for Storage Explorer and Power BI:");
        screen.SayUnbroken(outcome.Storage.ConnectionString);
    }

    /// <summary>An ended run in one sentence.</summary>
    public static string Line(RunReport run) => run.Completed
        ? string.Create(CultureInfo.InvariantCulture, $"{run.Source}: completed; {run.Read:N0} rows read, {run.Accepted:N0} accepted, {run.Repaired:N0} repaired, {run.Rejected:N0} rejected, {run.RowsPerSecond:N0} rows/s")
        : RunProgress.Describe(run);

    private static Table Runs(IReadOnlyList<RunReport> runs)
    {
        Table table = new Table().Border(TableBorder.Ascii2).AddColumn("File");
        foreach (string name in new[] { "State", "Read", "Accepted", "Repaired", "Rejected", "Seconds", "Rows/s" })
        {
            table.AddColumn(new TableColumn(name) { Alignment = Justify.Right });
        }

        foreach (RunReport run in runs)
        {
            table.AddRow(
                new Text(run.Source ?? ""), new Text(run.State ?? ""), Number(run.Read), Number(run.Accepted), Number(run.Repaired), Number(run.Rejected),
                new Text(run.Seconds?.ToString("N1", CultureInfo.InvariantCulture) ?? ""), Number(run.RowsPerSecond));
        }

        return table;
    }

    private static void PrintCounts(Screen screen, string what, string count, IReadOnlyDictionary<string, long> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.Ascii2).AddColumn(what).AddColumn(new TableColumn(count) { Alignment = Justify.Right });
        foreach ((string name, long value) in values)
        {
            table.AddRow(new Text(name), Number(value));
        }

        screen.Terminal.Write(table);
    }

    private static Text Number(double? value) => new(value?.ToString("N0", CultureInfo.InvariantCulture) ?? "");
}
