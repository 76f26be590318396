using Clientele.Campaign;
using Clientele.Insiders;
using Clientele.Runs;
using Clientele.Segments;

namespace Clientele.Testing;

/// <summary>Training for tests that are about something else: one learner, judged once, and segments and insiders compared on few.</summary>
public static class QuickTraining
{
    public const string Learner = "spline_logistic";

    public static ResponseTrainingOptions Options { get; } = new() { Learners = [Learner], Repeats = 1 };

    public static SegmentTrainingOptions Segments { get; } = new() { MostCompared = 300, Refits = 2 };

    public static InsiderOptions Insiders { get; } = new() { MostCompared = 200, Refits = 2, WithoutOtherSpaces = true };

    public static RunSettings Settings { get; } = new() { Training = Options, Segments = Segments, Insiders = Insiders };

    /// <summary>The same as app settings.</summary>
    public static IReadOnlyList<(string Name, string Value)> AppSettings { get; } =
    [
        ("Training__Learners", Learner), ("Training__Repeats", "1"), ("Segments__MostCompared", "300"), ("Segments__Refits", "2"),
        ("Insiders__MostCompared", "200"), ("Insiders__Refits", "2"), ("Insiders__WithoutOtherSpaces", "true"),
    ];
}
