using System.Globalization;
using Spectre.Console;

namespace Clientele.LocalHost.Run;

/// <summary>Shows how runs get on: bars on a terminal, a line per step elsewhere.</summary>
internal static class RunProgress
{
    /// <summary>Without bars, a fit says how far it is at each quarter.</summary>
    private const int PercentOfAStep = 25;

    /// <summary>Shows what <paramref name="work"/> reports until it is done.</summary>
    public static Task<T> ShowAsync<T>(Screen screen, Func<Action<RunReport>, Task<T>> work)
    {
        if (!screen.Live)
        {
            Dictionary<string, string> said = new(StringComparer.Ordinal);
            return work(run => SayOnce(screen, said, run));
        }

        return screen.Terminal.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(context =>
            {
                Dictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);
                return work(run => Draw(context, bars, run));
            });
    }

    /// <summary>How a run stands, in a few words.</summary>
    public static string Describe(RunReport run) => run.State switch
    {
        "completed" when run.Kind == "train" => $"{run.Source}: trained, model {run.ModelVersion}",
        "completed" => string.Create(CultureInfo.InvariantCulture, $"{run.Source}: {run.Read:N0} rows, {run.RowsPerSecond:N0} rows/s"),
        "failed" => $"{run.Source}: failed: {run.Error}",
        "waiting" => $"{run.Source}: waiting for a model",
        "running" when IsFitting(run) => string.Create(CultureInfo.InvariantCulture, $"{run.Source}: {run.Stage} {Percent(run)}%"),
        "running" => string.Create(CultureInfo.InvariantCulture, $"{run.Source}: {run.Stage} {run.PartsDone}/{run.PartsTotal}{Speed(run)}"),
        _ => $"{run.Source}: {run.State}",
    };

    private static bool IsFitting(RunReport run) => run is { Kind: "train", Stage: "fit", Progress: > 0 };

    private static int Percent(RunReport run) => (int)(100 * (run.Progress ?? 0));

    private static string Speed(RunReport run) => run.RowsPerSecond is > 0 ? string.Create(CultureInfo.InvariantCulture, $", {run.RowsPerSecond:N0} rows/s") : "";

    private static void SayOnce(Screen screen, Dictionary<string, string> said, RunReport run)
    {
        string line = Describe(run);
        string step = run.State == "running" ? $"{run.Stage} {Percent(run) / PercentOfAStep}" : line;
        if (!said.TryGetValue(run.Id, out string? last) || last != step)
        {
            said[run.Id] = step;
            screen.Say(line);
        }
    }

    private static void Draw(ProgressContext context, Dictionary<string, ProgressTask> bars, RunReport run)
    {
        if (!bars.TryGetValue(run.Id, out ProgressTask? bar))
        {
            bars[run.Id] = bar = context.AddTask(Markup.Escape(Describe(run)));
        }

        bar.Description = Markup.Escape(Describe(run));
        bool trains = run.Kind == "train";
        bar.MaxValue = trains ? 1 : Math.Max(1, run.PartsTotal ?? 1);
        bar.IsIndeterminate = run.State is not "running" && !run.HasEnded;
        bar.Value = run.HasEnded ? bar.MaxValue : trains ? run.Progress ?? 0 : run.PartsDone ?? 0;
        if (run.HasEnded)
        {
            bar.StopTask();
        }
    }
}
