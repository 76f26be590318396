using Clientele.LocalHost.Run;
using Spectre.Console;

namespace Clientele.Unit.LocalHost;

public sealed class OutcomePageTests
{
    private static readonly RunReport Completed = new() { Id = "1", Kind = "score", Source = "uploads/a.csv", State = "completed", Read = 10 };
    private static readonly RunReport Fitting = new() { Id = "2", Kind = "train", Source = "training/shop", State = "running", Stage = "fit", PartsDone = 0, PartsTotal = 2, Progress = 0.419 };

    [Fact]
    public void Warnings_of_runs_stand_under_the_table()
    {
        RunReport warned = Completed with { Warnings = ["Income looks [different].", "No ids."] };
        RunReport trained = Fitting with { State = "completed", Warnings = ["Kept for review."] };
        string page = Shown(screen => OutcomePage.Print(screen, Outcome([warned], [trained]), "app.log"));

        page.ShouldContain("uploads/a.csv: Income looks [different].\nuploads/a.csv: No ids.\n");
        page.ShouldContain("training/shop: Kept for review.\n");
        page.IndexOf("No ids.", StringComparison.Ordinal).ShouldBeGreaterThan(page.IndexOf("Rows/s", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_warnings_there_is_no_line() =>
        Shown(screen => OutcomePage.Print(screen, Outcome([Completed], []), "app.log")).ShouldNotContain("uploads/a.csv:");

    [Fact]
    public void A_fit_says_how_far_it_is()
    {
        RunProgress.Describe(Fitting).ShouldBe("training/shop: fit 41%");
        RunProgress.Describe(Fitting with { Progress = null }).ShouldBe("training/shop: fit 0/2");
        RunProgress.Describe(Fitting with { Stage = "finish", PartsDone = 1 }).ShouldBe("training/shop: finish 1/2");
        RunProgress.Describe(Fitting with { Kind = "score", Stage = "read", Progress = 0 }).ShouldBe("training/shop: read 0/2");
    }

    [Fact]
    public async Task Without_a_terminal_a_fit_is_told_of_at_each_quarter()
    {
        string said = await ShownAsync(screen => RunProgress.ShowAsync(screen, progress =>
        {
            foreach (double share in new[] { 0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.9, 0.95 })
            {
                progress(Fitting with { Progress = share });
            }

            return Task.FromResult(0);
        }));

        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            ["training/shop: fit 0/2", "training/shop: fit 30%", "training/shop: fit 60%", "training/shop: fit 90%"]);
    }

    private static OutcomeReport Outcome(RunReport[] runs, RunReport[] training) =>
        new(runs, training, new Dictionary<string, long>(), new Dictionary<string, long>(), [], new StorageReport("UseDevelopmentStorage=true"), "http://localhost");

    private static string Shown(Action<Screen> show) => ShownAsync(screen =>
    {
        show(screen);
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static async Task<string> ShownAsync(Func<Screen, Task> show)
    {
        await using var writer = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = 200;
        await show(new Screen(console, live: false));
        return writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
