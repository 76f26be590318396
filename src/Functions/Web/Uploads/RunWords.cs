using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>How pages speak of runs.</summary>
internal static class RunWords
{
    public static bool IsAtWork(RunView run) => run.State is RunState.Planned or RunState.Running;

    public static bool HasEnded(RunView run) => run.State is RunState.Completed or RunState.Failed;

    /// <summary>Those that a page does not say in its own words.</summary>
    public static IEnumerable<string> Warnings(RunView run) => run.Warnings.Where(warning => !run.Demonstration || warning != RunView.DemonstrationWarning);

    /// <summary>The class of a state's tag.</summary>
    public static string Tag(string state) => state switch
    {
        RunState.Completed => "good",
        RunState.Failed => "bad",
        RunState.Waiting => "warm",
        _ => "",
    };

    /// <summary>Share of the run's parts, or of its fit, that is done.</summary>
    public static double Progress(RunView run) => run.Progress > 0 ? run.Progress : run.PartsTotal > 0 ? (double)run.PartsDone / run.PartsTotal : 0;

    /// <summary>Without its folders.</summary>
    public static string FileName(RunView run) => run.Source[(run.Source.LastIndexOf('/') + 1)..];

    /// <summary>The title of a column of a run's summary.</summary>
    public static string Column(Schema? schema, string column, Language language) =>
        schema?.Fields.FirstOrDefault(field => field.Name == column)?.TitleIn(language) ?? column;
}
